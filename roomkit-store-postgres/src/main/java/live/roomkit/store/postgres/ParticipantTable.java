package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.participant.Participant;
import live.roomkit.store.json.RecordJson;

/**
 * Contains the SQL of the table {@code participants}, which has a row for each participant of a room. Each row contains
 * a copy of the room's creation time.
 */
final class ParticipantTable {

    /**
     * SQL expression that merges the JSON of a participant into the stored JSON. The stored joining time remains, and
     * so do stored keys that this version of RoomKit does not know.
     */
    private static final String MERGED = "(p.data - CAST(? AS text[])) || (%s - CAST('joined_at' AS text))";

    private static final String BYTES_KEPT = Rows.bytesKept("p", Participant.class);

    /** JSON keys that an update of a participant replaces. An update does not change the joining time. */
    private static final String[] REPLACED_KEYS = RecordJson.keys(Participant.class).stream()
            .filter(key -> !key.equals("joined_at"))
            .toArray(String[]::new);

    private static final Recorded UPSERT = Recorded.ofRecord(
            ChangeKind.PARTICIPANT_CHANGED,
            "p.id",
            Rows.withKeys("""
            INSERT INTO roomkit.participants AS p
                (room_id, id, channel_id, identity_id, joined_at, room_created_at, bytes, data)
            SELECT r.id, ?, ?, ?, ?, r.created_at, ?, CAST(? AS jsonb)
            FROM roomkit.rooms AS r
            WHERE r.id = ?
            FOR KEY SHARE
            ON CONFLICT (room_id, id) DO UPDATE
            SET channel_id = EXCLUDED.channel_id, identity_id = EXCLUDED.identity_id, bytes = EXCLUDED.bytes%s,
                data = %s
            RETURNING p.data
            """.formatted(BYTES_KEPT, MERGED.formatted("EXCLUDED.data")), REPLACED_KEYS));

    private static final String FIND = "SELECT p.data FROM roomkit.participants AS p WHERE p.room_id = ? AND p.id = ?";

    private static final String LOCK = FIND + " FOR NO KEY UPDATE";

    private static final String LIST_BY_ROOM = "SELECT " + Limits.records("p", "p.joined_at, p.id")
            + " FROM roomkit.participants AS p WHERE p.room_id = ? ORDER BY p.joined_at, p.id";

    private static final Recorded UPDATE = Recorded.ofRecord(
            ChangeKind.PARTICIPANT_CHANGED, "p.id", """
            UPDATE roomkit.participants AS p
            SET channel_id = ?, identity_id = ?, bytes = ?%s,
                data = %s
            WHERE p.room_id = ? AND p.id = ?
            RETURNING p.data
            """.formatted(BYTES_KEPT, MERGED.formatted("CAST(? AS jsonb)")));

    private static final String LIST_ROOMS_OF_IDENTITY = """
            SELECT DISTINCT p.room_id FROM roomkit.participants AS p
            WHERE p.identity_id = ? AND p.room_id > ?
            ORDER BY p.room_id LIMIT 1000
            """;

    private static final Recorded FORGET_IDENTITY = Recorded.ofRecord(ChangeKind.PARTICIPANT_CHANGED, "p.id", """
            UPDATE roomkit.participants AS p
            SET identity_id = NULL,
                data = CASE
                    WHEN p.data @> '{"identification": "identified"}'
                        THEN pg_catalog.jsonb_set(
                            p.data - CAST('identity_id' AS text), '{identification}', '"unknown"')
                    ELSE p.data - CAST('identity_id' AS text)
                END
            WHERE p.room_id = ANY (CAST(? AS text[])) AND p.identity_id = ?
            """);

    private static final Recorded DELETE = Recorded.ofRecord(
            ChangeKind.PARTICIPANT_REMOVED,
            "p.id",
            "DELETE FROM roomkit.participants AS p WHERE p.room_id = ? AND p.id = ?");

    private final Database database;

    ParticipantTable(Database database) {
        this.database = database;
    }

    /**
     * Inserts or updates a participant. An update does not change the stored joining time. Returns empty when the room
     * does not exist.
     */
    Optional<Participant> upsert(Participant participant) {
        Jsonb json = this.database.jsonb(participant);
        return this.database.first(
                UPSERT,
                this::mapRow,
                participant.id(),
                participant.channelId(),
                participant.identityId(),
                participant.joinedAt(),
                json.bytes(),
                json,
                participant.roomId());
    }

    Optional<Participant> find(String roomId, String participantId) {
        return this.database.first(FIND, this::mapRow, roomId, participantId);
    }

    /** Returns a participant and locks its row until the end of the transaction. */
    Optional<Participant> lock(String roomId, String participantId) {
        return this.database.first(LOCK, this::mapRow, roomId, participantId);
    }

    List<Participant> listByRoom(String roomId) {
        return this.database.page(LIST_BY_ROOM, this::mapRow, roomId);
    }

    Optional<Participant> update(Participant participant) {
        Jsonb json = this.database.jsonb(participant);
        return this.database.first(
                UPDATE,
                this::mapRow,
                participant.channelId(),
                participant.identityId(),
                json.bytes(),
                REPLACED_KEYS,
                json,
                participant.roomId(),
                participant.id());
    }

    /** Removes the references to an identity from the participants of all rooms, in the order of the room ids. */
    void forgetIdentity(String identityId) {
        List<String> rooms = roomsOfIdentity(identityId, "");
        while (!rooms.isEmpty()) {
            this.database.update(FORGET_IDENTITY, rooms.toArray(String[]::new), identityId);
            rooms = roomsOfIdentity(identityId, rooms.get(rooms.size() - 1));
        }
    }

    private List<String> roomsOfIdentity(String identityId, String after) {
        return this.database.list(LIST_ROOMS_OF_IDENTITY, (row, number) -> row.getString(1), identityId, after);
    }

    boolean delete(String roomId, String participantId) {
        return this.database.update(DELETE, roomId, participantId) == 1;
    }

    private Participant mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().read(row.getBytes("data"), Participant.class);
    }
}
