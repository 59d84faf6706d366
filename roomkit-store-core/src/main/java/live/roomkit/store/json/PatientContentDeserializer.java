package live.roomkit.store.json;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads content from any JSON value. Content of an unknown kind or in an unexpected format becomes
 * {@link live.roomkit.content.UnknownContent}. When contents are nested, only the content that cannot be read becomes
 * {@code UnknownContent}.
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

    /** Tells whether the value would be read as {@link live.roomkit.content.UnknownContent}. */
    static boolean isUnknown(@Nullable Object value) {
        return content(value, 1) instanceof UnknownContent;
    }

    private static EventContent content(@Nullable Object value, int depth) {
        if (!(value instanceof Map<?, ?> map) || depth > RecordWriter.MAX_LEVELS) {
            return new UnknownContent(value);
        }
        Class<? extends EventContent> kind = ContentKinds.of(map.get(ContentKinds.TYPE));
        try {
            return (kind != null) ? content(map, kind, depth) : new UnknownContent(value);
        } catch (RuntimeException e) {
            return new UnknownContent(value);
        }
    }

    private static EventContent content(Map<?, ?> map, Class<? extends EventContent> kind, int depth) {
        if (kind == CompositeContent.class) {
            return composite((List<?>) Checks.notNull("parts", map.get("parts")), depth);
        }
        if (kind == EditContent.class) {
            return edit(map, depth);
        }
        try {
            return strictly(map, kind);
        } catch (IllegalArgumentException refused) {
            return strictly(withoutEmptyTexts(map, kind), kind);
        }
    }

    private static EventContent strictly(Map<?, ?> map, Class<? extends EventContent> kind) {
        byte[] json = LimitedOutput.collect(Integer.MAX_VALUE, writer -> writer.writeFreeForm(map));
        return (EventContent) RecordReader.readStrictly(json, kind.asSubclass(Record.class));
    }

    private static Map<?, ?> withoutEmptyTexts(Map<?, ?> map, Class<? extends EventContent> kind) {
        Map<Object, @Nullable Object> rest = new LinkedHashMap<>(map);
        for (RecordComponent component : kind.getRecordComponents()) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                rest.remove(RecordShape.nameOf(component), "");
            }
        }
        return rest;
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
            throw new IllegalArgumentException("the edit has no new_content");
        }
        String target = (String) Checks.notNull("target_event_id", map.get("target_event_id"));
        EventContent newContent = content(map.get("new_content"), depth + 1);
        return new EditContent(target, newContent, (String) map.get("edit_source"));
    }
}
