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

/** Reads a room, its bindings and its participants by one statement, hence on one snapshot. */
final class RoomContextQuery {

    private static final String FIND = """
            SELECT 0 AS part, %s
            FROM roomkit.rooms AS r WHERE r.id = ?
            UNION ALL
            SELECT 1, NULL, NULL, NULL, NULL, b.data
            FROM roomkit.bindings AS b WHERE b.room_id = ?
            UNION ALL
            SELECT 2, NULL, NULL, NULL, NULL, p.data
            FROM roomkit.participants AS p WHERE p.room_id = ?
            """.formatted(RoomTable.COLUMNS);

    /**
     * Orders bindings as the database does. There are few per room, so sorting them here spares the server a combined
     * sort.
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
        this.database.each(FIND, row -> addRow(parts, row), roomId, roomId, roomId);
        parts.bindings.sort(BINDINGS);
        parts.participants.sort(PARTICIPANTS);
        return (parts.room != null)
                ? Optional.of(new RoomContext(parts.room, parts.bindings, parts.participants))
                : Optional.empty();
    }

    private void addRow(Parts parts, ResultSet row) throws SQLException {
        switch (row.getInt("part")) {
            case 0 -> parts.room = this.rooms.mapRow(row);
            case 1 -> parts.bindings.add(this.database.json().read(row.getBytes("data"), ChannelBinding.class));
            default -> parts.participants.add(this.database.json().read(row.getBytes("data"), Participant.class));
        }
    }

    private static final class Parts {

        private @Nullable Room room;

        private final List<ChannelBinding> bindings = new ArrayList<>();

        private final List<Participant> participants = new ArrayList<>();
    }
}
