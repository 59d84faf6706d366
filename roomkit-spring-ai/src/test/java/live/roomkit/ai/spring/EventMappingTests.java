package live.roomkit.ai.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import live.roomkit.ai.EventMapping;
import live.roomkit.ai.MemorySettings;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCategory;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.Visibility;
import live.roomkit.content.AudioContent;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.RichContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
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

/** A room of WhatsApp with several people, which an agent joins. The example of the documentation is here too. */
class EventMappingTests {

    private final String room = "whatsapp " + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void anAgentJoinsAConversationOfPeople(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, "maria", TextContent.of("Is the flat still free?"));
        say(store, "jon", TextContent.of("And may we see it today?"));

        store.addBinding(ChannelBinding.builder(this.room, "agent", ChannelType.AI)
                .category(ChannelCategory.INTELLIGENCE)
                .build());
        MemorySettings settings = MemorySettings.builder()
                .mapping(EventMapping.standard("agent").withNames(store))
                .build();
        ChatMemory memory = RoomKitChatMemory.builder(store).settings(settings).build();

        assertThat(memory.get(this.room))
                .containsExactly(
                        new UserMessage("Maria: Is the flat still free?"),
                        new UserMessage("jon: And may we see it today?"));

        memory.add(this.room, new AssistantMessage("It is. Come at five."));
        say(store, "maria", TextContent.of("Thank you!"));

        assertThat(memory.get(this.room))
                .extracting(Message::getText)
                .containsExactly(
                        "Maria: Is the flat still free?",
                        "jon: And may we see it today?",
                        "It is. Come at five.",
                        "Maria: Thank you!");
        assertThat(store.getTimeline(this.room, 9)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheAgentMayNotSeeIsLeftOut(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, Visibility.ALL, "seen by all");
        say(store, Visibility.INTELLIGENCE, "seen by machines");
        say(store, "sms, agent", "seen by the agent");
        say(store, Visibility.INTERNAL, "internal");
        say(store, Visibility.TRANSPORT, "among people");
        say(store, "sms", "by SMS alone");

        assertThat(RoomKitChatMemory.builder(store).build().get(this.room))
                .extracting(Message::getText)
                .containsExactly("seen by all", "seen by machines", "seen by the agent");
    }

    @ParameterizedTest
    @EnumSource
    void eventsThatSayNothingAreLeftOut(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, "maria", SystemContent.of("Somebody joined"));
        append(store, EventType.TYPING, TextContent.of("typing"));
        append(store, EventType.SYSTEM, TextContent.of("The room was moved"));
        say(store, "maria", MediaContent.of("https://example.com/flat.png", "image/png"));

        assertThat(RoomKitChatMemory.builder(store).build().get(this.room))
                .singleElement()
                .isInstanceOfSatisfying(
                        UserMessage.class,
                        message -> assertThat(message.getMedia().get(0).getData())
                                .isEqualTo("https://example.com/flat.png"));
    }

    @ParameterizedTest
    @EnumSource
    void editsAndDeletionsReachTheAgent(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        RoomEvent edited = say(store, "maria", TextContent.of("At six"));
        RoomEvent deleted = say(store, "maria", TextContent.of("My card is 1234"));
        append(store, EventType.EDIT, EditContent.of(edited.id(), TextContent.of("At five")));
        append(store, EventType.EDIT, EditContent.of(edited.id(), TextContent.of("At seven")));
        append(store, EventType.DELETE, DeleteContent.of(deleted.id()));

        assertThat(RoomKitChatMemory.builder(store).build().get(this.room))
                .containsExactly(new UserMessage("At seven"));
    }

    @ParameterizedTest
    @EnumSource
    void editsAndDeletionsOutliveTheTrimmedBeginning(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, "maria", TextContent.of("Hi"));
        say(store, "maria", TextContent.of("At six"));
        RoomEvent deleted = say(store, "maria", TextContent.of("My card is 1234"));
        RoomEvent edited = say(store, "jon", TextContent.of("Anyone?"));
        append(store, EventType.DELETE, DeleteContent.of(deleted.id()));
        append(store, EventType.EDIT, EditContent.of(edited.id(), TextContent.of("Is anyone there?")));
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(store);

        List<Message> first = trimmed(repository, "Yes");

        assertThat(repository.findByConversationId(this.room))
                .containsExactly(
                        new UserMessage("At six"), new UserMessage("Is anyone there?"), new AssistantMessage("Yes"))
                .isEqualTo(first);

        List<Message> second = trimmed(repository, "What is it?");

        assertThat(repository.findByConversationId(this.room))
                .containsExactly(
                        new UserMessage("Is anyone there?"),
                        new AssistantMessage("Yes"),
                        new AssistantMessage("What is it?"))
                .isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    void editsOfAnyContentReachTheAgent(Stores stores) {
        ConversationStore store = stores.store();
        ChatMemory memory = RoomKitChatMemory.builder(store).build();
        memory.add(
                this.room,
                List.of(
                        new UserMessage("1"),
                        new AssistantMessage("2"),
                        new UserMessage("3"),
                        new AssistantMessage("4")));
        List<String> ids = stores.events(this.room).stream().map(RoomEvent::id).toList();
        append(store, EventType.EDIT, EditContent.of(ids.get(0), RichContent.markdown("*one*")));
        append(
                store,
                EventType.EDIT,
                EditContent.of(
                        ids.get(1), new CompositeContent(List.of(TextContent.of("two"), TextContent.of("three")))));
        append(
                store,
                EventType.EDIT,
                EditContent.of(ids.get(2), new AudioContent("https://example.com/a.ogg", "audio/ogg", null, "four")));

        assertThat(memory.get(this.room))
                .containsExactly(
                        new UserMessage("*one*"),
                        new AssistantMessage("two\nthree"),
                        new UserMessage("four"),
                        new AssistantMessage("4"));
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionDuringAToolCallSplitsNoTurn(Stores stores) {
        ConversationStore store = stores.store();
        List<Message> said = List.of(
                new UserMessage("Hello"),
                new AssistantMessage("Hello"),
                new UserMessage("Where is it?"),
                call("1"),
                new UserMessage("Are you there?"),
                result("1"),
                new AssistantMessage("On its way"));
        RoomKitChatMemory.builder(store).build().add(this.room, said);

        for (int most = 1; most <= said.size(); most++) {
            List<Message> window =
                    RoomKitChatMemory.builder(store).maxMessages(most).build().get(this.room);

            assertThat(window)
                    .as("at most %d", most)
                    .isEqualTo((most < said.size()) ? inOrder(said).subList(2, 7) : inOrder(said));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResultWithoutItsCallIsLeftOut(Stores stores) {
        ConversationStore store = stores.store();
        ChatMemory memory = RoomKitChatMemory.builder(store).maxMessages(3).build();
        memory.add(
                this.room,
                List.of(new UserMessage("1"), new AssistantMessage("2"), new UserMessage("3"), call("4"), result("4")));
        memory.add(this.room, new AssistantMessage("5"));
        append(
                store,
                EventType.DELETE,
                DeleteContent.of(stores.events(this.room).get(3).id()));

        assertThat(memory.get(this.room)).containsExactly(new UserMessage("3"), new AssistantMessage("5"));
    }

    @ParameterizedTest
    @EnumSource
    void aResultWithoutItsCallCostsNoTurn(Stores stores) {
        ConversationStore store = stores.store();
        ChatMemory memory = RoomKitChatMemory.builder(store).maxMessages(20).build();
        List<Message> said = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            said.addAll(
                    List.of(new UserMessage("Question " + i), call("c" + i), result("c" + i), answer("Answer " + i)));
        }
        memory.add(this.room, said);
        int lastCall = said.size() - 3;
        append(
                store,
                EventType.DELETE,
                DeleteContent.of(stores.events(this.room).get(lastCall).id()));
        said.subList(lastCall, lastCall + 2).clear();

        assertThat(memory.get(this.room)).isEqualTo(said.subList(said.size() - 18, said.size()));

        said.add(new UserMessage("One more"));
        memory.add(this.room, said.get(said.size() - 1));

        assertThat(memory.get(this.room)).isEqualTo(said.subList(said.size() - 19, said.size()));
    }

    @ParameterizedTest
    @EnumSource
    void interruptedCallsAreAnsweredAfterLaterQuestions(Stores stores) {
        ConversationStore store = stores.store();
        RoomKitChatMemory memory = RoomKitChatMemory.builder(store).build();
        memory.add(this.room, List.of(new UserMessage("Where is it?"), call("1")));
        say(store, "maria", TextContent.of("Are you there?"));

        assertThat(memory.answerInterruptedCalls(this.room, "on its way")).isTrue();
        assertThat(memory.answerInterruptedCalls(this.room, "on its way")).isFalse();

        assertThat(memory.get(this.room))
                .containsExactly(
                        new UserMessage("Where is it?"), call("1"), result("1"), new UserMessage("Are you there?"));
    }

    @ParameterizedTest
    @EnumSource
    void agentsOfOneRoomKeepTheirOwnInstructions(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, "maria", TextContent.of("Hello"));
        RoomKitChatMemoryRepository sales = new RoomKitChatMemoryRepository(store, agent("sales"));
        RoomKitChatMemoryRepository support = new RoomKitChatMemoryRepository(store, agent("support"));
        ChatMemory supportWindow =
                RoomKitChatMemory.builder(store).settings(agent("support")).build();

        sales.saveAll(
                this.room,
                List.of(new SystemMessage("Sell"), new UserMessage("Hello"), call("1"), result("1"), answer("Buy")));

        assertThat(supportWindow.get(this.room)).containsExactly(new UserMessage("Hello"), answer("Buy"));

        supportWindow.add(this.room, List.of(new SystemMessage("Help"), answer("May I help?")));
        sales.saveAll(this.room, List.of(new SystemMessage("Sell more"), answer("May I help?")));

        assertThat(sales.findByConversationId(this.room))
                .containsExactly(new SystemMessage("Sell more"), answer("May I help?"));
        assertThat(supportWindow.get(this.room))
                .containsExactly(
                        new SystemMessage("Help"), new UserMessage("Hello"), answer("Buy"), answer("May I help?"))
                .isEqualTo(systemFirst(support.findByConversationId(this.room)));
    }

    @ParameterizedTest
    @EnumSource
    void agentsForgetARoomOfPeopleSeparately(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, "maria", TextContent.of("Hello"));
        ChatMemory sales =
                RoomKitChatMemory.builder(store).settings(agent("sales")).build();
        ChatMemory support =
                RoomKitChatMemory.builder(store).settings(agent("support")).build();

        sales.clear(this.room);

        assertThat(sales.get(this.room)).isEmpty();
        assertThat(support.get(this.room)).containsExactly(new UserMessage("Hello"));
    }

    @ParameterizedTest
    @EnumSource
    void theRoomOfPeopleIsNeverDeleted(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, "maria", TextContent.of("Hello"));
        ChatMemory memory = RoomKitChatMemory.builder(store).build();
        memory.add(this.room, new AssistantMessage("Hello"));

        memory.clear(this.room);

        assertThat(memory.get(this.room)).isEmpty();
        assertThat(store.getConversation(this.room, 9)).hasSize(2);
        assertThat(new RoomKitChatMemoryRepository(store).findConversationIds()).doesNotContain(this.room);
    }

    @ParameterizedTest
    @EnumSource
    void savingALongerListAppendsToTheRoomOfPeople(Stores stores) {
        ConversationStore store = stores.store();
        createRoom(store);
        say(store, "maria", TextContent.of("Hello"));
        say(store, "maria", MediaContent.of("https://example.com/flat.png", "image/png"));
        RoomKitChatMemoryRepository repository = new RoomKitChatMemoryRepository(store);
        List<Message> messages = new ArrayList<>(repository.findByConversationId(this.room));
        messages.add(new AssistantMessage("Hello"));

        repository.saveAll(this.room, messages);

        assertThat(stores.events(this.room)).hasSize(3);
    }

    /** Saves the conversation without its first message and with an answer. */
    private List<Message> trimmed(RoomKitChatMemoryRepository repository, String answer) {
        List<Message> messages = new ArrayList<>(repository.findByConversationId(this.room));
        messages.remove(0);
        messages.add(answer(answer));
        repository.saveAll(this.room, messages);
        return messages;
    }

    /** Moves the message at 4 behind the one at 5. */
    private static List<Message> inOrder(List<Message> said) {
        List<Message> messages = new ArrayList<>(said);
        Collections.swap(messages, 4, 5);
        return messages;
    }

    private static List<Message> systemFirst(List<Message> messages) {
        return messages.stream()
                .sorted(Comparator.comparing(message -> message.getMessageType() != MessageType.SYSTEM))
                .toList();
    }

    private static MemorySettings agent(String name) {
        return MemorySettings.builder().agentChannelId(name).agentId(name).build();
    }

    private static Message answer(String text) {
        return new AssistantMessage(text);
    }

    private static Message call(String id) {
        return AssistantMessage.builder()
                .toolCalls(List.of(new ToolCall(id, "function", "track", "{}")))
                .build();
    }

    private static Message result(String id) {
        return ToolResponseMessage.builder()
                .responses(List.of(new ToolResponse(id, "track", "on its way")))
                .build();
    }

    private void createRoom(ConversationStore store) {
        store.createRoom(Room.of(this.room));
        store.addBinding(ChannelBinding.of(this.room, "whatsapp", ChannelType.WHATSAPP));
        store.addParticipant(Participant.builder(this.room, "maria", "whatsapp")
                .displayName("Maria")
                .build());
        store.addParticipant(Participant.of(this.room, "jon", "whatsapp"));
    }

    private RoomEvent say(ConversationStore store, String participantId, EventContent content) {
        EventSource source = EventSource.builder("whatsapp", ChannelType.WHATSAPP)
                .participantId(participantId)
                .build();
        return store.appendEvent(this.room, RoomEvent.message(this.room, source, content))
                .event();
    }

    private void say(ConversationStore store, String visibility, String text) {
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP);
        store.appendEvent(
                this.room,
                RoomEvent.builder(this.room, source, TextContent.of(text))
                        .visibility(visibility)
                        .build());
    }

    private void append(ConversationStore store, EventType type, EventContent content) {
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP);
        store.appendEvent(
                this.room,
                RoomEvent.builder(this.room, source, content).type(type).build());
    }
}
