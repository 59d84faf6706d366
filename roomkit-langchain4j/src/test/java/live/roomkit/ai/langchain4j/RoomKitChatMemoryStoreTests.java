package live.roomkit.ai.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import live.roomkit.ai.MemorySettings;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.event.ChannelData;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestPostgres;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the store of memories in both conversation stores. */
class RoomKitChatMemoryStoreTests {

    private static final long SEED = Long.getLong("roomkit.contract.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    private final String memoryId = "memory " + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void generatedMessagesComeBackExactly(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.addAll(list(1, 3, this::any));

            store.updateMessages(this.memoryId, messages);
        }

        assertThat(store.getMessages(this.memoryId))
                .as("-Droomkit.contract.seed=" + SEED)
                .isEqualTo(messages);
        assertThat(stores.events(this.memoryId)).hasSize(messages.size());
    }

    @ParameterizedTest
    @EnumSource
    void randomListsReplaceEachOther(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        List<ChatMessage> list = new ArrayList<>();
        for (int step = 0; step < 50; step++) {
            list.addAll(list(1, 3, this::any));
            while (list.size() > 8) {
                list.remove(list.get(0) instanceof SystemMessage ? 1 : 0);
            }
            if (this.random.nextInt(4) == 0) {
                list.add(0, SystemMessage.from("Rules " + this.random.nextInt(2)));
            }

            store.updateMessages(this.memoryId, List.copyOf(list));

            assertThat(store.getMessages(this.memoryId))
                    .as("step " + step + ", -Droomkit.contract.seed=" + SEED)
                    .isEqualTo(list);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWindowThatMovesAppendsOneEvent(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        List<ChatMessage> window = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            window.add((i % 2 == 0) ? UserMessage.from("question " + i) : AiMessage.from("answer " + i));
            if (window.size() > 10) {
                window.remove(0);
            }
            store.updateMessages(this.memoryId, List.copyOf(window));
        }

        assertThat(store.getMessages(this.memoryId)).isEqualTo(window);
        assertThat(stores.events(this.memoryId)).hasSize(30);
        assertThat(stores.store.getConversation(this.memoryId, 100)).hasSize(30);
    }

    @ParameterizedTest
    @EnumSource
    void readableContentNamesTheCalledTool(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .id("call_1")
                .name("clock")
                .arguments("{}")
                .build();

        store.updateMessages(
                this.memoryId, List.of(AiMessage.from(request), ToolExecutionResultMessage.from(request, "noon")));

        assertThat(stores.events(this.memoryId))
                .map(RoomEvent::content)
                .asInstanceOf(InstanceOfAssertFactories.list(ToolCallContent.class))
                .extracting(ToolCallContent::toolName, ToolCallContent::toolId)
                .containsOnly(tuple("clock", "call_1"));
    }

    @ParameterizedTest
    @EnumSource
    void idsOfAnyTypeNameAMemory(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        UUID id = UUID.randomUUID();

        store.updateMessages(id, List.of(UserMessage.from("Hello")));

        assertThat(store.getMessages(id.toString())).hasSize(1);
        assertThatThrownBy(() -> store.getMessages(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void deletingTakesTheRoomAlong(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        store.updateMessages(this.memoryId, List.of(UserMessage.from("Hello")));

        store.deleteMessages(this.memoryId);

        assertThat(store.getMessages(this.memoryId)).isEmpty();
        assertThat(stores.store.roomExists(this.memoryId)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void deletingCanLeaveTheRoom(Stores stores) {
        MemorySettings settings = MemorySettings.builder().keepsRooms(true).build();
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store, settings);
        store.updateMessages(this.memoryId, List.of(UserMessage.from("Hello")));

        store.deleteMessages(this.memoryId);

        assertThat(store.getMessages(this.memoryId)).isEmpty();
        assertThat(stores.store.getConversation(this.memoryId, 9)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfPeopleBecomeMessagesOfTheUser(Stores stores) {
        stores.store.createRoom(Room.of(this.memoryId));
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP);
        stores.store.appendEvent(
                this.memoryId, RoomEvent.message(this.memoryId, source, live.roomkit.content.TextContent.of("Hello")));
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        List<ChatMessage> messages = new ArrayList<>(store.getMessages(this.memoryId));
        messages.add(AiMessage.from("Good morning"));

        store.updateMessages(this.memoryId, messages);

        assertThat(store.getMessages(this.memoryId))
                .containsExactly(UserMessage.from("Hello"), AiMessage.from("Good morning"));
        assertThat(stores.events(this.memoryId)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void editsAndDeletionsOutliveTheTrimmedBeginning(Stores stores) {
        stores.store.createRoom(Room.of(this.memoryId));
        say(stores, text("Hi"));
        say(stores, text("At six"));
        RoomEvent deleted = say(stores, text("My card is 1234"));
        RoomEvent edited = say(stores, text("Anyone?"));
        change(stores, EventType.DELETE, DeleteContent.of(deleted.id()));
        change(stores, EventType.EDIT, EditContent.of(edited.id(), text("Is anyone there?")));
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        List<ChatMessage> messages = new ArrayList<>(store.getMessages(this.memoryId));
        messages.remove(0);
        messages.add(AiMessage.from("Yes"));

        store.updateMessages(this.memoryId, messages);

        assertThat(store.getMessages(this.memoryId))
                .containsExactly(
                        UserMessage.from("At six"), UserMessage.from("Is anyone there?"), AiMessage.from("Yes"));
    }

    @ParameterizedTest
    @EnumSource
    void editsReplaceTheTextOfAnyMessage(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        ToolExecutionRequest request =
                ToolExecutionRequest.builder().id("call_1").name("clock").build();
        store.updateMessages(
                this.memoryId,
                List.of(
                        UserMessage.from(TextContent.from("Look"), ImageContent.from("https://example.com/a.png")),
                        AiMessage.builder()
                                .text("I look")
                                .toolExecutionRequests(List.of(request))
                                .build(),
                        ToolExecutionResultMessage.from(request, "noon")));
        List<RoomEvent> events = stores.events(this.memoryId);
        change(stores, EventType.EDIT, EditContent.of(events.get(0).id(), text("Do not look")));
        change(stores, EventType.EDIT, EditContent.of(events.get(1).id(), text("I do not look")));

        assertThat(store.getMessages(this.memoryId))
                .containsExactly(
                        UserMessage.from("Do not look"),
                        AiMessage.builder()
                                .text("I do not look")
                                .toolExecutionRequests(List.of(request))
                                .build(),
                        ToolExecutionResultMessage.from(request, "noon"));
    }

    @ParameterizedTest
    @EnumSource
    void imagesAtInvalidAddressesAreLeftOut(Stores stores) {
        stores.store.createRoom(Room.of(this.memoryId));
        say(stores, new MediaContent("https://example.com/my photo.png", "image/png", null, null, "Look"));
        say(stores, MediaContent.of("data:image/svg+xml,<svg xmlns='a b'/>", "image/svg+xml"));
        say(stores, MediaContent.of("https://example.com/a.png", "image/png"));

        assertThat(new RoomKitChatMemoryStore(stores.store).getMessages(this.memoryId))
                .containsExactly(
                        UserMessage.from("Look"),
                        UserMessage.from("(a file)"),
                        UserMessage.from(ImageContent.from("https://example.com/a.png")));
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedMessageLeavesTheOthersReadable(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        store.updateMessages(this.memoryId, List.of(UserMessage.from("Hello")));
        RoomEvent event = stores.events(this.memoryId).get(0);
        stores.store.appendEvent(
                this.memoryId,
                RoomEvent.message(this.memoryId, event.source(), text("Good morning")).toBuilder()
                        .channelData(new ChannelData(
                                "langchain4j", null, null, Map.of("kind", "USER", "json", "{\"type\":\"LATER\"}")))
                        .build());

        assertThat(store.getMessages(this.memoryId))
                .containsExactly(UserMessage.from("Hello"), UserMessage.from("Good morning"));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfAnUnknownKindIsRefusedWhole(Stores stores) {
        RoomKitChatMemoryStore store = new RoomKitChatMemoryStore(stores.store);
        ChatMessage later = () -> ChatMessageType.USER;

        assertThatThrownBy(() -> store.updateMessages(this.memoryId, List.of(UserMessage.from("Hello"), later)))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("use the version that is made for it");
        assertThat(stores.store.roomExists(this.memoryId)).isFalse();
    }

    private static live.roomkit.content.TextContent text(String body) {
        return live.roomkit.content.TextContent.of(body);
    }

    private RoomEvent say(Stores stores, EventContent content) {
        return change(stores, EventType.MESSAGE, content);
    }

    private RoomEvent change(Stores stores, EventType type, EventContent content) {
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP);
        RoomEvent event =
                RoomEvent.builder(this.memoryId, source, content).type(type).build();
        return stores.store.appendEvent(this.memoryId, event).event();
    }

    private ChatMessage any() {
        return switch (this.random.nextInt(7)) {
            case 0 -> UserMessage.from(text());
            case 1 ->
                UserMessage.builder()
                        .name(one("Maria", null))
                        .contents(list(1, 3, this::content))
                        .attributes(attributes())
                        .build();
            case 2 -> AiMessage.from(text());
            case 3 ->
                AiMessage.builder()
                        .text(one(text(), null, ""))
                        .thinking(one("thinking", null))
                        .toolExecutionRequests(list(
                                0,
                                3,
                                () -> ToolExecutionRequest.builder()
                                        .id(one("call_1", "", null))
                                        .name("clock")
                                        .arguments(one("{\"zone\":\"UTC\"}", "not json", null))
                                        .build()))
                        .attributes(attributes())
                        .build();
            case 4 ->
                ToolExecutionResultMessage.builder()
                        .id(one("call_1", null))
                        .toolName("clock")
                        .contents(list(1, 2, this::content))
                        .isError(one(true, false, null))
                        .attributes(attributes())
                        .build();
            case 5 -> CustomMessage.from(new HashMap<>(Map.of("kind", "note", "count", 5L)));
            default -> SystemMessage.from(text());
        };
    }

    private Content content() {
        return switch (this.random.nextInt(7)) {
            case 0 -> ImageContent.from("https://example.com/a.png", ImageContent.DetailLevel.HIGH);
            case 1 -> ImageContent.from("iVBORw0KGgo=", "image/png");
            case 2 ->
                ImageContent.from(Image.builder()
                        .url("gs://bucket/a.png")
                        .revisedPrompt("a cat")
                        .build());
            case 3 -> AudioContent.from("https://example.com/a.ogg");
            case 4 -> VideoContent.from("https://example.com/a.mp4");
            case 5 -> PdfFileContent.from("https://example.com/a.pdf");
            default -> TextContent.from(text());
        };
    }

    private Map<String, Object> attributes() {
        Map<String, Object> attributes = new HashMap<>();
        if (this.random.nextBoolean()) {
            attributes.put("signature", one("abc", 5L, 1.5, Instant.EPOCH, List.of(1L, "a")));
        }
        return attributes;
    }

    private String text() {
        return one("Hello", "OK", " two\nlines ", "Grüße 👋🏽", "{\"a\":1}");
    }

    @SafeVarargs
    private <T> T one(T... values) {
        return Arrays.asList(values).get(this.random.nextInt(values.length));
    }

    private <T> List<T> list(int least, int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = least + this.random.nextInt(most - least + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    /** The stores that the tests run against. */
    private enum Stores {
        MEMORY(new InMemoryStore()),
        POSTGRES(PostgresStore.builder()
                .url(TestPostgres.shared().createDatabase().url())
                .username(TestPostgres.shared().username())
                .password(TestPostgres.shared().password())
                .open());

        private final ConversationStore store;

        Stores(ConversationStore store) {
            this.store = store;
        }

        private List<RoomEvent> events(String roomId) {
            EventFilter all = EventFilter.builder().includeBlocked(true).build();
            return this.store
                    .streamEvents(EventQuery.builder(roomId).filter(all).build())
                    .toList();
        }
    }
}
