package live.roomkit.ai.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import live.roomkit.ai.MemorySettings;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.Visibility;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.ForwardingConversationStore;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.StoreOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.util.MimeTypeUtils;

/** Tests the memory whose window is cut when it is read. */
class RoomKitChatMemoryTests {

    private static final long SEED = Long.getLong("roomkit.contract.seed", System.nanoTime());

    private final String conversation = "conversation " + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void anUnknownConversationIsEmpty(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();

        memory.add(this.conversation, List.of());
        memory.clear(this.conversation);

        assertThat(memory.get(this.conversation)).isEmpty();
        assertThat(stores.store().roomExists(this.conversation)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void peopleAndChannelsAreSetOnce(Stores stores) {
        MemorySettings settings = MemorySettings.builder()
                .userChannelId("web")
                .userId("maria")
                .agentChannelId("assistant")
                .agentId("bot")
                .build();
        ChatMemory memory =
                RoomKitChatMemory.builder(stores.store()).settings(settings).build();

        memory.add(this.conversation, new UserMessage("Hello"));
        memory.add(this.conversation, new AssistantMessage("Good morning"));

        ConversationStore store = stores.store();
        assertThat(store.listBindings(this.conversation))
                .extracting(ChannelBinding::channelId)
                .containsExactlyInAnyOrder("web", "assistant");
        assertThat(store.listParticipants(this.conversation))
                .extracting(Participant::id)
                .containsExactlyInAnyOrder("maria", "bot");
        assertThat(stores.events(this.conversation))
                .extracting(event -> event.source().participantId())
                .containsExactly("maria", "bot");
        assertThat(stores.events(this.conversation))
                .extracting(event -> event.source().channelType())
                .containsExactly(ChannelType.WEBSOCKET, ChannelType.AI);
    }

    @ParameterizedTest
    @EnumSource
    void peopleDoNotSeeInstructionsAndTools(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();

        memory.add(this.conversation, List.of(new SystemMessage("Be kind"), new UserMessage("Time?"), call("1")));
        memory.add(this.conversation, List.of(result("1"), new AssistantMessage("Noon")));

        assertThat(stores.events(this.conversation).stream()
                        .filter(event -> event.visibility().equals(Visibility.ALL))
                        .map(RoomEvent::type))
                .extracting(Object::toString)
                .containsExactly("message", "message");
    }

    @ParameterizedTest
    @EnumSource
    void addingIsOneAppendHoweverLongTheConversation(Stores stores) {
        CountingStore store = new CountingStore(stores.store());
        ChatMemory memory = RoomKitChatMemory.builder(store).maxMessages(10).build();
        memory.add(this.conversation, conversation(1_000));
        store.operations.clear();

        memory.add(this.conversation, new UserMessage("One more"));

        assertThat(store.operations).containsExactly(StoreOperation.APPEND_EVENT);
    }

    @ParameterizedTest
    @EnumSource
    void readingReadsTheWindowOnly(Stores stores) {
        CountingStore store = new CountingStore(stores.store());
        ChatMemory memory = RoomKitChatMemory.builder(store).maxMessages(10).build();
        memory.add(this.conversation, conversation(1_000));
        store.operations.clear();

        assertThat(memory.get(this.conversation)).hasSize(10);

        assertThat(store.operations).containsExactly(StoreOperation.PAGE_EVENTS, StoreOperation.LIST_EVENTS);
    }

    @ParameterizedTest
    @EnumSource
    void windowsNeverSplitATurn(Stores stores) {
        Samples samples = new Samples(SEED);
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.addAll(samples.turn(""));
        }
        RoomKitChatMemory.builder(stores.store()).build().add(this.conversation, all);
        for (int most = 1; most <= all.size(); most++) {
            List<Message> window = RoomKitChatMemory.builder(stores.store())
                    .maxMessages(most)
                    .build()
                    .get(this.conversation);

            List<Message> expected = all.subList(all.size() - window.size(), all.size());
            int first = window.size();
            assertThat(Exactly.all(window)).isEqualTo(Exactly.all(expected));
            assertThat(window.get(0).getMessageType()).isEqualTo(MessageType.USER);
            assertThat(first <= most || turns(window) == 1)
                    .as("%d of %d, -Droomkit.contract.seed=%d", first, most, SEED)
                    .isTrue();
            assertThat(first + sizeOfTurnBefore(all, all.size() - first)).isGreaterThan(most);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLargestWindowHoldsTheWholeConversation(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store())
                .maxMessages(Integer.MAX_VALUE)
                .build();
        memory.add(this.conversation, conversation(30));

        assertThat(memory.get(this.conversation)).isEqualTo(conversation(30));
    }

    @ParameterizedTest
    @EnumSource
    void theNewestTurnIsWholeEvenIfLarger(Stores stores) {
        ChatMemory memory =
                RoomKitChatMemory.builder(stores.store()).maxMessages(2).build();
        List<Message> turn = new ArrayList<>(List.of(new UserMessage("Time?")));
        for (int i = 0; i < 50; i++) {
            turn.addAll(List.of(call("c" + i), result("c" + i)));
        }
        memory.add(this.conversation, new UserMessage("Hello"));
        memory.add(this.conversation, turn);

        assertThat(memory.get(this.conversation)).isEqualTo(turn);
    }

    @ParameterizedTest
    @EnumSource
    void theNewestSystemMessageComesFirst(Stores stores) {
        ChatMemory memory =
                RoomKitChatMemory.builder(stores.store()).maxMessages(2).build();
        memory.add(this.conversation, new SystemMessage("Be brief"));
        memory.add(this.conversation, conversation(10));
        memory.add(this.conversation, new SystemMessage("Be kind"));
        memory.add(this.conversation, conversation(10));

        assertThat(memory.get(this.conversation))
                .containsExactly(new SystemMessage("Be kind"), new UserMessage("8"), new AssistantMessage("9"));
    }

    @ParameterizedTest
    @EnumSource
    void interruptedCallsGetAResult(Stores stores) {
        RoomKitChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        memory.add(this.conversation, List.of(new UserMessage("Time?"), call("1")));

        assertThat(memory.answerInterruptedCalls(this.conversation, "noon")).isTrue();
        assertThat(memory.answerInterruptedCalls(this.conversation, "noon")).isFalse();
        assertThat(memory.get(this.conversation)).containsExactly(new UserMessage("Time?"), call("1"), result("1"));
        assertThat(memory.answerInterruptedCalls("unknown " + this.conversation, "noon"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aWindowOfTokensHoldsTheTurnsThatFit(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store())
                .maxTokens(30, new JTokkitTokenCountEstimator())
                .build();
        memory.add(this.conversation, new UserMessage("A story of five hundred words, please ".repeat(50)));
        memory.add(this.conversation, List.of(new AssistantMessage("No."), new UserMessage("Time?"), call("1")));
        memory.add(this.conversation, List.of(result("1"), new AssistantMessage("Noon")));

        assertThat(memory.get(this.conversation)).hasSize(4).startsWith(new UserMessage("Time?"));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasForgottenDoesNotComeBack(Stores stores) {
        MemorySettings settings = MemorySettings.builder().keepsRooms(true).build();
        ChatMemory memory = RoomKitChatMemory.builder(stores.store())
                .settings(settings)
                .maxMessages(4)
                .build();
        memory.add(this.conversation, new SystemMessage("Be brief"));
        memory.add(this.conversation, conversation(10));

        memory.clear(this.conversation);
        memory.add(this.conversation, conversation(2));

        assertThat(memory.get(this.conversation)).isEqualTo(conversation(2));
        memory.add(this.conversation, conversation(10));
        assertThat(memory.get(this.conversation)).hasSize(4).doesNotContain(new SystemMessage("Be brief"));
    }

    @ParameterizedTest
    @EnumSource
    void forgottenSystemMessagesAreNotReadOneByOne(Stores stores) {
        CountingStore store = new CountingStore(stores.store());
        MemorySettings settings = MemorySettings.builder().keepsRooms(true).build();
        ChatMemory memory = RoomKitChatMemory.builder(store)
                .settings(settings)
                .maxMessages(4)
                .build();
        for (int i = 0; i < 10; i++) {
            memory.add(this.conversation, new SystemMessage("Rules " + i));
        }
        memory.clear(this.conversation);
        memory.add(this.conversation, conversation(10));
        store.operations.clear();

        assertThat(memory.get(this.conversation)).hasSize(4);

        assertThat(store.operations)
                .containsExactly(StoreOperation.PAGE_EVENTS, StoreOperation.LIST_EVENTS, StoreOperation.LIST_EVENTS);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfAnUnknownKindIsRefusedWhole(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();

        assertThatThrownBy(() -> memory.add(this.conversation, List.of(new UserMessage("Hello"), new LaterMessage())))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("LaterMessage")
                .hasMessageContaining("use the version that is made for it")
                .hasMessageNotContaining("secret");
        assertThat(stores.store().roomExists(this.conversation)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatRecordsRefuseIsRefusedWhole(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        Message message = UserMessage.builder()
                .text("Look")
                .media(Media.builder()
                        .mimeType(MimeTypeUtils.IMAGE_PNG)
                        .data("s3://bucket/secret.png")
                        .build())
                .build();

        assertThatThrownBy(() -> memory.add(this.conversation, List.of(new UserMessage("Hello"), message)))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("/media/0")
                .hasMessageContaining("give the bytes")
                .hasMessageNotContaining("secret");
        assertThat(stores.store().roomExists(this.conversation)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedMessageLeavesTheOthersOut(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        memory.add(this.conversation, new UserMessage("Hello"));

        assertThatThrownBy(() -> memory.add(
                        this.conversation, List.of(new AssistantMessage("Good"), new UserMessage("\u0000 zero"))))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("/content/body");
        assertThat(memory.get(this.conversation)).containsExactly(new UserMessage("Hello"));
    }

    @ParameterizedTest
    @EnumSource
    void theRoomOfAnotherOrganizationIsRefused(Stores stores) {
        ChatMemory ours = RoomKitChatMemory.builder(stores.store().forOrganization("ours"))
                .build();
        ChatMemory theirs = RoomKitChatMemory.builder(stores.store().forOrganization("theirs"))
                .build();
        theirs.add(this.conversation, new UserMessage("Hello"));

        assertThatThrownBy(() -> ours.add(this.conversation, new UserMessage("Hello")))
                .isInstanceOf(DuplicateIdException.class);
        ours.clear(this.conversation);
        assertThat(ours.get(this.conversation)).isEmpty();
        assertThat(theirs.get(this.conversation)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aClosedRoomTakesNoMessages(Stores stores) {
        ChatMemory memory = RoomKitChatMemory.builder(stores.store()).build();
        stores.store()
                .createRoom(Room.builder(this.conversation)
                        .status(RoomStatus.CLOSED)
                        .build());

        assertThatThrownBy(() -> memory.add(this.conversation, new UserMessage("Hello")))
                .isInstanceOf(RoomClosedException.class);
        assertThatThrownBy(() -> memory.add(this.conversation, conversation(2)))
                .isInstanceOf(RoomClosedException.class);
        assertThat(stores.events(this.conversation)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void concurrentWritersLoseNothing(Stores stores) throws Exception {
        ChatMemory memory =
                RoomKitChatMemory.builder(stores.store()).maxMessages(1_000).build();
        int writers = 32;

        inParallel(writers, writer -> {
            for (int i = 0; i < 5; i++) {
                memory.add(this.conversation, new UserMessage(writer + "/" + i));
            }
            return null;
        });

        assertThat(memory.get(this.conversation))
                .extracting(Message::getText)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, writers)
                        .boxed()
                        .flatMap(writer -> IntStream.range(0, 5).mapToObj(i -> writer + "/" + i))
                        .toList());
        assertThat(stores.store().listBindings(this.conversation)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void trimmingKeepsWhatOthersAddMeanwhile(Stores stores) {
        ChatMemory others = RoomKitChatMemory.builder(stores.store()).build();
        others.add(this.conversation, conversation(6));
        List<Message> trimmed = new ArrayList<>(conversation(6).subList(4, 6));
        trimmed.add(new UserMessage("Mine"));
        ConversationStore interrupted = new CountingStore(stores.store()) {
            @Override
            protected <T> T call(
                    StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
                if (operation == StoreOperation.APPEND_EVENT) {
                    others.add(RoomKitChatMemoryTests.this.conversation, new UserMessage("Theirs"));
                }
                return super.call(operation, subject, work);
            }
        };

        new RoomKitChatMemoryRepository(interrupted).saveAll(this.conversation, trimmed);
        others.add(this.conversation, new UserMessage("Later"));

        assertThat(new RoomKitChatMemoryRepository(stores.store()).findByConversationId(this.conversation))
                .extracting(Message::getText)
                .containsExactly("4", "5", "Theirs", "Mine", "Later");
        assertThat(others.get(this.conversation))
                .extracting(Message::getText)
                .containsExactly("4", "5", "Theirs", "Mine", "Later");
    }

    @ParameterizedTest
    @EnumSource
    void readingIsNotMixedWithAListThatIsSavedMeanwhile(Stores stores) {
        RoomKitChatMemoryRepository others = new RoomKitChatMemoryRepository(stores.store());
        List<Message> before = conversation(150);
        others.saveAll(this.conversation, before);
        List<Message> after = List.of(before.get(148), before.get(149), new UserMessage("Later"));
        ConversationStore interrupted = new CountingStore(stores.store()) {
            @Override
            protected <T> T call(
                    StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
                if (operation == StoreOperation.LIST_EVENTS) {
                    others.saveAll(RoomKitChatMemoryTests.this.conversation, after);
                }
                return super.call(operation, subject, work);
            }
        };

        assertThat(new RoomKitChatMemoryRepository(interrupted).findByConversationId(this.conversation))
                .isEqualTo(before);
        assertThat(others.findByConversationId(this.conversation)).isEqualTo(after);
    }

    private static void inParallel(int threads, Function<Integer, @Nullable Void> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                futures.add(executor.submit(() -> work.apply(number)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static int turns(List<Message> messages) {
        return (int) messages.stream()
                .filter(message -> message.getMessageType() == MessageType.USER)
                .count();
    }

    private static int sizeOfTurnBefore(List<Message> all, int end) {
        if (end == 0) {
            return Integer.MAX_VALUE / 2;
        }
        int start = end - 1;
        while (all.get(start).getMessageType() != MessageType.USER) {
            start--;
        }
        return end - start;
    }

    private static List<Message> conversation(int size) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            messages.add(i % 2 == 0 ? new UserMessage("" + i) : new AssistantMessage("" + i));
        }
        return messages;
    }

    private static Message call(String id) {
        return AssistantMessage.builder()
                .toolCalls(List.of(new ToolCall(id, "function", "clock", "{\"zone\":\"UTC\"}")))
                .build();
    }

    private static Message result(String id) {
        return ToolResponseMessage.builder()
                .responses(List.of(new ToolResponse(id, "clock", "noon")))
                .build();
    }

    /** A kind of message that Spring AI does not have. */
    private static final class LaterMessage implements Message {

        @Override
        public MessageType getMessageType() {
            return MessageType.USER;
        }

        @Override
        public String getText() {
            return "secret";
        }

        @Override
        public Map<String, Object> getMetadata() {
            return Map.of();
        }
    }

    /** Notes which operations are called. */
    private static class CountingStore extends ForwardingConversationStore {

        private final List<StoreOperation> operations = Collections.synchronizedList(new ArrayList<>());

        CountingStore(ConversationStore store) {
            super(store);
        }

        @Override
        protected <T> T call(StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
            this.operations.add(operation);
            return super.call(operation, subject, work);
        }
    }
}
