package live.roomkit.store.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads free-form values: any JSON value becomes a map, a list, a string, a number, a boolean or {@code null}. Numbers
 * are not rounded. The deserializer reads nested values in a loop and not by recursion, so deep nesting cannot overflow
 * the stack.
 */
final class FreeFormDeserializer extends StdDeserializer<Object> {

    FreeFormDeserializer() {
        super(Object.class);
    }

    @Override
    public @Nullable Object deserialize(JsonParser json, DeserializationContext context) {
        return read(json);
    }

    static @Nullable Object read(JsonParser json) {
        JsonToken token = json.currentToken();
        return (token != null && token.isStructStart()) ? container(json, start(token)) : scalar(json);
    }

    private static Object container(JsonParser json, Object root) {
        Deque<Object> open = new ArrayDeque<>();
        Deque<String> names = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.PROPERTY_NAME) {
                names.push(json.currentName());
            } else if (token.isStructEnd()) {
                open.pop();
            } else if (token.isStructStart()) {
                Object container = start(token);
                add(open.element(), names, container);
                open.push(container);
            } else {
                add(open.element(), names, scalar(json));
            }
        }
        return root;
    }

    private static Object start(JsonToken token) {
        return (token == JsonToken.START_OBJECT) ? new LinkedHashMap<String, Object>() : new ArrayList<Object>();
    }

    @SuppressWarnings("unchecked")
    private static void add(Object container, Deque<String> names, @Nullable Object value) {
        if (container instanceof Map<?, ?> map) {
            ((Map<String, @Nullable Object>) map).put(names.pop(), value);
        } else {
            ((List<@Nullable Object>) container).add(value);
        }
    }

    private static @Nullable Object scalar(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            default -> json.getString();
        };
    }
}
