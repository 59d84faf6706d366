package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.protection.Erasure;

/**
 * Replaces stored events by erased copies, from which the content was removed. The caller of {@link #write} has locked
 * the rows of the events. When an erasure replaces idempotency keys by hashes, {@link #write} also locks the row of the
 * room. An append with an idempotency key waits for this lock. Afterwards, the append finds the hash of the key in the
 * erased event.
 */
final class ErasedEvents {

    /**
     * SQL expression for the JSON of an event without its large parts, such as the content and the metadata. An erasure
     * removes these parts, so it need not read them.
     */
    static final String SMALL = """
            ((e.data - CAST('{metadata,channel_data,delivery_results,addressed_to}' AS text[]))
                    #- CAST('{source,raw_payload}' AS text[])) || '{"content": {"type": "text", "body": ""}}' AS data""";

    /**
     * SQL condition that is true for events that are not erased yet. The table {@code events} has the alias {@code e}.
     */
    static final String NOT_ERASED = """
            (e.payload_hash IS NOT NULL
                    OR e.data #>> CAST('{content,type}' AS text[]) IS DISTINCT FROM 'erased')""";

    private static final Recorded ERASE = Recorded.ofRecord(ChangeKind.EVENT_CHANGED, "e.id", "e.index", """
            UPDATE roomkit.events AS e
            SET correlation_id = NULL, idempotency_key = n.key, payload_hash = NULL, bytes = n.bytes,
                data = CAST(n.data AS jsonb)
            FROM ROWS FROM (
                    pg_catalog.unnest(CAST(? AS bigint[])), pg_catalog.unnest(CAST(? AS text[])),
                    pg_catalog.unnest(CAST(? AS integer[])), pg_catalog.unnest(CAST(? AS text[])))
                AS n (index, key, bytes, data)
            WHERE e.room_id = ? AND e.index = n.index
            """);

    private final Database database;

    private final RoomTable rooms;

    ErasedEvents(Database database, RoomTable rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    /** Reads the event from a row with the columns {@code index} and {@link #SMALL}, and returns its erased copy. */
    RoomEvent map(ResultSet row, Erasure erasure) throws SQLException {
        return erasure.of(this.database.json().readEvent(row.getBytes("data"), row.getLong("index")));
    }

    void write(String roomId, List<RoomEvent> events, Erasure erasure) {
        if (erasure.replacesKeys()) {
            this.rooms.touch(roomId);
        }
        List<Jsonb> data = events.stream().map(this.database::jsonb).toList();
        this.database.update(
                ERASE,
                events.stream().map(RoomEvent::index).toArray(Long[]::new),
                events.stream().map(RoomEvent::idempotencyKey).toArray(String[]::new),
                data.stream().map(Jsonb::bytes).toArray(Integer[]::new),
                data.stream().map(Parameters::text).toArray(String[]::new),
                roomId);
    }
}
