package live.roomkit.store.json;

import java.time.DateTimeException;
import live.roomkit.content.EventContent;
import live.roomkit.store.InvalidContentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.jsontype.TypeDeserializer;

/**
 * Reads a record, or a value in a record, with a {@link ComponentReader}. When the JSON is not in the format that
 * {@link RecordWriter} writes, throws an exception that describes the problem.
 */
final class WholeRecordDeserializer<T> extends StdDeserializer<T> {

    private final Class<T> type;

    private final ComponentReader reader;

    WholeRecordDeserializer(Class<T> type) {
        super(type);
        this.type = type;
        this.reader = ComponentReader.of(EventContent.class.isAssignableFrom(type) ? EventContent.class : type);
    }

    @Override
    public @Nullable T deserialize(JsonParser json, DeserializationContext context) {
        try {
            Object value = this.reader.read(json);
            RecordDecoder.require(value == null || this.type.isInstance(value), "must be content of another type");
            return this.type.cast(value);
        } catch (JacksonException ex) {
            throw ex;
        } catch (RuntimeException ex) {
            throw MismatchedInputException.from(json, this.type, place(json) + ' ' + problem(ex));
        }
    }

    @Override
    public @Nullable Object deserializeWithType(
            JsonParser json, DeserializationContext context, TypeDeserializer typeDeserializer) {
        return deserialize(json, context);
    }

    private static String place(JsonParser json) {
        String pointer = json.streamReadContext().pathAsPointer().toString();
        return pointer.isEmpty() ? "The value" : pointer;
    }

    /**
     * Describes why a record cannot be read. Includes the message of the exception only when the message cannot contain
     * a value of the record.
     */
    private static String problem(RuntimeException ex) {
        if (ex instanceof DateTimeException) {
            return "must be a time in ISO-8601";
        }
        if (ex instanceof RecordDecoder.UnusualFormException) {
            return String.valueOf(ex.getMessage());
        }
        boolean isCheck = ex.getClass() == IllegalArgumentException.class || ex instanceof InvalidContentException;
        return isCheck ? "cannot be read: " + ex.getMessage() : "cannot be read";
    }

    static final class Key extends KeyDeserializer {

        private final ComponentReader reader;

        Key(Class<?> type) {
            this.reader = ComponentReader.of(type);
        }

        @Override
        public @Nullable Object deserializeKey(String key, DeserializationContext context) {
            return this.reader.of(key);
        }
    }
}
