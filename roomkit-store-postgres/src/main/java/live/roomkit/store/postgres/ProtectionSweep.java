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

/**
 * Erases or deletes the events that are older than a retention policy allows. A sweep goes through the rooms in the order of
 * their ids, 50 at a time, and uses the index on the creation times of events to find those that are due. Within a room, each
 * transaction begins after the last event of the transaction before, and so does not read the events that are already erased. A
 * sweep that was interrupted begins again with the first room, and passes quickly over the rooms that are done.
 *
 * <p>A transaction sweeps a part of one room, and locks events before their room, like every transaction of the store.
 */
final class ProtectionSweep implements Sweep.Target {

    private static final String FIND_ROOMS = """
            SELECT r.id,
                %s(SELECT TRUE FROM roomkit.events AS e WHERE e.room_id = r.id AND %s LIMIT 1) AS due
            FROM roomkit.rooms AS r
            WHERE r.id > ?
            ORDER BY r.id LIMIT 50
            """;

    private static final int ROOMS = 50;

    private static final String COUNT = """
            SELECT pg_catalog.count(*)
            FROM (SELECT 1 FROM roomkit.events AS e WHERE e.room_id = ? AND %s LIMIT ?) AS e
            """;

    private static final String LOCK =
            "SELECT e.index, e.created_at, " + EventTable.IS_MESSAGE + " AS message, " + ErasedEvents.SMALL + """
             FROM roomkit.events AS e
            WHERE e.room_id = ? AND %s%s
            ORDER BY e.created_at, e.index LIMIT %s
            FOR NO KEY UPDATE
            """;

    private static final String AFTER = " AND (e.created_at, e.index) > (CAST(? AS timestamptz), CAST(? AS bigint))";

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
    public Sweep.Page findDue(String afterRoomId, Sweep sweep) {
        String organizationId = sweep.policy().organizationId();
        List<Object> parameters = new ArrayList<>();
        if (organizationId != null) {
            parameters.add(organizationId);
        }
        parameters.addAll(dueParameters(sweep));
        parameters.add(afterRoomId);
        String sql = FIND_ROOMS.formatted((organizationId != null) ? "r.organization_id = ? AND " : "", due(sweep));
        List<Looked> looked = this.connections.read(() -> this.database.listBuilt(
                sql,
                (row, number) -> new Looked(row.getString("id"), row.getBoolean("due")),
                Parameters.of(parameters.toArray())));
        return new Sweep.Page(
                looked.stream().filter(Looked::due).map(Looked::roomId).toList(),
                looked.isEmpty() ? afterRoomId : looked.get(looked.size() - 1).roomId,
                looked.size() < ROOMS);
    }

    @Override
    public long count(String roomId, Sweep sweep, long most) {
        List<Object> parameters = new ArrayList<>(List.of(roomId));
        parameters.addAll(dueParameters(sweep));
        parameters.add(most);
        return this.connections.read(() -> this.database
                .listBuilt(
                        COUNT.formatted(due(sweep)),
                        (row, number) -> row.getLong(1),
                        Parameters.of(parameters.toArray()))
                .get(0));
    }

    @Override
    public boolean isHeld(String roomId) {
        return this.holds.keepRoom(roomId);
    }

    @Override
    public int sweep(String roomId, Sweep sweep, int most) {
        List<Object> parameters = new ArrayList<>(List.of(roomId));
        parameters.addAll(dueParameters(sweep));
        Sweep.Place place = sweep.place();
        if (place != null) {
            parameters.addAll(List.of(place.createdAt(), place.index()));
        }
        String lock = LOCK.formatted(due(sweep), (place != null) ? AFTER : "", most);
        return this.connections.transaction(() -> {
            if (this.holds.keepRoomForNow(roomId)) {
                return Sweep.HELD;
            }
            List<Due> events = this.database.listBuilt(lock, this::mapDue, Parameters.of(parameters.toArray()));
            if (events.isEmpty()) {
                return 0;
            }
            sweep.reached(events.get(events.size() - 1).place);
            if (sweep.policy().action() == RetentionPolicy.Action.ERASE) {
                this.erasedEvents.write(roomId, events.stream().map(Due::erased).toList(), this.erasure);
            } else {
                delete(roomId, events);
            }
            return events.size();
        });
    }

    private void delete(String roomId, List<Due> events) {
        List<Long> indices = indices(events, false);
        List<Long> messages = indices(events, true);
        this.rooms.lockTimeline(roomId);
        this.database.update(DELETE, roomId, indices.toArray(Long[]::new));
        this.rooms.countRemoved(roomId, indices.size(), messages);
        this.readMarkers.countDeleted(roomId, indices, messages);
    }

    private static List<Long> indices(List<Due> events, boolean messagesOnly) {
        return events.stream()
                .filter(event -> event.message || !messagesOnly)
                .map(event -> event.erased.index())
                .sorted()
                .toList();
    }

    /** Returns the SQL condition that an event is due. */
    private static String due(Sweep sweep) {
        RetentionPolicy policy = sweep.policy();
        return "e.created_at < CAST(? AS timestamptz)"
                + ((policy.eventTypes() != null) ? " AND e.type = ANY (CAST(? AS text[]))" : "")
                + ((policy.action() == RetentionPolicy.Action.ERASE) ? " AND " + ErasedEvents.NOT_ERASED : "");
    }

    private static List<Object> dueParameters(Sweep sweep) {
        List<Object> parameters = new ArrayList<>(List.of(sweep.cutoff()));
        if (sweep.policy().eventTypes() != null) {
            parameters.add(sweep.policy().eventTypes().stream()
                    .map(EventType::value)
                    .sorted()
                    .toArray(String[]::new));
        }
        return parameters;
    }

    private Due mapDue(ResultSet row, int number) throws SQLException {
        return new Due(
                this.erasedEvents.map(row, this.erasure),
                row.getBoolean("message"),
                new Sweep.Place(Objects.requireNonNull(Rows.instant(row, "created_at")), row.getLong("index")));
    }

    /** Contains an event that is due, in the form after its erasure, and the event's place in its room. */
    private record Due(RoomEvent erased, boolean message, Sweep.Place place) {}

    /** Contains the id of an examined room, and whether the room has events that are due. */
    private record Looked(String roomId, boolean due) {}
}
