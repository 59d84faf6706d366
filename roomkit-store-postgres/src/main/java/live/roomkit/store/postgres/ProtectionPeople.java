package live.roomkit.store.postgres;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import live.roomkit.internal.protection.OwnRecords;
import org.jspecify.annotations.Nullable;

/**
 * Finds the identities of a person, the person's rooms, and the person's channels in these rooms. A room belongs to the
 * person when one of the identities is a participant in the room, or when a task in the room is assigned to one of the
 * identities. A room in which the person only requested a task is not found, because no index contains the requesters
 * of tasks.
 */
final class ProtectionPeople {

    /**
     * Finds the next 10 000 ids of a person's rooms after a given room id. Each execution reads and sorts all of the
     * person's room ids after the given one. The limit is high, so that few executions are needed.
     */
    private static final String FIND_ROOMS = """
            SELECT f.room_id
            FROM (
                SELECT p.room_id FROM roomkit.participants AS p
                WHERE p.identity_id = ANY (CAST(? AS text[])) AND p.room_id > ?
                UNION ALL
                SELECT t.room_id FROM roomkit.tasks AS t
                WHERE pg_catalog.left(t.assigned_to, 64) = ANY (CAST(? AS text[])) AND t.assigned_to IS NOT NULL
                    AND t.assigned_to = ANY (CAST(? AS text[])) AND t.room_id > ?
            ) AS f
            GROUP BY f.room_id
            ORDER BY f.room_id LIMIT 10000
            """;

    private static final String FIND_PARTICIPANTS = """
            SELECT p.id FROM roomkit.participants AS p
            WHERE p.room_id = ? AND p.identity_id = ANY (CAST(? AS text[]))
            """;

    private static final String FIND_CHANNELS = """
            SELECT b.channel_id FROM roomkit.bindings AS b
            WHERE b.room_id = ? AND b.participant_id = ANY (CAST(? AS text[]))
            """;

    private final Database database;

    private final StoreConnections connections;

    private final IdentityTable identities;

    ProtectionPeople(Database database, StoreConnections connections, IdentityTable identities) {
        this.database = database;
        this.connections = connections;
        this.identities = identities;
    }

    /**
     * Returns the ids of an identity and of all identities that are merged with it, or an empty set when the identity
     * does not exist.
     */
    Set<String> identities(String identityId) {
        return this.connections.read(() -> this.identities.findById(identityId).isPresent()
                ? new TreeSet<>(this.identities.findGroup(identityId))
                : Set.of());
    }

    /**
     * Passes to the consumer the ids of all rooms of a person with the given identities. Each call of the consumer gets
     * at most 10 000 ids.
     */
    void forEachRooms(Set<String> identityIds, Consumer<List<String>> consumer) {
        List<String> roomIds = rooms(identityIds, "");
        while (!roomIds.isEmpty()) {
            consumer.accept(roomIds);
            roomIds = rooms(identityIds, roomIds.get(roomIds.size() - 1));
        }
    }

    /**
     * Returns the ids of at most 10 000 rooms of a person with the given identities, in the order of the ids, beginning
     * after the room id {@code after}.
     */
    List<String> rooms(Set<String> identityIds, String after) {
        String[] ids = array(identityIds);
        String[] cut = identityIds.stream().map(ProtectionPeople::cut).toArray(String[]::new);
        return ids(FIND_ROOMS, ids, after, cut, ids, after);
    }

    /** Returns the rules that determine which records of a room belong to a person with the given identities. */
    OwnRecords ownRecords(String roomId, Set<String> identityIds) {
        Set<String> participantIds = new TreeSet<>(ids(FIND_PARTICIPANTS, roomId, array(identityIds)));
        return ownRecords(roomId, identityIds, participantIds);
    }

    OwnRecords ownRecords(String roomId, Set<String> identityIds, Set<String> participantIds) {
        Set<String> channelIds = new TreeSet<>(ids(FIND_CHANNELS, roomId, array(participantIds)));
        return new OwnRecords(identityIds, participantIds, channelIds);
    }

    private List<String> ids(String sql, @Nullable Object... parameters) {
        return this.connections.read(() -> this.database.list(sql, (row, number) -> row.getString(1), parameters));
    }

    /** Returns the first 64 characters of an id. The index on the assignees of tasks contains only these characters. */
    private static String cut(String id) {
        int characters = Math.min(id.codePointCount(0, id.length()), 64);
        return id.substring(0, id.offsetByCodePoints(0, characters));
    }

    private static String[] array(Set<String> ids) {
        return ids.toArray(String[]::new);
    }
}
