package live.roomkit.ai.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import live.roomkit.ai.MemorySettings;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
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
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;

/** What Spring AI promises of a repository, and what this one promises beyond that. */
class RoomKitChatMemoryRepositoryTests {

    private static final long SEED = Long.getLong("roomkit.contract.seed", System.nanoTime());

    private final String conversation = "conversation " + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void findsTheConversationsThatHaveMessages(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        String other = "other " + UUID.randomUUID();
        repository.saveAll(this.conversation, List.of(new UserMessage("Hello")));
        repository.saveAll(other, List.of(new UserMessage("Hello")));

        repository.deleteByConversationId(other);

        assertThat(repository.findConversationIds()).contains(this.conversation).doesNotContain(other);
    }

    @ParameterizedTest
    @EnumSource
    void savesInOrder(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        List<Message> messages = messages("1", "2", "3", "4");

        repository.saveAll(this.conversation, messages);

        assertThat(repository.findByConversationId(this.conversation)).isEqualTo(messages);
    }

    @ParameterizedTest
    @EnumSource
    void savingReplacesAllMessages(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        repository.saveAll(this.conversation, messages("1", "2", "3"));

        repository.saveAll(this.conversation, messages("4", "2"));

        assertThat(repository.findByConversationId(this.conversation)).isEqualTo(messages("4", "2"));
    }

    @ParameterizedTest
    @EnumSource
    void savingNothingForgets(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        repository.saveAll(this.conversation, messages("1", "2"));

        repository.saveAll(this.conversation, List.of());

        assertThat(repository.findByConversationId(this.conversation)).isEmpty();
        assertThat(repository.findConversationIds()).doesNotContain(this.conversation);
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownConversationIsEmpty(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());

        repository.saveAll(this.conversation, List.of());
        repository.deleteByConversationId(this.conversation);

        assertThat(repository.findByConversationId(this.conversation)).isEmpty();
        assertThat(stores.store().roomExists(this.conversation)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsMissingArguments(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());

        assertThatThrownBy(() -> repository.findByConversationId(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> repository.deleteByConversationId("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> repository.saveAll(this.conversation, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void deletingTakesTheRoomAlong(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        repository.saveAll(this.conversation, messages("1"));

        repository.deleteByConversationId(this.conversation);

        assertThat(stores.store().roomExists(this.conversation)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void savingBesideADeletionSavesAllMessages(Stores stores) {
        new RoomKitChatMemoryRepository(stores.store()).saveAll(this.conversation, messages("1", "2", "3"));
        ConversationStore deleting = new ForwardingConversationStore(stores.store()) {

            @Override
            protected <T> T call(
                    StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
                T result = super.call(operation, subject, work);
                if (operation == StoreOperation.PAGE_EVENTS) {
                    stores.store().deleteRoom(RoomKitChatMemoryRepositoryTests.this.conversation);
                }
                return result;
            }
        };

        new RoomKitChatMemoryRepository(deleting).saveAll(this.conversation, messages("2", "3", "4"));

        assertThat(new RoomKitChatMemoryRepository(stores.store()).findByConversationId(this.conversation))
                .isEqualTo(messages("2", "3", "4"));
    }

    @ParameterizedTest
    @EnumSource
    void deletingCanLeaveTheRoom(Stores stores) {
        MemorySettings settings = MemorySettings.builder().keepsRooms(true).build();
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store(), settings);
        repository.saveAll(this.conversation, messages("1", "2"));

        repository.deleteByConversationId(this.conversation);

        assertThat(repository.findByConversationId(this.conversation)).isEmpty();
        assertThat(repository.findConversationIds()).doesNotContain(this.conversation);
        assertThat(stores.store().getConversation(this.conversation, 9)).hasSize(2);

        repository.saveAll(this.conversation, messages("3"));

        assertThat(repository.findByConversationId(this.conversation)).isEqualTo(messages("3"));
        assertThat(repository.findConversationIds()).contains(this.conversation);
    }

    @ParameterizedTest
    @EnumSource
    void aSavedListAppendsOnlyWhatIsNew(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        repository.saveAll(this.conversation, messages("1", "2", "3"));
        List<RoomEvent> before = stores.events(this.conversation);

        repository.saveAll(this.conversation, messages("1", "2", "3", "4"));

        assertThat(stores.events(this.conversation)).hasSize(4).startsWith(before.toArray(RoomEvent[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void aTrimmedListLosesNothing(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        repository.saveAll(this.conversation, messages("1", "2", "3", "4"));
        List<RoomEvent> before = stores.events(this.conversation);

        repository.saveAll(this.conversation, messages("3", "4", "5"));

        assertThat(repository.findByConversationId(this.conversation)).isEqualTo(messages("3", "4", "5"));
        assertThat(stores.events(this.conversation)).hasSize(5).startsWith(before.toArray(RoomEvent[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void aSummaryTakesThePlaceOfTheBeginning(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        repository.saveAll(this.conversation, messages("1", "2", "3", "4"));
        List<Message> compacted = new ArrayList<>(List.of(new SystemMessage("They talked of 1 and 2.")));
        compacted.addAll(messages("3", "4"));

        repository.saveAll(this.conversation, compacted);

        assertThat(repository.findByConversationId(this.conversation)).isEqualTo(compacted);
        assertThat(stores.store().getConversation(this.conversation, 9)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void whatAListDoesNotContainStaysInTheRoom(Stores stores) {
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        repository.saveAll(this.conversation, messages("1", "2"));
        ConversationStore interrupted = new ForwardingConversationStore(stores.store()) {

            private boolean read;

            @Override
            protected <T> T call(
                    StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
                T result = super.call(operation, subject, work);
                if (operation == StoreOperation.PAGE_EVENTS && !this.read) {
                    this.read = true;
                    window(repository, 9).add(RoomKitChatMemoryRepositoryTests.this.conversation, messages("Theirs"));
                }
                return result;
            }
        };

        window(new RoomKitChatMemoryRepository(interrupted), 9).add(this.conversation, messages("Mine"));

        assertThat(repository.findByConversationId(this.conversation)).isEqualTo(messages("1", "2", "Mine"));
        assertThat(stores.store().getConversation(this.conversation, 9)).hasSize(4);
    }

    /** Compares this repository with the framework's own, below the framework's memory, through random turns. */
    @ParameterizedTest
    @EnumSource
    void aWindowOfTheFrameworkIsTheSameHere(Stores stores) {
        Samples samples = new Samples(SEED);
        for (int run = 0; run < 20; run++) {
            boolean repeating = run % 2 == 0;
            String id = this.conversation + run;
            int most = (repeating ? 1 : 10) + samples.below(12);
            ChatMemory expected = window(new InMemoryChatMemoryRepository(), most);
            ChatMemory actual = window(new RoomKitChatMemoryRepository(stores.store()), most);
            int said = 0;
            for (int number = 0; number < 12; number++) {
                String mark = repeating ? "" : " " + number;
                List<Message> turn = new ArrayList<>(samples.turn(mark));
                if (samples.below(5) == 0) {
                    turn.add(0, new SystemMessage("Rules " + samples.below(2) + mark));
                }
                List<List<Message>> additions = (samples.below(2) == 0)
                        ? List.of(turn)
                        : turn.stream().map(List::of).toList();
                for (List<Message> addition : additions) {
                    expected.add(id, addition);
                    actual.add(id, addition);
                    said += addition.size();

                    assertThat(Exactly.all(actual.get(id)))
                            .as("-Droomkit.contract.seed=" + SEED)
                            .isEqualTo(Exactly.all(expected.get(id)));
                }
            }
            long kept = stores.events(id).stream()
                    .filter(event -> !event.type().value().equals("memory_view"))
                    .count();
            if (!repeating) {
                assertThat(kept)
                        .as("each once, -Droomkit.contract.seed=" + SEED)
                        .isEqualTo(said);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomListsReplaceEachOther(Stores stores) {
        Samples samples = new Samples(SEED);
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        List<Message> list = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            for (int i = samples.below(4); i > 0; i--) {
                list.add(samples.below(list.size() + 1), samples.below(2) == 0 ? samples.any() : new UserMessage("OK"));
            }
            for (int i = samples.below(3); i > 0 && !list.isEmpty(); i--) {
                list.remove(samples.below(list.size()));
            }
            if (list.size() > 1 && samples.below(3) == 0) {
                list.add(list.remove(0));
            }

            repository.saveAll(this.conversation, List.copyOf(list));

            assertThat(Exactly.all(repository.findByConversationId(this.conversation)))
                    .as("step " + step + ", -Droomkit.contract.seed=" + SEED)
                    .isEqualTo(Exactly.all(list));
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomEditsAndDeletionsOutliveRandomLists(Stores stores) {
        Samples samples = new Samples(SEED);
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(stores.store());
        stores.store().createRoom(Room.of(this.conversation));
        Map<String, String> expected = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (int step = 0; step < 150; step++) {
            String text = "text " + step;
            String id = said.isEmpty() ? "none" : said.get(samples.below(said.size()));
            switch (samples.below(5)) {
                case 0 -> {
                    write(stores, EventType.EDIT, EditContent.of(id, TextContent.of(text)));
                    expected.replace(id, text);
                }
                case 1 -> {
                    write(stores, EventType.DELETE, DeleteContent.of(id));
                    expected.remove(id);
                }
                case 2 -> {
                    List<String> kept = new ArrayList<>(expected.keySet());
                    kept.subList(0, samples.below(kept.size() + 1) / 2).clear();
                    expected.keySet().retainAll(kept);
                    List<Message> list = new ArrayList<>(users(expected));
                    list.add(new UserMessage(text));

                    repository.saveAll(this.conversation, list);

                    List<RoomEvent> events = stores.events(this.conversation);
                    said.add(events.get(events.size() - 1).id());
                    expected.put(said.get(said.size() - 1), text);
                }
                default -> {
                    said.add(write(stores, EventType.MESSAGE, TextContent.of(text)));
                    expected.put(said.get(said.size() - 1), text);
                }
            }

            assertThat(repository.findByConversationId(this.conversation))
                    .as("step %d, -Droomkit.contract.seed=%d", step, SEED)
                    .isEqualTo(users(expected));
        }
    }

    private static List<Message> users(Map<String, String> texts) {
        return texts.values().stream().<Message>map(UserMessage::new).toList();
    }

    private String write(Stores stores, EventType type, EventContent content) {
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP);
        RoomEvent event =
                RoomEvent.builder(this.conversation, source, content).type(type).build();
        return stores.store().appendEvent(this.conversation, event).event().id();
    }

    private static ChatMemory window(org.springframework.ai.chat.memory.ChatMemoryRepository repository, int most) {
        return MessageWindowChatMemory.builder()
                .chatMemoryRepository(repository)
                .maxMessages(most)
                .build();
    }

    private static List<Message> messages(String... texts) {
        List<Message> messages = new ArrayList<>();
        for (String text : texts) {
            messages.add(messages.size() % 2 == 0 ? new UserMessage(text) : new AssistantMessage(text));
        }
        return messages;
    }
}
