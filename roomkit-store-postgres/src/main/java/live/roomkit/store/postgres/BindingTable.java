package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCapabilities;
import live.roomkit.channel.RateLimit;
import live.roomkit.channel.RetryPolicy;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code bindings}, which has a row for each channel attached to a room.
 *
 * <p>Each row contains copies of three columns of its room: creation time, organization and status. {@link RoomCopies}
 * keeps the copies equal to the columns of the room.
 */
final class BindingTable {

    private static final String OF_ORGANIZATION =
            " AND pg_catalog.left(b.room_organization_id, 64) = pg_catalog.left(CAST(? AS text), 64)"
                    + " AND b.room_organization_id = ?";

    /**
     * Merges the JSON of a binding into the stored JSON. Keys of the stored JSON that this version of RoomKit does not
     * know are kept, even in nested objects.
     */
    private static final String MERGED = """
            (b.data - CAST(? AS text[])) || (%1$s - CAST('{attached_at,capabilities,rate_limit,retry_policy}' AS text[]))
                    || %2$s
                    || %3$s
                    || %4$s""";

    private static final String BYTES_KEPT = Rows.bytesKept("b", ChannelBinding.class)
            + Rows.bytesKept("b", "capabilities", ChannelCapabilities.class)
            + Rows.bytesKept("b", "rate_limit", RateLimit.class)
            + Rows.bytesKept("b", "retry_policy", RetryPolicy.class);

    /**
     * JSON keys that an update of a binding removes from the stored JSON before it adds the new values. The keys
     * {@code attached_at} and {@code capabilities} remain, because an update keeps the attachment time and merges the
     * capabilities.
     */
    private static final String[] REPLACED_KEYS = RecordJson.keys(ChannelBinding.class).stream()
            .filter(key -> !Set.of("attached_at", "capabilities").contains(key))
            .toArray(String[]::new);

    private static final String[] CAPABILITY_KEYS = keys(ChannelCapabilities.class);

    private static final String[] RATE_LIMIT_KEYS = keys(RateLimit.class);

    private static final String[] RETRY_POLICY_KEYS = keys(RetryPolicy.class);

    private static final Recorded UPSERT = Recorded.ofRecord(
            ChangeKind.BINDING_CHANGED,
            "b.channel_id",
            Rows.withKeys(
                    RoomCopies.TOUCHED_ROOM + """
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
            """.formatted(BYTES_KEPT, merged("EXCLUDED.data")),
                    REPLACED_KEYS,
                    CAPABILITY_KEYS,
                    RATE_LIMIT_KEYS,
                    RETRY_POLICY_KEYS));

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

    /**
     * Reads the ids of the oldest rooms of each status, and then sorts all these ids by the creation time of the room.
     * An index scan over all statuses would return the rooms sorted by status and not by creation time.
     */
    private static final String LIST_ROOM_IDS = """
            SELECT f.room_id
            FROM (
                %1$s
            ) AS f
            ORDER BY f.room_created_at, f.room_id%2$s
            """;

    private static final String ROOM_IDS_OF_STATES = """
            SELECT b.room_id, b.room_created_at FROM roomkit.bindings AS b
                 WHERE b.channel_id = ?%1$s AND %2$s
                 ORDER BY b.room_created_at, b.room_id%3$s""";

    private static final Recorded UPDATE = Recorded.ofRecord(
            ChangeKind.BINDING_CHANGED, "b.channel_id", """
            UPDATE roomkit.bindings AS b
            SET channel_type = ?, participant_id = ?, bytes = ?%s,
                data = %s
            WHERE b.room_id = ? AND b.channel_id = ?
            RETURNING b.data
            """.formatted(BYTES_KEPT, merged("CAST(? AS jsonb)")));

    private static final Recorded DELETE = Recorded.ofRecord(
            ChangeKind.BINDING_REMOVED,
            "b.channel_id",
            "DELETE FROM roomkit.bindings AS b WHERE b.room_id = ? AND b.channel_id = ?");

    private final Database database;

    BindingTable(Database database) {
        this.database = database;
    }

    /**
     * Inserts a binding or updates the stored one. Returns the inserted or updated binding, or empty when the room does
     * not exist.
     */
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
                json);
    }

    Optional<ChannelBinding> find(String roomId, String channelId) {
        return this.database.first(FIND, this::mapRow, roomId, channelId);
    }

    Optional<ChannelBinding> lock(String roomId, String channelId) {
        return this.database.first(LOCK, this::mapRow, roomId, channelId);
    }

    boolean exists(String roomId, String channelId) {
        return this.database.exists(EXISTS, roomId, channelId);
    }

    List<ChannelBinding> listByRoom(String roomId) {
        return this.database.page(LIST_BY_ROOM, this::mapRow, roomId);
    }

    /** Returns the ids of the rooms to which a channel is bound, oldest room first. */
    List<String> listRoomIds(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit) {
        String ofOrganization = (organizationId != null) ? OF_ORGANIZATION : "";
        String page = Limits.page(limit, 0);
        List<Object> parameters = new ArrayList<>();
        String sql;
        if (status != null) {
            sql = LIST_ROOM_IDS_BY_STATUS.formatted(ofOrganization, page);
            addChannel(parameters, channelId, organizationId);
            parameters.add(Rows.value(status));
        } else {
            sql = LIST_ROOM_IDS.formatted(
                    States.union(States.OF_ROOMS, states -> {
                        addChannel(parameters, channelId, organizationId);
                        return ROOM_IDS_OF_STATES.formatted(ofOrganization, states.condition("b.room_status"), page);
                    }),
                    page);
        }
        return this.database.listBuilt(sql, (row, number) -> row.getString(1), Parameters.of(parameters.toArray()));
    }

    private static void addChannel(List<Object> parameters, String channelId, @Nullable String organizationId) {
        parameters.add(channelId);
        if (organizationId != null) {
            parameters.add(organizationId);
            parameters.add(organizationId);
        }
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
                json,
                RATE_LIMIT_KEYS,
                json,
                json,
                RETRY_POLICY_KEYS,
                json,
                binding.roomId(),
                binding.channelId());
    }

    boolean delete(String roomId, String channelId) {
        return this.database.update(DELETE, roomId, channelId) == 1;
    }

    private static String merged(String json) {
        return MERGED.formatted(
                json,
                Rows.merged("b", "capabilities", json),
                Rows.mergedIfPresent("b", "rate_limit", json),
                Rows.mergedIfPresent("b", "retry_policy", json));
    }

    private static String[] keys(Class<? extends Record> type) {
        return RecordJson.keys(type).toArray(String[]::new);
    }

    private ChannelBinding mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().read(row.getBytes("data"), ChannelBinding.class);
    }
}
