package live.roomkit.ai.spring;

import java.net.URL;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;

/** Describes messages completely. {@code equals} of Spring AI leaves out media, whose own {@code equals} is that of objects. */
final class Exactly {

    private Exactly() {}

    static List<Object> all(List<Message> messages) {
        return messages.stream().map(Exactly::one).toList();
    }

    static Object one(Message message) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("class", message.getClass());
        all.put("text", message.getText());
        Map<String, Object> metadata = new TreeMap<>();
        message.getMetadata().forEach((key, value) -> metadata.put(key, typed(value)));
        all.put("metadata", metadata);
        if (message instanceof MediaContent content) {
            all.put("media", content.getMedia().stream().map(Exactly::media).toList());
        }
        if (message instanceof AssistantMessage assistant) {
            all.put("calls", assistant.getToolCalls());
        }
        if (message instanceof ToolResponseMessage tool) {
            all.put("responses", tool.getResponses());
        }
        return all;
    }

    private static Object typed(Object value) {
        return (value instanceof byte[] bytes)
                ? Arrays.toString(bytes)
                : (value instanceof Number) ? value.getClass().getSimpleName() + " " + value : value;
    }

    private static Object media(Media media) {
        Object data = media.getData();
        return Arrays.asList(
                media.getId(),
                media.getName(),
                media.getMimeType(),
                (data instanceof byte[] bytes) ? Arrays.toString(bytes) : data.toString(),
                data instanceof URL);
    }
}
