package live.roomkit.store.postgres;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import live.roomkit.event.EventStatus;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.store.ReceivedMessages;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Contains the values of one row of the table {@code events}: an event, two values that are computed from the event,
 * and a random number.
 *
 * <p>The columns have the same order in {@link #COLUMNS}, in the values of one row, and in the arrays for many rows.
 *
 * @param payloadHash the hash of the event's payload, by which the store recognizes a retry; {@code null} when the
 *     event was erased
 * @param appendId a random number that identifies the call that adds the event, or {@code null} when the event is
 *     imported. When the store repeats the call after a failure, this number shows which row the first attempt wrote
 */
record EventRow(
        RoomEvent event,
        byte @Nullable [] payloadHash,
        @Nullable Long appendId,
        Jsonb data) {

    /** Columns of the table {@code events} that an INSERT writes, except {@code index}. */
    static final String COLUMNS =
            "room_id, id, type, visibility, source_channel_id, source_channel_type, source_participant_id,"
                    + " parent_event_id, correlation_id, idempotency_key, payload_hash, append_id, created_at, bytes,"
                    + " blocked, data";

    /** Placeholders for the values of one row. {@link #parameters(Object[][])} returns these values. */
    static final String VALUES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS timestamptz), ?, ?, CAST(? AS jsonb)";

    /**
     * Table expression that makes many rows of one room from the arrays that {@link #parameters(List, Object...)}
     * returns. The column {@code position} numbers the rows from 1.
     */
    static final String ROWS = """
            ROWS FROM (
                    pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[])),
                    pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[])),
                    pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[])),
                    pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[])),
                    pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS bytea[])),
                    pg_catalog.unnest(CAST(? AS bigint[])), pg_catalog.unnest(CAST(? AS text[])),
                    pg_catalog.unnest(CAST(? AS integer[])), pg_catalog.unnest(CAST(? AS boolean[])),
                    pg_catalog.unnest(CAST(? AS text[])))
                WITH ORDINALITY AS n (id, type, visibility, channel_id, channel_type, participant_id,
                    parent_id, correlation_id, key, hash, append_id, created_at, bytes, blocked, data, position)""";

    /** Columns of {@link #ROWS} in the order of {@link #COLUMNS}, without the room id. */
    static final String ROW_VALUES = "n.id, n.type, n.visibility, n.channel_id, n.channel_type, n.participant_id,"
            + " n.parent_id, n.correlation_id, n.key, n.hash, n.append_id, CAST(n.created_at AS timestamptz), n.bytes,"
            + " n.blocked, CAST(n.data AS jsonb)";

    /**
     * Generates the random numbers that identify calls of append methods. With {@link java.util.Random}, two processes
     * that were restored from the same memory snapshot would generate the same numbers.
     */
    private static final SecureRandom APPEND_IDS = new SecureRandom();

    static EventRow of(RoomEvent event, RecordJson json) {
        return of(event, json.writeEvent(event), APPEND_IDS.nextLong());
    }

    static List<EventRow> of(List<RoomEvent> events, RecordJson json) {
        List<RecordJson.EventJson> written = json.writeEvents(events);
        long appendId = APPEND_IDS.nextLong();
        List<EventRow> rows = new ArrayList<>(events.size());
        for (RoomEvent event : events) {
            rows.add(of(event, written.get(rows.size()), appendId));
        }
        return rows;
    }

    static EventRow imported(RoomEvent event, byte[] data, byte @Nullable [] payloadHash) {
        return new EventRow(event, payloadHash, null, new Jsonb(data));
    }

    private static EventRow of(RoomEvent event, RecordJson.EventJson written, long appendId) {
        return new EventRow(event, written.payloadHash(), appendId, new Jsonb(written.json()));
    }

    String roomId() {
        return this.event.roomId();
    }

    String id() {
        return this.event.id();
    }

    @Nullable
    String key() {
        return this.event.idempotencyKey();
    }

    /** Returns the size of the event's JSON in bytes. */
    int bytes() {
        return this.data.bytes();
    }

    /** Tells whether the event is a message that was not blocked. */
    boolean isMessage() {
        return ReceivedMessages.include(this.event);
    }

    static long messages(List<EventRow> rows) {
        return rows.stream().filter(EventRow::isMessage).count();
    }

    /**
     * Returns the position of the last row whose event is a message that was not blocked. Positions are counted from 0.
     * Returns {@code null} when no event is such a message.
     */
    static @Nullable Long lastMessage(List<EventRow> rows) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (rows.get(i).isMessage()) {
                return (long) i;
            }
        }
        return null;
    }

    private boolean isBlocked() {
        return this.event.status() == EventStatus.BLOCKED;
    }

    /**
     * Returns a row of the same event with another idempotency key. The component {@code data} still contains the
     * former key.
     */
    EventRow withKey(@Nullable String key) {
        return new EventRow(
                this.event.toBuilder().idempotencyKey(key).build(), this.payloadHash, this.appendId, this.data);
    }

    RoomEvent at(long index) {
        return this.event.toBuilder().index(index).build();
    }

    /**
     * Returns the parameters of a statement that contains {@link #VALUES}: the parameters {@code before}, and the
     * values of this row.
     */
    @Nullable
    Object[] parameters(@Nullable Object[]... before) {
        @Nullable
        Object[] values = {
            this.event.roomId(),
            this.event.id(),
            this.event.type().value(),
            this.event.visibility(),
            this.event.source().channelId(),
            this.event.source().channelType().value(),
            this.event.source().participantId(),
            this.event.parentEventId(),
            this.event.correlationId(),
            this.event.idempotencyKey(),
            this.payloadHash,
            this.appendId,
            this.event.createdAt(),
            bytes(),
            isBlocked(),
            this.data
        };
        return concat(concat(before), values);
    }

    /**
     * Returns the parameters of a statement that contains {@link #ROWS}: the parameters {@code before}, and one array
     * for each column of {@code ROWS}.
     */
    static @Nullable Object[] parameters(List<EventRow> rows, @Nullable Object... before) {
        Object[] columns = {
            texts(rows, EventRow::id),
            texts(rows, row -> row.event.type().value()),
            texts(rows, row -> row.event.visibility()),
            texts(rows, row -> row.event.source().channelId()),
            texts(rows, row -> row.event.source().channelType().value()),
            texts(rows, row -> row.event.source().participantId()),
            texts(rows, row -> row.event.parentEventId()),
            texts(rows, row -> row.event.correlationId()),
            texts(rows, EventRow::key),
            rows.stream().map(EventRow::payloadHash).toArray(byte[][]::new),
            rows.stream().map(EventRow::appendId).toArray(Long[]::new),
            texts(rows, row -> row.event.createdAt()),
            rows.stream().map(EventRow::bytes).toArray(Integer[]::new),
            rows.stream().map(EventRow::isBlocked).toArray(Boolean[]::new),
            texts(rows, EventRow::data)
        };
        return concat(before, columns);
    }

    /** Returns the values of one column of many rows as texts. The SQL casts these texts to the type of the column. */
    static @Nullable String[] texts(List<EventRow> rows, Function<EventRow, @Nullable Object> column) {
        @Nullable String[] texts = new @Nullable String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Parameters.text(column.apply(rows.get(i)));
        }
        return texts;
    }

    private static @Nullable Object[] concat(@Nullable Object[]... parts) {
        int length = 0;
        for (@Nullable Object[] part : parts) {
            length += part.length;
        }
        @Nullable Object[] all = new @Nullable Object[length];
        int position = 0;
        for (@Nullable Object[] part : parts) {
            System.arraycopy(part, 0, all, position, part.length);
            position += part.length;
        }
        return all;
    }
}
