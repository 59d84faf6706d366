package live.roomkit.store.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes records and the values of their components with {@link RecordWriter}. */
final class WholeRecordSerializer<T> extends StdSerializer<T> {

    WholeRecordSerializer(Class<T> type) {
        super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializationContext context) {
        RecordWriter.writeWhole(json, value);
    }

    @Override
    public void serializeWithType(T value, JsonGenerator json, SerializationContext context, TypeSerializer type) {
        serialize(value, json, context);
    }

    static final class Key<T> extends StdSerializer<T> {

        Key(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeName(
                    (value instanceof Enum<?> constant)
                            ? EnumNames.of(constant.getDeclaringClass()).nameOf(constant)
                            : value.toString());
        }
    }
}
