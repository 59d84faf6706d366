package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.internal.Unicode;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import org.jspecify.annotations.Nullable;

/** Reads a room with its bindings and participants in one statement, and therefore in one snapshot. */
final class RoomContextQuery {

    private static final String FIND = """
            SELECT r.part, r.event_count, r.next_index, r.delivered_index, r.last_activity_at, %s
            FROM (
                SELECT 0 AS part, r.bytes, %s
                FROM roomkit.rooms AS r WHERE r.id = ?
                UNION ALL
                SELECT 1, b.bytes, NULL, NULL, NULL, NULL, b.data
                FROM roomkit.bindings AS b WHERE b.room_id = ?
                UNION ALL
                SELECT 2, p.bytes, NULL, NULL, NULL, NULL, p.data
                FROM roomkit.participants AS p WHERE p.room_id = ?
            ) AS r
            """.formatted(Limits.recordsInAnyOrder("r"), RoomTable.COLUMNS);

    /**
     * The bindings are sorted in Java, because the SQL statement could sort them only together with the participants,
     * which takes longer.
     */
    private static final Comparator<ChannelBinding> BINDINGS =
            Comparator.comparing(ChannelBinding::attachedAt).thenComparing(ChannelBinding::channelId, Unicode::compare);

    private static final Comparator<Participant> PARTICIPANTS =
            Comparator.comparing(Participant::joinedAt).thenComparing(Participant::id, Unicode::compare);

    private final Database database;

    private final RoomTable rooms;

    RoomContextQuery(Database database, RoomTable rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    Optional<RoomContext> find(String roomId) {
        Parts parts = new Parts();
        this.database.page(FIND, (row, number) -> parts.add(row), roomId, roomId, roomId);
        parts.bindings.sort(BINDINGS);
        parts.participants.sort(PARTICIPANTS);
        return (parts.room != null)
                ? Optional.of(new RoomContext(parts.room, parts.bindings, parts.participants))
                : Optional.empty();
    }

    private final class Parts {

        private @Nullable Room room;

        private final List<ChannelBinding> bindings = new ArrayList<>();

        private final List<Participant> participants = new ArrayList<>();

        private boolean add(ResultSet row) throws SQLException {
            switch (row.getInt("part")) {
                case 0 -> this.room = RoomContextQuery.this.rooms.mapRow(row);
                case 1 -> this.bindings.add(read(row, ChannelBinding.class));
                default -> this.participants.add(read(row, Participant.class));
            }
            return true;
        }

        private <T extends Record> T read(ResultSet row, Class<T> type) throws SQLException {
            return RoomContextQuery.this.database.json().read(row.getBytes("data"), type);
        }
    }
}
