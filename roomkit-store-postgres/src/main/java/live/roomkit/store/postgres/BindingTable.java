package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCapabilities;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Holds the SQL of the table {@code bindings}, which has a row for each channel attached to a room.
 *
 * <p>A row carries copies of its room's creation time, which never changes, and of the room's organization and state, which
 * {@link RoomCopies} refreshes.
 */
final class BindingTable {

    private static final String OF_ORGANIZATION =
            " AND pg_catalog.left(b.room_organization_id, 64) = pg_catalog.left(CAST(? AS text), 64)"
                    + " AND b.room_organization_id = ?";

    /** Merges a record into the row: unknown keys of the row stay, in its capabilities too. */
    private static final String MERGED = """
            (b.data - CAST(? AS text[])) || (%1$s - CAST('{attached_at,capabilities}' AS text[]))
                    || %2$s""";

    private static final String BYTES_KEPT =
            Rows.bytesKept("b", ChannelBinding.class) + Rows.bytesKept("b", "capabilities", ChannelCapabilities.class);

    private static final String UPSERT = RoomCopies.TOUCHED_ROOM + """
            INSERT INTO roomkit.bindings AS b
                (room_id, channel_id, channel_type, participant_id, attached_at, room_created_at, room_status,
                 room_organization_id, bytes, data)
            SELECT room.id, ?, ?, ?, ?, room.created_at, room.status, room.organization_id, ?, CAST(? AS jsonb)
            FROM room
            ON CONFLICT (room_id, channel_id) DO UPDATE
            SET channel_type = EXCLUDED.channel_type, participant_id = EXCLUDED.participant_id,
                room_status = EXCLUDED.room_status, room_organization_id = EXCLUDED.room_organization_id,
                bytes = EXCLUDED.bytes%s,
                data = %s
            RETURNING b.data
            """.formatted(BYTES_KEPT, merged("EXCLUDED.data"));

    private static final String FIND =
            "SELECT b.data FROM roomkit.bindings AS b WHERE b.room_id = ? AND b.channel_id = ?";

    private static final String LOCK = FIND + " FOR NO KEY UPDATE";

    private static final String EXISTS = "SELECT 1 FROM roomkit.bindings AS b WHERE b.room_id = ? AND b.channel_id = ?";

    private static final String LIST_BY_ROOM = "SELECT " + Limits.records("b", "b.attached_at, b.channel_id")
            + " FROM roomkit.bindings AS b WHERE b.room_id = ? ORDER BY b.attached_at, b.channel_id";

    private static final String LIST_ROOM_IDS_BY_STATUS = """
            SELECT b.room_id
            FROM roomkit.bindings AS b
            WHERE b.channel_id = ?%1$s AND b.room_status = ?
            ORDER BY b.room_created_at, b.room_id%2$s
            """;

    /** Merges the first rooms of each state that occurs, because the index gives their order only within a state. */
    private static final String LIST_ROOM_IDS = """
            WITH RECURSIVE occurring (status) AS (
                (SELECT b.room_status FROM roomkit.bindings AS b
                 WHERE b.channel_id = ?%1$s ORDER BY b.room_status LIMIT 1)
                UNION ALL
                SELECT (SELECT b.room_status FROM roomkit.bindings AS b
                        WHERE b.channel_id = ?%1$s AND b.room_status > o.status ORDER BY b.room_status LIMIT 1)
                FROM occurring AS o WHERE o.status IS NOT NULL
            )
            SELECT f.room_id
            FROM pg_catalog.unnest(ARRAY(SELECT o.status FROM occurring AS o WHERE o.status IS NOT NULL)) AS o (status)
                CROSS JOIN LATERAL (
                SELECT b.room_id, b.room_created_at
                FROM roomkit.bindings AS b
                WHERE b.channel_id = ?%1$s AND b.room_status = o.status
                ORDER BY b.room_created_at, b.room_id%2$s
            ) AS f
            ORDER BY f.room_created_at, f.room_id%2$s
            """;

    private static final String UPDATE = """
            UPDATE roomkit.bindings AS b
            SET channel_type = ?, participant_id = ?, bytes = ?%s,
                data = %s
            WHERE b.room_id = ? AND b.channel_id = ?
            RETURNING b.data
            """.formatted(BYTES_KEPT, merged("CAST(? AS jsonb)"));

    private static final String DELETE = "DELETE FROM roomkit.bindings AS b WHERE b.room_id = ? AND b.channel_id = ?";

    /** The keys that an update replaces. The attachment time is kept, and the capabilities are merged. */
    private static final String[] REPLACED_KEYS = RecordJson.keys(ChannelBinding.class).stream()
            .filter(key -> !Set.of("attached_at", "capabilities").contains(key))
            .toArray(String[]::new);

    private static final String[] CAPABILITY_KEYS =
            RecordJson.keys(ChannelCapabilities.class).toArray(String[]::new);

    private final Database database;

    BindingTable(Database database) {
        this.database = database;
    }

    /** Inserts or replaces a binding. Returns empty when the room does not exist. */
    Optional<ChannelBinding> upsert(ChannelBinding binding) {
        Jsonb json = this.database.jsonb(binding);
        return this.database.first(
                UPSERT,
                this::mapRow,
                binding.roomId(),
                binding.channelId(),
                binding.channelType().value(),
                binding.participantId(),
                binding.attachedAt(),
                json.bytes(),
                json,
                REPLACED_KEYS,
                CAPABILITY_KEYS);
    }

    Optional<ChannelBinding> find(String roomId, String channelId) {
        return this.database.first(FIND, this::mapRow, roomId, channelId);
    }

    /** Returns a binding and locks its row until the end of the transaction. */
    Optional<ChannelBinding> lock(String roomId, String channelId) {
        return this.database.first(LOCK, this::mapRow, roomId, channelId);
    }

    boolean exists(String roomId, String channelId) {
        return this.database.exists(EXISTS, roomId, channelId);
    }

    List<ChannelBinding> listByRoom(String roomId) {
        return this.database.page(LIST_BY_ROOM, this::mapRow, roomId);
    }

    /** Returns the ids of a channel's rooms, oldest first. */
    List<String> listRoomIds(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit) {
        String sql = ((status != null) ? LIST_ROOM_IDS_BY_STATUS : LIST_ROOM_IDS)
                .formatted((organizationId != null) ? OF_ORGANIZATION : "", Limits.page(limit, 0));
        List<Object> parameters = new ArrayList<>();
        for (int i = 0; i < ((status != null) ? 1 : 3); i++) {
            parameters.add(channelId);
            if (organizationId != null) {
                parameters.add(organizationId);
                parameters.add(organizationId);
            }
        }
        if (status != null) {
            parameters.add(Rows.value(status));
        }
        return this.database.listBuilt(sql, (row, number) -> row.getString(1), Parameters.of(parameters.toArray()));
    }

    Optional<ChannelBinding> update(ChannelBinding binding) {
        Jsonb json = this.database.jsonb(binding);
        return this.database.first(
                UPDATE,
                this::mapRow,
                binding.channelType().value(),
                binding.participantId(),
                json.bytes(),
                REPLACED_KEYS,
                json,
                CAPABILITY_KEYS,
                json,
                binding.roomId(),
                binding.channelId());
    }

    boolean delete(String roomId, String channelId) {
        return this.database.update(DELETE, roomId, channelId) == 1;
    }

    private static String merged(String json) {
        return MERGED.formatted(json, Rows.merged("b", "capabilities", json));
    }

    private ChannelBinding mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().read(row.getBytes("data"), ChannelBinding.class);
    }
}
