package live.roomkit.ai.spring.internal;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.ai.Utterance;
import live.roomkit.ai.Utterance.Speaker;
import live.roomkit.ai.internal.Draft;
import live.roomkit.ai.internal.Draft.Author;
import live.roomkit.ai.internal.MessageCodec;
import live.roomkit.ai.internal.Values;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.InvalidContentException;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

/**
 * Converts the messages of Spring AI to events and back. Texts, media and the results of tool calls become the content
 * of the event. People and programs without Spring AI can read this content. Tool calls become the content only if the
 * message contains no text and no media. Other values, which are needed to restore a message exactly, are stored in the
 * event outside its content.
 */
public final class SpringAiCodec implements MessageCodec<Message> {

    private static final String KIND = "kind";

    private static final String TEXT = "text";

    private static final String MEDIA = "media";

    private static final String TOOL_CALLS = "tool_calls";

    private static final String RESPONSES = "responses";

    @Override
    public String framework() {
        return "spring-ai";
    }

    @Override
    public Draft encode(Message message) {
        if (message instanceof UserMessage user) {
            Map<String, @Nullable Object> exact = exact("user");
            List<EventContent> parts = parts(user.getText(), user.getMedia(), exact);
            return draft(Author.USER, EventType.MESSAGE, content(parts), message, exact);
        }
        if (message instanceof AssistantMessage assistant) {
            return assistant(assistant);
        }
        if (message instanceof SystemMessage system) {
            SystemContent content = SystemContent.of(String.valueOf(system.getText()));
            return draft(Author.SYSTEM, EventType.SYSTEM, content, message, exact("system"));
        }
        if (message instanceof ToolResponseMessage responses) {
            Map<String, @Nullable Object> exact = exact("tool");
            exact.put(RESPONSES, ToolValues.exact(responses.getResponses()));
            EventContent content = content(ToolValues.results(responses.getResponses()));
            return draft(Author.TOOL, EventType.TOOL_CALL_END, content, message, exact);
        }
        throw new InvalidContentException(
                "",
                "is a " + message.getClass().getName()
                        + ", a kind of message that this version of roomkit-spring-ai does not know; use the version that is made"
                        + " for it, or add a UserMessage, AssistantMessage, ToolResponseMessage or SystemMessage instead");
    }

    private static Draft assistant(AssistantMessage message) {
        Map<String, @Nullable Object> exact = exact("assistant");
        List<EventContent> parts = parts(message.getText(), message.getMedia(), exact);
        boolean onlyCalls = parts.isEmpty() && message.hasToolCalls();
        if (message.hasToolCalls()) {
            exact.put(TOOL_CALLS, ToolValues.calls(message.getToolCalls()));
        }
        if (onlyCalls) {
            parts.addAll(ToolValues.contents(message.getToolCalls()));
        }
        return draft(
                onlyCalls ? Author.TOOL : Author.AGENT,
                onlyCalls ? EventType.TOOL_CALL_START : EventType.MESSAGE,
                content(parts),
                message,
                exact);
    }

    private static List<EventContent> parts(
            @Nullable String text, List<Media> media, Map<String, @Nullable Object> exact) {
        List<EventContent> parts = new ArrayList<>();
        if (text != null && !text.isEmpty()) {
            parts.add(TextContent.of(text));
        } else {
            exact.put(TEXT, text);
        }
        if (!media.isEmpty()) {
            parts.addAll(MediaValues.contents(media));
            exact.put(MEDIA, MediaValues.exact(media));
        }
        return parts;
    }

    private static EventContent content(List<? extends EventContent> parts) {
        if (parts.isEmpty()) {
            return TextContent.of("");
        }
        return (parts.size() == 1) ? parts.get(0) : new CompositeContent(List.copyOf(parts));
    }

    private static Map<String, @Nullable Object> exact(String kind) {
        Map<String, @Nullable Object> exact = new LinkedHashMap<>();
        exact.put(KIND, kind);
        return exact;
    }

    private static Draft draft(
            Author author, EventType type, EventContent content, Message message, Map<String, @Nullable Object> exact) {
        Map<String, @Nullable Object> metadata =
                Values.write(message.getMetadata(), Set.of(AbstractMessage.MESSAGE_TYPE));
        return new Draft(author, type, content, metadata, exact);
    }

    @Override
    public @Nullable Message decode(RoomEvent event) {
        try {
            return read(event);
        } catch (IllegalArgumentException | DateTimeException ex) {
            return null;
        }
    }

    private static @Nullable Message read(RoomEvent event) {
        Map<String, @Nullable Object> exact = event.channelData().extra();
        if (!(exact.get(KIND) instanceof String kind)
                || (event.type().equals(EventType.MESSAGE) && !isWritten(event.content()))) {
            return null;
        }
        @SuppressWarnings({"unchecked", "NullAway"}) // Spring AI's maps take null values.
        Map<String, Object> metadata = (Map<String, Object>) (Map<?, ?>) Values.read(event.metadata());
        return switch (kind) {
            case "user" ->
                UserMessage.builder()
                        .text(String.valueOf(text(event.content(), Map.of(TEXT, ""))))
                        .media(media(event.content(), exact))
                        .metadata(metadata)
                        .build();
            case "assistant" ->
                AssistantMessage.builder()
                        .content(text(event.content(), exact))
                        .media(media(event.content(), exact))
                        .toolCalls(ToolValues.readCalls(exact.get(TOOL_CALLS)))
                        .properties(metadata)
                        .build();
            case "system" ->
                SystemMessage.builder()
                        .text((event.content() instanceof SystemContent system) ? system.body() : "")
                        .metadata(metadata)
                        .build();
            case "tool" ->
                ToolResponseMessage.builder()
                        .responses(ToolValues.readResponses(
                                exact.get(RESPONSES), parts(event.content(), ToolCallContent.class)))
                        .metadata(metadata)
                        .build();
            default -> null;
        };
    }

    /**
     * Tells whether the content consists of at most one text and of media, as this codec writes it. An edit may have
     * replaced the content by any other content.
     */
    private static boolean isWritten(EventContent content) {
        List<TextContent> texts = parts(content, TextContent.class);
        return texts.size() <= 1
                && texts.size() + parts(content, MediaContent.class).size()
                        == parts(content, EventContent.class).size();
    }

    private static @Nullable String text(EventContent content, Map<String, ? extends @Nullable Object> exact) {
        List<TextContent> texts = parts(content, TextContent.class);
        String body = texts.isEmpty() ? "" : texts.get(0).body();
        return (body.isEmpty() && exact.containsKey(TEXT)) ? (String) exact.get(TEXT) : body;
    }

    private static List<Media> media(EventContent content, Map<String, ? extends @Nullable Object> exact) {
        return MediaValues.read(parts(content, MediaContent.class), exact.get(MEDIA));
    }

    private static <T extends EventContent> List<T> parts(EventContent content, Class<T> type) {
        List<EventContent> parts =
                (content instanceof CompositeContent composite) ? composite.parts() : List.of(content);
        return parts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public Message of(Utterance utterance) {
        List<Media> media = MediaValues.ofForeign(utterance.media());
        return (utterance.speaker() == Speaker.USER)
                ? UserMessage.builder().text(utterance.text()).media(media).build()
                : AssistantMessage.builder()
                        .content(utterance.text())
                        .media(media)
                        .build();
    }

    /** Returns the ids of the tool calls that a message contains or answers. */
    public static Set<String> toolIds(Message message) {
        Set<String> ids = new HashSet<>();
        if (message instanceof AssistantMessage assistant) {
            assistant.getToolCalls().forEach(call -> ids.add(String.valueOf(call.id())));
        } else if (message instanceof ToolResponseMessage results) {
            results.getResponses().forEach(result -> ids.add(String.valueOf(result.id())));
        }
        return ids;
    }

    public static Author author(Message message) {
        return switch (message.getMessageType()) {
            case USER -> Author.USER;
            case ASSISTANT -> Author.AGENT;
            case TOOL -> Author.TOOL;
            case SYSTEM -> Author.SYSTEM;
        };
    }
}
