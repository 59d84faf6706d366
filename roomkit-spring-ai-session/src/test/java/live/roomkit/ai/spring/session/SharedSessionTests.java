package live.roomkit.ai.spring.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import live.roomkit.ai.MemorySettings;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.ForwardingConversationStore;
import live.roomkit.store.StoreOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;
import org.springframework.ai.session.SessionRepository;

/** Tests sessions whose rooms other nodes delete and whose messages people change. */
class SharedSessionTests {

    private static final long SEED = Long.getLong("roomkit.contract.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    private final String id = "session " + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void aSessionThatAnotherNodeForgotTakesNothing(Stores stores) {
        MemorySettings settings = MemorySettings.builder().keepsRooms(true).build();
        SessionRepository kept = new RoomKitSessionRepository(stores.store, settings);
        SessionRepository ofPeople = new RoomKitSessionRepository(stores.store);
        stores.store.createRoom(Room.of(this.id + " of people"));
        for (SessionRepository repository : List.of(kept, ofPeople)) {
            String session = (repository == kept) ? this.id : this.id + " of people";
            repository.save(session(session, "maria"));
            repository.appendEvent(event(session, new UserMessage("Hello")));
            new RoomKitSessionRepository(stores.store, settings).delete(session);

            assertThatThrownBy(() -> repository.appendEvent(event(session, new UserMessage("Lost"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Session not found");

            repository.save(session(session, "maria"));
            assertThat(repository.findEvents(session, EventFilter.all())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsBelongToTheUserWhoHasTheSession(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "alice"));
        repository.appendEvent(event(this.id, new UserMessage("Hello")));

        repository.save(session(this.id, "bob"));
        repository.appendEvent(event(this.id, new UserMessage("Hello")));

        assertThat(stores.store.getConversation(this.id, 9))
                .extracting(event -> event.source().participantId())
                .containsExactly("alice", "bob");
    }

    @ParameterizedTest
    @EnumSource
    void appendingToASessionIsOneOperation(Stores stores) {
        List<StoreOperation> operations = new ArrayList<>();
        SessionRepository repository = new RoomKitSessionRepository(new ForwardingConversationStore(stores.store) {

            @Override
            protected <T> T call(
                    StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
                operations.add(operation);
                return super.call(operation, subject, work);
            }
        });
        repository.save(session(this.id, "maria"));
        repository.appendEvent(event(this.id, new UserMessage("Hello")));
        operations.clear();

        repository.appendEvent(event(this.id, new UserMessage("Are you there?")));

        assertThat(operations).containsExactly(StoreOperation.APPEND_EVENT);
    }

    @ParameterizedTest
    @EnumSource
    void editsAndDeletionsOutliveCompactions(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        for (String text : List.of("Hi", "My name is Jon", "At six", "My card is 1234", "Anyone?")) {
            repository.appendEvent(event(this.id, new UserMessage(text)));
        }
        change(stores, EventType.DELETE, DeleteContent.of(idOf(stores, 3)));
        change(stores, EventType.EDIT, EditContent.of(idOf(stores, 4), TextContent.of("Is anyone there?")));
        change(stores, EventType.EDIT, EditContent.of(idOf(stores, 0), TextContent.of("Hello")));

        archiveTheFirst(repository);

        assertThat(texts(repository, EventFilter.active()))
                .containsExactly("My name is Jon", "At six", "Is anyone there?");
        assertThat(texts(repository, EventFilter.all()))
                .containsExactly("Hello", "My name is Jon", "At six", "Is anyone there?");

        change(stores, EventType.EDIT, EditContent.of(idOf(stores, 0), TextContent.of("Good morning")));
        change(stores, EventType.DELETE, DeleteContent.of(idOf(stores, 1)));
        archiveTheFirst(repository);
        archiveTheFirst(repository);

        assertThat(texts(repository, EventFilter.active())).isEmpty();
        assertThat(texts(repository, EventFilter.all())).containsExactly("Good morning", "At six", "Is anyone there?");
    }

    @ParameterizedTest
    @EnumSource
    void randomEditsAndDeletionsOutliveRandomCompactions(Stores stores) {
        SessionRepository repository = new RoomKitSessionRepository(stores.store);
        repository.save(session(this.id, "maria"));
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> active = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (int step = 0; step < 80; step++) {
            String text = "text " + step;
            String target = said.isEmpty() ? "none" : said.get(this.random.nextInt(said.size()));
            switch (this.random.nextInt(5)) {
                case 0 -> {
                    change(stores, EventType.EDIT, EditContent.of(target, TextContent.of(text)));
                    expected.replace(target, text);
                    active.replace(target, text);
                }
                case 1 -> {
                    change(stores, EventType.DELETE, DeleteContent.of(target));
                    expected.remove(target);
                    active.remove(target);
                }
                case 2 -> {
                    for (int i = this.random.nextInt(3); i > 0 && !active.isEmpty(); i--) {
                        archiveTheFirst(repository);
                        active.remove(active.keySet().iterator().next());
                    }
                }
                default -> {
                    SessionEvent event = event(this.id, new UserMessage(text));
                    repository.appendEvent(event);
                    said.add(event.getId());
                    expected.put(event.getId(), text);
                    active.put(event.getId(), text);
                }
            }

            assertThat(texts(repository, EventFilter.active()))
                    .as("step %d, -Droomkit.contract.seed=%d", step, SEED)
                    .containsExactlyElementsOf(active.values());
            assertThat(texts(repository, EventFilter.all()))
                    .as("step %d, -Droomkit.contract.seed=%d", step, SEED)
                    .containsExactlyElementsOf(expected.values());
        }
    }

    private void archiveTheFirst(SessionRepository repository) {
        List<SessionEvent> active = repository.findEvents(this.id, EventFilter.active());

        assertThat(repository.compactEvents(
                        this.id,
                        active.subList(0, 1),
                        active.subList(1, active.size()),
                        repository.getEventVersion(this.id)))
                .isTrue();
    }

    private List<String> texts(SessionRepository repository, EventFilter filter) {
        return repository.findEvents(this.id, filter).stream()
                .map(event -> event.getMessage().getText())
                .toList();
    }

    private String idOf(Stores stores, long index) {
        return stores.store
                .listEvents(EventQuery.builder(this.id).limit(9).build())
                .get((int) index)
                .id();
    }

    private void change(Stores stores, EventType type, EventContent content) {
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP);
        stores.store.appendEvent(
                this.id, RoomEvent.builder(this.id, source, content).type(type).build());
    }

    private static Session session(String id, String userId) {
        return Session.builder().id(id).userId(userId).build();
    }

    private static SessionEvent event(String sessionId, Message message) {
        return SessionEvent.builder().sessionId(sessionId).message(message).build();
    }
}
