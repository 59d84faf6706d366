package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;

/** Inserts, reads, updates and deletes rows in all tables of a store. */
final class BasicFlow {

    private BasicFlow() {}

    static void worksOn(ConversationStore store) {
        String roomId = UUID.randomUUID().toString();
        String identityId = UUID.randomUUID().toString();
        store.createRoom(Room.of(roomId));
        store.addBinding(ChannelBinding.of(roomId, "sms-main", ChannelType.SMS));
        store.addParticipant(Participant.of(roomId, "anna", "sms-main"));
        store.createIdentity(Identity.of(identityId));
        store.linkAddress(identityId, ChannelType.SMS, "+1 " + identityId);
        store.addTask(Task.builder(roomId, "task").build());
        store.addObservation(Observation.builder(roomId, "observation").build());
        RoomEvent event = store.appendEvent(roomId, Application.keyed(roomId, "hello", "key"))
                .event();

        assertThat(store.appendEvent(roomId, Application.keyed(roomId, "hello", "key"))
                        .duplicate())
                .isTrue();
        assertThat(store.markRead(roomId, "sms-main", event.id())).isTrue();
        assertThat(store.getUnreadCount(roomId, "sms-main")).isZero();
        assertThat(store.patchRoomMetadata(roomId, Map.of("key", "value")).eventCount())
                .isOne();
        assertThat(store.loadRoomContext(roomId)).hasValueSatisfying(context -> {
            assertThat(context.bindings()).hasSize(1);
            assertThat(context.participants()).hasSize(1);
        });
        assertThat(store.deleteIdentity(identityId)).isTrue();
        assertThat(store.deleteRoom(roomId)).isTrue();
    }
}
