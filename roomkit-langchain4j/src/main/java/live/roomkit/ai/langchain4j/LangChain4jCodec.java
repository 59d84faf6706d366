package live.roomkit.ai.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.ai.Utterance;
import live.roomkit.ai.Utterance.Speaker;
import live.roomkit.ai.internal.Draft;
import live.roomkit.ai.internal.Draft.Author;
import live.roomkit.ai.internal.MessageCodec;
import live.roomkit.ai.internal.ToolContents;
import live.roomkit.ai.internal.Values;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.ToolCallStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.InvalidContentException;
import org.jspecify.annotations.Nullable;

/**
 * Converts the messages of LangChain4j to events and back. Each message becomes event content that can be read without
 * LangChain4j. When a message contains anything besides a single text, the event also contains the message in
 * LangChain4j's own JSON format, so that the message can be restored exactly.
 */
final class LangChain4jCodec implements MessageCodec<ChatMessage> {

    private static final String KIND = "kind";

    private static final String JSON = "json";

    @Override
    public String framework() {
        return "langchain4j";
    }

    @Override
    public Draft encode(ChatMessage message) {
        ChatMessageType type = message.type();
        if (type == null || type.messageClass() != message.getClass()) {
            throw new InvalidContentException(
                    "",
                    "is a " + message.getClass().getName()
                            + ", a kind of message that this version of roomkit-langchain4j does not know; use the version that is"
                            + " made for it, or one of LangChain4j's own messages instead");
        }
        return switch (type) {
            case SYSTEM ->
                draft(Author.SYSTEM, EventType.SYSTEM, SystemContent.of(((SystemMessage) message).text()), message);
            case USER ->
                draft(Author.USER, EventType.MESSAGE, content(parts(((UserMessage) message).contents())), message);
            case AI -> ai((AiMessage) message);
            case TOOL_EXECUTION_RESULT ->
                draft(Author.TOOL, EventType.TOOL_CALL_END, result((ToolExecutionResultMessage) message), message);
            case CUSTOM -> draft(Author.TOOL, EventType.MESSAGE, TextContent.of(""), message);
        };
    }

    private static Draft ai(AiMessage message) {
        String text = message.text();
        boolean onlyCalls = (text == null || text.isEmpty()) && message.hasToolExecutionRequests();
        return onlyCalls
                ? draft(Author.TOOL, EventType.TOOL_CALL_START, content(calls(message)), message)
                : draft(Author.AGENT, EventType.MESSAGE, TextContent.of((text != null) ? text : ""), message);
    }

    private static Draft draft(Author author, EventType type, EventContent content, ChatMessage message) {
        String kind = message.type().name();
        Map<String, @Nullable Object> attributes = Values.write(attributes(message), Set.of());
        boolean plain = attributes.isEmpty() && message.equals(plain(kind, content));
        return new Draft(
                author,
                type,
                content,
                attributes,
                plain
                        ? Map.of(KIND, kind)
                        : Map.of(
                                KIND,
                                kind,
                                JSON,
                                ChatMessageSerializer.messageToJson(withAttributes(message, Map.of()))));
    }

    @Override
    public @Nullable ChatMessage decode(RoomEvent event) {
        try {
            return read(event);
        } catch (RuntimeException ex) {
            // LangChain4j does not say which exceptions damaged JSON causes.
            return null;
        }
    }

    private @Nullable ChatMessage read(RoomEvent event) {
        Map<String, @Nullable Object> exact = event.channelData().extra();
        if (!(exact.get(KIND) instanceof String kind)) {
            return null;
        }
        if (!(exact.get(JSON) instanceof String json)) {
            return plain(kind, event.content());
        }
        ChatMessage message = ChatMessageDeserializer.messageFromJson(json);
        @SuppressWarnings({"unchecked", "NullAway"}) // LangChain4j's maps take null values.
        Map<String, Object> attributes = (Map<String, Object>) (Map<?, ?>) Values.read(event.metadata());
        return edited(withAttributes(message, attributes), event);
    }

    /**
     * Applies the content of an event to the message that was restored from the JSON in the event. Somebody may have
     * edited the content. Returns {@code null} when the message cannot have the new content.
     */
    private @Nullable ChatMessage edited(ChatMessage message, RoomEvent event) {
        if (!event.type().equals(EventType.MESSAGE) || encode(message).content().equals(event.content())) {
            return message;
        }
        return (message instanceof AiMessage ai && event.content() instanceof TextContent text)
                ? ai.toBuilder().text(text.body()).build()
                : null;
    }

    /**
     * Returns the message for content with a single text, or {@code null} when only LangChain4j's JSON can restore the
     * message.
     */
    private static @Nullable ChatMessage plain(String kind, EventContent content) {
        if (kind.equals("SYSTEM") && content instanceof SystemContent system) {
            return SystemMessage.from(system.body());
        }
        if (!(content instanceof TextContent text)) {
            return null;
        }
        return switch (kind) {
            case "USER" -> text.body().isEmpty() ? null : UserMessage.from(text.body());
            case "AI" -> AiMessage.from(text.body());
            default -> null;
        };
    }

    @Override
    public ChatMessage of(Utterance utterance) {
        if (utterance.speaker() == Speaker.ASSISTANT) {
            return AiMessage.from(utterance.text());
        }
        List<Content> contents = new ArrayList<>();
        if (!utterance.text().isEmpty()) {
            contents.add(dev.langchain4j.data.message.TextContent.from(utterance.text()));
        }
        for (MediaContent file : utterance.media()) {
            ImageContent image = file.mimeType().startsWith("image/") ? image(file) : null;
            if (image != null) {
                contents.add(image);
            }
        }
        return contents.isEmpty() ? UserMessage.from("(a file)") : UserMessage.from(contents);
    }

    /** Returns an image, or {@code null} when its URL is not a valid URI, which LangChain4j requires. */
    private static @Nullable ImageContent image(MediaContent file) {
        int comma = file.url().startsWith("data:") ? file.url().indexOf(";base64,") : -1;
        try {
            return (comma > 0)
                    ? ImageContent.from(file.url().substring(comma + ";base64,".length()), file.mimeType())
                    : ImageContent.from(file.url());
        } catch (IllegalArgumentException ex) {
            return null;
        }
    }

    private static List<EventContent> parts(List<Content> contents) {
        List<EventContent> parts = new ArrayList<>();
        for (Content content : contents) {
            if (content instanceof dev.langchain4j.data.message.TextContent text) {
                parts.add(TextContent.of(text.text()));
            } else if (content instanceof ImageContent image && image.image().url() != null) {
                addImage(parts, image.image().url().toString(), image.image().mimeType());
            }
        }
        return parts;
    }

    /** Adds an image when its URL has the scheme http or https. */
    private static void addImage(List<EventContent> parts, String url, @Nullable String mimeType) {
        if (url.startsWith("http://") || url.startsWith("https://")) {
            parts.add(MediaContent.of(url, (mimeType == null || mimeType.isBlank()) ? "image/*" : mimeType));
        }
    }

    private static List<ToolCallContent> calls(AiMessage message) {
        List<ToolCallContent> calls = new ArrayList<>();
        for (ToolExecutionRequest request : message.toolExecutionRequests()) {
            calls.add(ToolContents.call(request.name(), request.id(), calls.size())
                    .arguments(ToolContents.arguments(request.arguments()))
                    .build());
        }
        return calls;
    }

    private static ToolCallContent result(ToolExecutionResultMessage message) {
        return ToolContents.call(message.toolName(), message.id(), 0)
                .result(message.hasSingleText() ? message.text() : null)
                .status(Boolean.TRUE.equals(message.isError()) ? ToolCallStatus.FAILED : ToolCallStatus.COMPLETED)
                .build();
    }

    private static EventContent content(List<? extends EventContent> parts) {
        if (parts.isEmpty()) {
            return TextContent.of("");
        }
        return (parts.size() == 1) ? parts.get(0) : new CompositeContent(List.copyOf(parts));
    }

    private static Map<String, Object> attributes(ChatMessage message) {
        if (message instanceof UserMessage user) {
            return user.attributes();
        }
        if (message instanceof AiMessage ai) {
            return ai.attributes();
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return result.attributes();
        }
        return (message instanceof CustomMessage custom) ? custom.attributes() : Map.of();
    }

    private static ChatMessage withAttributes(ChatMessage message, Map<String, Object> attributes) {
        if (message instanceof UserMessage user) {
            return user.toBuilder().attributes(attributes).build();
        }
        if (message instanceof AiMessage ai) {
            return ai.toBuilder().attributes(attributes).build();
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return result.toBuilder().attributes(attributes).build();
        }
        return (message instanceof CustomMessage) ? CustomMessage.from(attributes) : message;
    }
}
