package live.roomkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.memory.InMemoryStore;
import org.junit.jupiter.api.Test;

/** Tests a decorator of an application, which overrides one method. */
class ForwardingConversationStoreTests {

    private final InMemoryStore memory = new InMemoryStore();

    private final CountingStore store = new CountingStore(this.memory);

    @Test
    void aDecoratorCountsEveryOperation() {
        this.store.createRoom(Room.of("room"));
        this.store.getRoom("room");
        this.store.listRooms();

        assertThat(this.store.calls).containsExactly("CREATE_ROOM room", "GET_ROOM room", "FIND_ROOMS null");
    }

    @Test
    void aDecoratorCountsEachOperationOfAViewOnce() {
        ConversationStore view = this.store.forOrganization("org");
        view.createRoom(Room.of("room"));
        view.appendEvent(
                "room",
                RoomEvent.message("room", EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of("hello")));
        view.getTimeline("room", 10);

        assertThat(this.store.calls).containsExactly("CREATE_ROOM room", "APPEND_EVENT room", "LIST_EVENTS room");
        assertThat(this.memory.getRoom("room")).map(Room::organizationId).contains("org");
        assertThat(this.store.forOrganization("another").getRoom("room")).isEmpty();
    }

    @Test
    void decoratorsUnwrapOneAfterTheOther() {
        CountingStore outer = new CountingStore(this.store);

        assertThat(outer.unwrap(CountingStore.class)).containsSame(outer);
        assertThat(outer.unwrap(InMemoryStore.class)).containsSame(this.memory);
        assertThat(outer.unwrap(List.class)).isEmpty();
        assertThat(outer.forOrganization("org").unwrap(InMemoryStore.class)).isEmpty();
    }

    @Test
    void aDecoratorMayAnswerFromAnotherStore() {
        InMemoryStore replica = new InMemoryStore();
        replica.createRoom(Room.builder("room").organizationId("org").build());
        ConversationStore store = new ForwardingConversationStore(this.memory) {
            @Override
            protected <T> T call(StoreOperation operation, String subject, Function<ConversationStore, T> work) {
                return work.apply(replica);
            }
        };

        assertThat(store.roomExists("room")).isTrue();
        assertThat(store.forOrganization("org").roomExists("room")).isTrue();
        assertThat(store.forOrganization("another").roomExists("room")).isFalse();
    }

    @Test
    void aViewDoesNotGoPastAnOperationThatADecoratorOverrides() {
        class Shouting extends ForwardingConversationStore {
            Shouting(ConversationStore delegate) {
                super(delegate);
            }

            @Override
            public Room createRoom(Room room) {
                return super.createRoom(
                        room.toBuilder().metadata(Map.of("tone", "loud")).build());
            }
        }
        ConversationStore incomplete = new Shouting(this.memory);
        ConversationStore complete = new Shouting(this.memory) {
            @Override
            public ConversationStore forOrganization(String organizationId) {
                return new Shouting(ForwardingConversationStoreTests.this.memory.forOrganization(organizationId));
            }
        };

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> incomplete.forOrganization("org"))
                .withMessage(Shouting.class.getName()
                        + " overrides createRoom, which a view of an organization would bypass:"
                        + " override forOrganization as well");
        complete.forOrganization("org").createRoom(Room.builder("room").build());
        assertThat(this.memory.getRoom("room").orElseThrow().metadata()).containsEntry("tone", "loud");
    }

    @Test
    void closingADecoratorClosesItsDelegate() {
        this.store.close();

        assertThatIllegalStateException().isThrownBy(() -> this.memory.roomExists("room"));
    }

    private static final class CountingStore extends ForwardingConversationStore {

        private final List<String> calls = new ArrayList<>();

        CountingStore(ConversationStore delegate) {
            super(delegate);
        }

        @Override
        protected <T> T call(StoreOperation operation, String subject, Function<ConversationStore, T> work) {
            this.calls.add(operation + " " + subject);
            return super.call(operation, subject, work);
        }
    }
}
