package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Shown;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * How an event gets its index, and why a retry is harmless.
 *
 * <p>The index comes from {@code rooms.next_index}, which is moved by the statement that inserts the event. The room's
 * row is locked by that, so concurrent appends to a room follow each other and two rooms never wait for each other. What
 * fails rolls the counter back with it: no gap, no index used twice.
 *
 * <p>Outside a transaction the append is one statement in one round trip: it moves the counter, unless the room does not
 * take events, or has the key or the id already, or no index left, and inserts from what it moved. No row means that one
 * of these was the case; which, is then read. Of two appends that race with one key the second passes the probe, waits
 * for the row, and is refused by the unique index; its statement is rolled back whole, and it reads the event of the
 * first.
 *
 * <p>Inside a transaction of the caller such a refusal would cost a savepoint and leave an error in the server's log, so
 * there the row is locked first and the insert does nothing on a conflict; the counter moves by what was inserted. The
 * lock is a statement of its own: one that locks a row and then updates it starts at the version that it saw first, and
 * two such statements deadlock when others hold {@code FOR KEY SHARE} on that version.
 *
 * <p>Concurrent appends to one room share commits by an {@link AppendQueue}, where one is given.
 */
final class EventAppend {

    static final String ROOM_TAKES_EVENTS = "(? OR r.status NOT IN ('closed', 'archived'))";

    private static final String VALUES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS timestamptz), CAST(? AS jsonb)";

    private static final String APPEND = """
            WITH room AS (
                UPDATE roomkit.rooms AS r
                SET next_index = r.next_index + 1, event_count = r.event_count + 1,
                    last_activity_at = GREATEST(r.last_activity_at, ?)
                WHERE r.id = ? AND r.next_index < 9007199254740992 AND %s
                    AND NOT EXISTS (
                        SELECT 1 FROM roomkit.events AS k WHERE k.room_id = ? AND k.idempotency_key = ?)
                    AND NOT EXISTS (
                        SELECT 1 FROM roomkit.events AS k WHERE k.room_id = ? AND k.id = ?)
                RETURNING r.next_index - 1 AS index
            )
            INSERT INTO roomkit.events AS e (index, %s)
            SELECT room.index, %s
            FROM room
            RETURNING e.index
            """.formatted(ROOM_TAKES_EVENTS, EventTable.INSERTED_COLUMNS, VALUES);

    private static final String LOCK = "SELECT r.next_index FROM roomkit.rooms AS r WHERE r.id = ? AND "
            + ROOM_TAKES_EVENTS + " FOR NO KEY UPDATE";

    private static final String APPEND_LOCKED = """
            WITH inserted AS (
                INSERT INTO roomkit.events AS e (index, %s)
                SELECT ?, %s
                ON CONFLICT DO NOTHING
                RETURNING e.index
            ), moved AS (
                UPDATE roomkit.rooms AS r
                SET next_index = r.next_index + 1, event_count = r.event_count + 1,
                    last_activity_at = GREATEST(r.last_activity_at, ?)
                FROM inserted
                WHERE r.id = ?
            )
            SELECT index FROM inserted
            """.formatted(EventTable.INSERTED_COLUMNS, VALUES);

    static final int MAX_ATTEMPTS = 5;

    private final StoreConnections connections;

    private final Database database;

    private final RoomTable rooms;

    private final EventTable events;

    private final ReadMarkerTable readMarkers;

    private final EventBatchAppend batches;

    private final @Nullable AppendQueue queue;

    EventAppend(
            StoreConnections connections,
            Database database,
            RoomTable rooms,
            EventTable events,
            ReadMarkerTable readMarkers,
            EventBatchAppend batches,
            @Nullable Duration queueing) {
        this.connections = connections;
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.readMarkers = readMarkers;
        this.batches = batches;
        this.queue = (queueing != null) ? new AppendQueue(this::write, queueing) : null;
    }

    /** How many commits wrote events; none are counted where callers share none. */
    long commits() {
        return (this.queue != null) ? this.queue.commits() : 0;
    }

    /** How many events they wrote. */
    long committedEvents() {
        return (this.queue != null) ? this.queue.events() : 0;
    }

    /** Waits for the appends that are under way. */
    void close() {
        if (this.queue != null) {
            this.queue.close();
        }
    }

    /** Adds an event once to a room that takes events. */
    AppendResult append(RoomEvent event) {
        @Nullable Object[] columns = this.events.columns(event);
        byte[] hash = (byte[]) Objects.requireNonNull(columns[EventTable.HASH]);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Long> index = insert(event, columns, false, attempt == 0);
            if (index.isPresent()) {
                return new AppendResult(at(event, index.get()), false);
            }
            Optional<RoomEvent> earlier = this.connections.transaction(() -> findEarlier(event, hash));
            if (earlier.isPresent()) {
                return new AppendResult(earlier.get(), true);
            }
        }
        throw contended(event.roomId());
    }

    /** Adds an event whose id and key are new, whatever the state of the room. */
    RoomEvent add(RoomEvent event) {
        @Nullable Object[] columns = this.events.columns(event);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Long> index = insert(event, columns, true, attempt == 0);
            if (index.isPresent()) {
                return at(event, index.get());
            }
            this.connections.transaction(() -> this.batches.refuse(event.roomId(), List.of(event)));
        }
        throw contended(event.roomId());
    }

    /** Adds an event at the index it has. */
    RoomEvent addAtIndex(RoomEvent event) {
        @Nullable Object[] columns = this.events.columns(event);
        return this.connections.transaction(() -> {
            long next = this.rooms
                    .lockTimeline(event.roomId())
                    .orElseThrow(() -> new RoomNotFoundException(event.roomId()));
            if (!this.events.insert(event.index(), columns)) {
                this.batches.refuseUsed(event.roomId(), List.of(event));
                throw new DuplicateIndexException(event.roomId(), event.index());
            }
            this.rooms.countInserted(event.roomId(), event.index(), event.createdAt());
            if (event.index() < next) {
                this.readMarkers.countInserted(event.roomId(), event.index());
            }
            return event;
        });
    }

    private Optional<Long> insert(RoomEvent event, @Nullable Object[] columns, boolean anyStatus, boolean inCompany) {
        if (this.connections.isInTransaction()) {
            return this.connections.transaction(() -> insertLocked(event, columns, anyStatus));
        }
        if (this.queue != null && inCompany && !this.connections.isBound()) {
            return this.queue.append(new PendingAppend(event, columns, anyStatus));
        }
        return insertAlone(event, columns, anyStatus);
    }

    private void write(List<PendingAppend> appends) {
        if (appends.size() > 1) {
            this.batches.appendTogether(appends);
        } else {
            PendingAppend append = appends.get(0);
            insertAlone(append.event(), append.columns(), append.anyStatus()).ifPresent(append::written);
        }
    }

    private Optional<Long> insertLocked(RoomEvent event, @Nullable Object[] columns, boolean anyStatus) {
        return this.database
                .first(LOCK, (row, number) -> row.getLong(1), event.roomId(), anyStatus)
                .filter(next -> next <= Checks.MAX_INDEX)
                .flatMap(next -> this.database.first(
                        APPEND_LOCKED, (row, number) -> row.getLong(1), locked(next, event, columns)));
    }

    private Optional<Long> insertAlone(RoomEvent event, @Nullable Object[] columns, boolean anyStatus) {
        try {
            return this.connections.statement(() ->
                    this.database.first(APPEND, (row, number) -> row.getLong(1), alone(event, columns, anyStatus)));
        } catch (StoreException ex) {
            if (PostgresErrors.isUniqueViolation(ex)) {
                return Optional.empty();
            }
            throw ex;
        }
    }

    private static @Nullable Object[] alone(RoomEvent event, @Nullable Object[] columns, boolean anyStatus) {
        return concat(
                new @Nullable Object[] {
                    event.createdAt(),
                    event.roomId(),
                    anyStatus,
                    event.roomId(),
                    event.idempotencyKey(),
                    event.roomId(),
                    event.id()
                },
                columns);
    }

    private static @Nullable Object[] locked(long index, RoomEvent event, @Nullable Object[] columns) {
        return concat(
                concat(new @Nullable Object[] {index}, columns),
                new @Nullable Object[] {event.createdAt(), event.roomId()});
    }

    private static @Nullable Object[] concat(@Nullable Object[] left, @Nullable Object[] right) {
        @Nullable Object[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    /** The event that was appended first, or why there was none to append; empty when it is worth another try. */
    private Optional<RoomEvent> findEarlier(RoomEvent event, byte[] hash) {
        if (event.idempotencyKey() != null) {
            Optional<EventTable.Stored> byKey = this.events.findPayloadByKey(event.roomId(), event.idempotencyKey());
            if (byKey.isPresent()) {
                return Optional.of(same(byKey.get(), hash, new IdempotencyConflictException(event.roomId())));
            }
        }
        Optional<EventTable.Stored> byId = this.events.findPayloadById(event.roomId(), event.id());
        if (byId.isPresent()) {
            return Optional.of(same(byId.get(), hash, new DuplicateIdException("Event", event.id())));
        }
        String status = requireRoom(event.roomId());
        if (isEnded(status)) {
            throw new RoomClosedException(event.roomId());
        }
        this.rooms.requireIndices(event.roomId(), 1);
        return Optional.empty();
    }

    private static RoomEvent same(EventTable.Stored stored, byte[] hash, StoreException conflict) {
        if (!Arrays.equals(stored.payloadHash(), hash)) {
            throw conflict;
        }
        return stored.event();
    }

    private String requireRoom(String roomId) {
        return this.rooms.findStatus(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
    }

    private static boolean isEnded(String status) {
        String upper = status.toUpperCase(Locale.ROOT);
        return upper.equals(RoomStatus.CLOSED.name()) || upper.equals(RoomStatus.ARCHIVED.name());
    }

    static RoomEvent at(RoomEvent event, long index) {
        return event.toBuilder().index(index).build();
    }

    static StoreException contended(String roomId) {
        return new StoreException(
                "Events of room " + Shown.id(roomId) + " were deleted while they were appended again",
                null,
                true,
                true,
                null);
    }
}
