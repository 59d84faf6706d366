package live.roomkit.store.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.UnknownContent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads content of any form. What is not of a known kind, or not in the form that its kind has, is kept as it is; inside
 * other content, only the part that cannot be read.
 */
final class PatientContentDeserializer extends StdDeserializer<EventContent> {

    PatientContentDeserializer() {
        super(EventContent.class);
    }

    @Override
    public EventContent getNullValue(DeserializationContext context) {
        return new UnknownContent(null);
    }

    @Override
    public EventContent deserialize(JsonParser json, DeserializationContext context) {
        return content(FreeFormDeserializer.read(json), 1);
    }

    private static EventContent content(@Nullable Object value, int depth) {
        Class<? extends EventContent> kind =
                (value instanceof Map<?, ?> map) ? ContentKinds.of(map.get(ContentKinds.TYPE)) : null;
        if (kind == null || depth > RecordWriter.MAX_LEVELS) {
            return new UnknownContent(value);
        }
        try {
            return content((Map<?, ?>) value, kind, depth);
        } catch (RuntimeException e) {
            return new UnknownContent(value);
        }
    }

    private static EventContent content(Map<?, ?> map, Class<? extends EventContent> kind, int depth) {
        if (kind == CompositeContent.class) {
            return composite((List<?>) map.get("parts"), depth);
        }
        if (kind == EditContent.class) {
            return edit(map, depth);
        }
        byte[] json = LimitedOutput.collect(Integer.MAX_VALUE, writer -> writer.writeFreeForm(map));
        return (EventContent) RecordReader.readStrictly(json, kind.asSubclass(Record.class));
    }

    private static EventContent composite(List<?> parts, int depth) {
        List<EventContent> contents = new ArrayList<>();
        for (Object part : parts) {
            contents.add(content(part, depth + 1));
        }
        return new CompositeContent(contents);
    }

    private static EventContent edit(Map<?, ?> map, int depth) {
        if (!map.containsKey("new_content")) {
            throw new IllegalArgumentException("an edit without content");
        }
        return new EditContent(
                (String) map.get("target_event_id"),
                content(map.get("new_content"), depth + 1),
                (String) map.get("edit_source"));
    }
}
