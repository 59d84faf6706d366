package live.roomkit.store.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads a value that is stored as a JSON string. */
final class TextDeserializer<T> extends StdDeserializer<T> {

    private final Function<String, ? extends @Nullable Object> parser;

    TextDeserializer(Class<?> type, Function<String, ? extends @Nullable Object> parser) {
        super(type);
        this.parser = parser;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T deserialize(JsonParser json, DeserializationContext context) {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return (T) context.handleUnexpectedToken(handledType(), json);
        }
        return (T) this.parser.apply(json.getString());
    }
}
