package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.Callable;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests that bindings and participants never keep outdated copies of their room's values, under any concurrent work.
 */
class RoomCopyTests {

    private static final int ROUNDS = 60;

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final JdbcTemplate jdbc = database.jdbc();

    private static final PostgresStore first = database.open();

    private static final PostgresStore second = database.open();

    @Test
    void anUpdateOfTheRoomMovesTheCopies() {
        String id = newRoom();
        first.addBinding(ChannelBinding.of(id, "one", ChannelType.SMS));
        first.addBinding(ChannelBinding.of(id, "two", ChannelType.SMS));
        first.addParticipant(Participant.of(id, "agent-1", "one"));

        first.updateRoom(Room.builder(id).status(RoomStatus.CLOSED).build());
        assertCopies(id, "closed", null);
        second.updateRoom(
                id, room -> room.toBuilder().organizationId("organization-1").build());
        assertCopies(id, "closed", "organization-1");
        second.updateRoom(
                id, room -> room.toBuilder().organizationId("organization-2").build());
        assertCopies(id, "closed", "organization-2");
        first.updateRoom(
                id,
                room -> room.toBuilder()
                        .status(RoomStatus.ACTIVE)
                        .organizationId(null)
                        .build());
        assertCopies(id, "active", null);
    }

    @Test
    void aBindingThatIsAddedWhileItsRoomChangesHasTheRoomsNewState() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String id = newRoom();
            RoomStatus status = (round % 2 == 0) ? RoomStatus.PAUSED : RoomStatus.CLOSED;
            race(
                    () -> second.updateRoom(Room.builder(id)
                            .status(status)
                            .organizationId("organization-1")
                            .build()),
                    () -> first.addBinding(ChannelBinding.of(id, "one", ChannelType.SMS)),
                    () -> second.addBinding(ChannelBinding.of(id, "two", ChannelType.SMS)));
            assertCopies(id, Rows.value(status), "organization-1");
        }
    }

    @Test
    void aBindingThatIsReplacedWhileItsRoomChangesHasTheRoomsNewState() throws Exception {
        String id = newRoom();
        for (int round = 0; round < ROUNDS; round++) {
            RoomStatus status = (round % 2 == 0) ? RoomStatus.PAUSED : RoomStatus.ACTIVE;
            race(
                    () -> first.updateRoom(
                            id, room -> room.toBuilder().status(status).build()),
                    () -> first.addBinding(ChannelBinding.of(id, "one", ChannelType.EMAIL)),
                    () -> second.addBinding(ChannelBinding.of(id, "one", ChannelType.SMS)),
                    () -> second.removeBinding(id, "one"));
            assertThat(first.getRoom(id).orElseThrow().status()).isEqualTo(status);
            assertCopies(id, Rows.value(status), null);
        }
    }

    @Test
    void roomsAreFoundByTheStateTheyHaveAfterARace() throws Exception {
        String channel = UUID.randomUUID().toString();
        for (int round = 0; round < 20; round++) {
            String id = newRoom();
            race(
                    () -> first.updateRoom(
                            id,
                            room -> room.toBuilder().status(RoomStatus.CLOSED).build()),
                    () -> second.addBinding(ChannelBinding.of(id, channel, ChannelType.SMS)));
        }

        assertThat(first.findRoomIdsByChannel(channel, RoomStatus.CLOSED, null, 100))
                .hasSize(20);
        assertThat(first.findRoomIdsByChannel(channel, RoomStatus.ACTIVE, null, 100))
                .isEmpty();
    }

    private static String newRoom() {
        ConversationStore store = first;
        return store.createRoom(Room.of(UUID.randomUUID().toString())).id();
    }

    private static void race(Callable<?>... runners) throws Exception {
        Race.run(runners.length, thread -> runners[thread].call());
    }

    private static void assertCopies(String id, String status, String organizationId) {
        assertThat(jdbc.queryForList("""
                        SELECT b.channel_id FROM roomkit.bindings AS b JOIN roomkit.rooms AS r ON r.id = b.room_id
                        WHERE b.room_id = ? AND (b.room_status <> ? OR b.room_created_at <> r.created_at
                            OR b.room_organization_id IS DISTINCT FROM CAST(? AS text))
                        """, String.class, id, status, organizationId))
                .isEmpty();
        assertThat(jdbc.queryForList("""
                        SELECT p.id FROM roomkit.participants AS p JOIN roomkit.rooms AS r ON r.id = p.room_id
                        WHERE p.room_id = ? AND p.room_created_at <> r.created_at
                        """, String.class, id)).isEmpty();
    }
}
