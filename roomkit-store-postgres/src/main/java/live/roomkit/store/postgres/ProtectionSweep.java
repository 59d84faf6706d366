package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.protection.Erasure;
import live.roomkit.internal.protection.Sweep;
import live.roomkit.protection.RetentionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Erases or deletes the events that are older than a retention policy allows. A sweep goes through the rooms in the
 * order of their ids, and through these events of each room in the order of their creation times. Every statement
 * examines a limited number of events, even when it finds nothing to erase, for example because an earlier sweep has
 * erased the events.
 *
 * <p>Each transaction erases or deletes a limited number of events of one room. The transaction locks events before
 * their room, as the transactions of {@link EventChange} do.
 */
final class ProtectionSweep implements Sweep.Target {

    /**
     * Maximum number of events that {@link #FIND_ROOMS} examines in each room. The query examines only events that are
     * older than the retention policy allows. When a room has at least this number of such events, the query reports
     * the room as one that may have events to erase or delete.
     */
    private static final int GLANCE = 200;

    /**
     * Examines rooms for 5 milliseconds. For the remaining rooms, returns NULL in the column {@code due}. The query
     * limits the time because it cannot limit the number of index entries that it reads. Before the query finds an
     * event, it also reads the index entries of deleted events that VACUUM has not removed yet.
     */
    private static final String FIND_ROOMS = """
            SELECT r.id, CASE
                WHEN pg_catalog.clock_timestamp() < (SELECT pg_catalog.clock_timestamp()) + CAST('5 ms' AS interval) THEN (
                    SELECT COALESCE(pg_catalog.bool_or(e.due), FALSE) OR pg_catalog.count(*) = %3$s
                    FROM (
                        SELECT %2$s AS due
                        FROM roomkit.events AS e
                        WHERE e.room_id = r.id AND e.created_at < CAST(? AS timestamptz)
                        ORDER BY e.created_at, e.index LIMIT %3$s
                    ) AS e
                ) END AS due
            FROM roomkit.rooms AS r
            WHERE %1$sr.id > ?
            ORDER BY r.id LIMIT %4$s
            """;

    private static final String AFTER = " AND (e.created_at, e.index) > (CAST(? AS timestamptz), CAST(? AS bigint))";

    private static final String UP_TO = " AND (e.created_at, e.index) <= (CAST(? AS timestamptz), CAST(? AS bigint))";

    /**
     * Counts the events to erase or delete in the next part of a room's events. The part ends before these events
     * exceed 512 KiB in total. An event that is larger than 512 KiB is the only one to erase or delete in its part.
     */
    private static final String LOOK = """
            SELECT e.created_at, e.index, e.due, e.found, e.number
            FROM (
                SELECT e.created_at, e.index, e.bytes, pg_catalog.count(*) OVER () AS found,
                    pg_catalog.row_number() OVER place AS number, pg_catalog.sum(e.due) OVER place AS due,
                    pg_catalog.sum(e.bytes) OVER place AS total
                FROM (
                    SELECT e.created_at, e.index, CAST(e.due AS integer) AS due,
                        CASE WHEN e.due THEN e.bytes ELSE 0 END AS bytes
                    FROM (
                        SELECT e.created_at, e.index, e.bytes, %1$s AS due
                        FROM roomkit.events AS e
                        WHERE e.room_id = ? AND e.created_at < CAST(? AS timestamptz)%2$s
                        ORDER BY e.created_at, e.index LIMIT %4$s
                    ) AS e
                ) AS e
                WINDOW place AS (ORDER BY e.created_at, e.index ROWS UNBOUNDED PRECEDING)
            ) AS e
            WHERE e.total <= GREATEST(524288, e.bytes)%3$s
            ORDER BY e.created_at DESC, e.index DESC LIMIT 1
            """;

    /**
     * Condition that is always true. Its subquery scans a database index from the beginning of the previous part up to
     * the first event that is not deleted. When an index scan meets an event that was deleted, PostgreSQL marks the
     * index entry. Later scans skip this entry, and do not read the deleted event. The next sweep uses the same index.
     * Without the marks, the first statement of the next sweep would read all events of the room that this sweep has
     * deleted, unless VACUUM has removed them before.
     */
    private static final String PASS_PREVIOUS = """
             AND (
                    SELECT pg_catalog.count(*) FROM (
                        SELECT 1 FROM roomkit.events AS e
                        WHERE e.room_id = ?%s
                        ORDER BY e.created_at, e.index LIMIT 1
                    ) AS e
                ) >= 0""".formatted(AFTER);

    private static final String LOCK = """
            SELECT e.index, %1$s
            FROM roomkit.events AS e
            WHERE e.room_id = ? AND %2$s%3$s%4$s
            ORDER BY e.created_at, e.index LIMIT %5$s
            FOR NO KEY UPDATE
            """;

    private static final String MESSAGE = EventTable.IS_MESSAGE + " AS message";

    private static final Recorded DELETE = Recorded.ofRecord(
            ChangeKind.EVENT_DELETED,
            "e.id",
            "e.index",
            "DELETE FROM roomkit.events AS e WHERE e.room_id = ? AND e.index = ANY (CAST(? AS bigint[]))");

    private final Database database;

    private final StoreConnections connections;

    private final RoomTable rooms;

    private final ReadMarkerTable readMarkers;

    private final ErasedEvents erasedEvents;

    private final ProtectionHolds holds;

    private final Erasure erasure;

    ProtectionSweep(
            Database database,
            StoreConnections connections,
            RoomTable rooms,
            ReadMarkerTable readMarkers,
            ErasedEvents erasedEvents,
            ProtectionHolds holds,
            Erasure erasure) {
        this.database = database;
        this.connections = connections;
        this.rooms = rooms;
        this.readMarkers = readMarkers;
        this.erasedEvents = erasedEvents;
        this.holds = holds;
        this.erasure = erasure;
    }

    @Override
    public boolean mayRest() {
        return !this.connections.isBound();
    }

    @Override
    public Sweep.Page findDue(String afterRoomId, Sweep sweep, int most) {
        List<Object> parameters = dueParameters(sweep);
        parameters.add(sweep.cutoff());
        String organizationId = sweep.policy().organizationId();
        if (organizationId != null) {
            parameters.add(organizationId);
        }
        parameters.add(afterRoomId);
        String sql = FIND_ROOMS.formatted(
                (organizationId != null) ? "r.organization_id = ? AND " : "", due(sweep), GLANCE, most);
        List<Looked> found = this.connections.read(() -> this.database.listBuilt(
                sql,
                (row, number) -> new Looked(row.getString("id"), (Boolean) row.getObject("due")),
                Parameters.of(parameters.toArray())));
        List<Looked> looked = found.stream().takeWhile(room -> room.due != null).toList();
        return new Sweep.Page(
                looked.stream().filter(room -> room.due).map(Looked::roomId).toList(),
                looked.isEmpty() ? afterRoomId : looked.get(looked.size() - 1).roomId,
                looked.size() == found.size() && found.size() < most);
    }

    @Override
    public Sweep.Part look(
            String roomId, Sweep sweep, Sweep.@Nullable Place previous, Sweep.@Nullable Place after, int most) {
        List<Object> parameters = dueParameters(sweep);
        parameters.add(roomId);
        parameters.add(sweep.cutoff());
        addPlace(parameters, after);
        boolean pass = previous != null && deletesAll(sweep);
        if (pass) {
            parameters.add(roomId);
            addPlace(parameters, previous);
        }
        String sql = LOOK.formatted(due(sweep), (after != null) ? AFTER : "", pass ? PASS_PREVIOUS : "", most);
        List<Sweep.Part> parts = this.connections.read(() ->
                this.database.listBuilt(sql, (row, number) -> mapPart(row, most), Parameters.of(parameters.toArray())));
        return parts.isEmpty() ? new Sweep.Part(0, null, true) : parts.get(0);
    }

    @Override
    public boolean isHeld(String roomId) {
        return this.holds.keepRoom(roomId);
    }

    @Override
    public int sweep(String roomId, Sweep sweep, Sweep.@Nullable Place after, Sweep.Place end, int most) {
        List<Object> parameters = new ArrayList<>(List.of(roomId));
        parameters.addAll(dueParameters(sweep));
        addPlace(parameters, after);
        addPlace(parameters, end);
        boolean erases = sweep.policy().action() == RetentionPolicy.Action.ERASE;
        String lock = LOCK.formatted(
                erases ? ErasedEvents.SMALL : MESSAGE, due(sweep), (after != null) ? AFTER : "", UP_TO, most);
        Parameters values = Parameters.of(parameters.toArray());
        return this.connections.transaction(() -> {
            if (this.holds.keepRoomForNow(roomId)) {
                return Sweep.HELD;
            }
            return erases ? erase(roomId, lock, values) : delete(roomId, lock, values);
        });
    }

    private int erase(String roomId, String lock, Parameters parameters) {
        List<RoomEvent> events =
                this.database.listBuilt(lock, (row, number) -> this.erasedEvents.map(row, this.erasure), parameters);
        if (!events.isEmpty()) {
            this.erasedEvents.write(roomId, events, this.erasure);
        }
        return events.size();
    }

    private int delete(String roomId, String lock, Parameters parameters) {
        List<Due> events = this.database.listBuilt(
                lock, (row, number) -> new Due(row.getLong("index"), row.getBoolean("message")), parameters);
        if (!events.isEmpty()) {
            List<Long> indices = indices(events, false);
            List<Long> messages = indices(events, true);
            this.rooms.lockTimeline(roomId);
            this.database.update(DELETE, roomId, indices.toArray(Long[]::new));
            this.rooms.countRemoved(roomId, indices.size(), messages);
            this.readMarkers.countDeleted(roomId, indices, messages);
        }
        return events.size();
    }

    private static List<Long> indices(List<Due> events, boolean messagesOnly) {
        return events.stream()
                .filter(event -> event.message || !messagesOnly)
                .map(Due::index)
                .sorted()
                .toList();
    }

    /**
     * Returns the SQL condition for the events that the sweep erases or deletes. If the retention policy names event
     * types, the event must have one of these types. If the policy erases events, the event must not be erased already.
     * The condition does not check the age of the event.
     */
    private static String due(Sweep sweep) {
        RetentionPolicy policy = sweep.policy();
        return ((policy.eventTypes() != null) ? "e.type = ANY (CAST(? AS text[]))" : "TRUE")
                + ((policy.action() == RetentionPolicy.Action.ERASE) ? " AND " + ErasedEvents.NOT_ERASED : "");
    }

    /** Tells whether the sweep deletes every event of the parts that it has handled. */
    private static boolean deletesAll(Sweep sweep) {
        RetentionPolicy policy = sweep.policy();
        return policy.action() == RetentionPolicy.Action.DELETE && policy.eventTypes() == null && !sweep.isDryRun();
    }

    private static List<Object> dueParameters(Sweep sweep) {
        List<Object> parameters = new ArrayList<>();
        if (sweep.policy().eventTypes() != null) {
            parameters.add(sweep.policy().eventTypes().stream()
                    .map(EventType::value)
                    .sorted()
                    .toArray(String[]::new));
        }
        return parameters;
    }

    private static void addPlace(List<Object> parameters, Sweep.@Nullable Place place) {
        if (place != null) {
            parameters.add(place.createdAt());
            parameters.add(place.index());
        }
    }

    private static Sweep.Part mapPart(ResultSet row, int most) throws SQLException {
        long found = row.getLong("found");
        return new Sweep.Part(
                row.getInt("due"),
                new Sweep.Place(Objects.requireNonNull(Rows.instant(row, "created_at")), row.getLong("index")),
                row.getLong("number") == found && found < most);
    }

    private record Due(long index, boolean message) {}

    /**
     * Contains the result of the query {@code FIND_ROOMS} for one room.
     *
     * @param due whether the room may have events to erase or delete; {@code null} when the query did not examine the
     *     room
     */
    private record Looked(String roomId, @Nullable Boolean due) {}
}
