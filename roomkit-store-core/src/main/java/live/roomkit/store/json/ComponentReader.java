package live.roomkit.store.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.EventContent;
import live.roomkit.event.EventType;
import live.roomkit.internal.Instants;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the value of a record component from JSON. A reader accepts only the format that {@link RecordWriter} writes.
 */
interface ComponentReader {

    /** Returns the value at the parser's position and moves the parser to the end of the value. */
    @Nullable
    Object read(JsonParser json);

    /** Returns the value that a component gets when it is missing in the JSON. */
    default @Nullable Object absent() {
        return null;
    }

    /**
     * Returns a reader that uses the given default value when the component is missing in the JSON. Returns this reader
     * when the default value is {@code null}, or when the component is not of a primitive type.
     */
    default ComponentReader orIfAbsent(@Nullable Object absent) {
        return this;
    }

    /**
     * Converts a value, which {@link FreeFormDeserializer} has already read from JSON, to the value of the component.
     */
    default @Nullable Object of(@Nullable Object value) {
        throw new RecordDecoder.UnusualFormException("must come after the field type");
    }

    static ComponentReader of(Type type) {
        if (type == String.class) {
            return new Text<>(text -> text);
        }
        if (type == Object.class) {
            return new FreeForm(Object.class);
        }
        if (type instanceof ParameterizedType generic) {
            return (generic.getRawType() == List.class) ? list(generic) : map(generic);
        }
        return ofClass((Class<?>) type);
    }

    private static ComponentReader ofClass(Class<?> type) {
        if (type.isPrimitive()) {
            return primitive(type);
        }
        if (type == Long.class || type == Integer.class || type == Double.class) {
            return orNull(number(type));
        }
        if (type == Instant.class) {
            return new Text<>(Instants::parse);
        }
        if (type == EventType.class) {
            return new Text<>(EventType::of);
        }
        if (type == ChannelType.class) {
            return new Text<>(ChannelType::of);
        }
        if (type == EventContent.class) {
            return new Content();
        }
        if (type.isEnum()) {
            return new Text<>(EnumNames.of(type)::constant);
        }
        return orNull(json -> RecordDecoder.of(type).read(json));
    }

    private static ComponentReader primitive(Class<?> type) {
        ComponentReader reader = (type == boolean.class) ? ComponentReader::bool : number(type);
        return new Primitive(reader, (type == double.class) ? null : zero(type));
    }

    private static Object zero(Class<?> type) {
        return (type == boolean.class) ? (Object) false : (type == int.class) ? (Object) 0 : (Object) 0L;
    }

    private static Object bool(JsonParser json) {
        RecordDecoder.require(
                json.hasToken(JsonToken.VALUE_TRUE) || json.hasToken(JsonToken.VALUE_FALSE), "must be true or false");
        return json.getBooleanValue();
    }

    private static ComponentReader number(Class<?> type) {
        if (type == double.class || type == Double.class) {
            return json -> {
                RecordDecoder.require(json.currentToken().isNumeric(), "must be a number");
                return json.getDoubleValue();
            };
        }
        boolean isInt = type == int.class || type == Integer.class;
        return json -> {
            RecordDecoder.require(json.hasToken(JsonToken.VALUE_NUMBER_INT), "must be an integer");
            return isInt ? (Object) json.getIntValue() : (Object) json.getLongValue();
        };
    }

    private static ComponentReader orNull(ComponentReader reader) {
        return json -> json.hasToken(JsonToken.VALUE_NULL) ? null : reader.read(json);
    }

    private static ComponentReader list(ParameterizedType type) {
        return new Elements(of(type.getActualTypeArguments()[0]));
    }

    private static ComponentReader map(ParameterizedType type) {
        Type value = type.getActualTypeArguments()[1];
        if (value == Object.class) {
            return new FreeForm(Map.class);
        }
        boolean byChannelType = type.getActualTypeArguments()[0] == ChannelType.class;
        ComponentReader reader = of(value);
        return orNull(json -> {
            RecordDecoder.require(json.hasToken(JsonToken.START_OBJECT), "must be an object");
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                map.put(byChannelType ? ChannelType.of(name) : name, reader.read(json));
            }
            return map;
        });
    }

    record Text<T>(Function<String, ? extends @Nullable T> parser) implements ComponentReader {

        @Override
        public @Nullable Object read(JsonParser json) {
            if (json.hasToken(JsonToken.VALUE_STRING)) {
                return this.parser.apply(json.getString());
            }
            RecordDecoder.require(json.hasToken(JsonToken.VALUE_NULL), "must be text");
            return null;
        }

        @Override
        public @Nullable Object of(@Nullable Object value) {
            RecordDecoder.require(value == null || value instanceof String, "must be text");
            return (value != null) ? this.parser.apply((String) value) : null;
        }
    }

    record Content() implements ComponentReader {

        @Override
        public Object read(JsonParser json) {
            return RecordDecoder.readContent(json);
        }

        @Override
        public Object of(@Nullable Object value) {
            return RecordDecoder.contentOf(value);
        }
    }

    record Elements(ComponentReader element) implements ComponentReader {

        @Override
        public @Nullable Object read(JsonParser json) {
            if (json.hasToken(JsonToken.VALUE_NULL)) {
                return null;
            }
            RecordDecoder.require(json.hasToken(JsonToken.START_ARRAY), "must be a list");
            List<@Nullable Object> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(this.element.read(json));
            }
            return list;
        }

        @Override
        public @Nullable Object of(@Nullable Object value) {
            RecordDecoder.require(value == null || value instanceof List, "must be a list");
            return (value != null)
                    ? ((List<?>) value).stream().map(this.element::of).toList()
                    : null;
        }
    }

    /**
     * Reads a component of the type {@code Object} or {@code Map} with {@link FreeFormDeserializer}. A component of the
     * type {@code Object} can have any JSON value. A component of the type {@code Map} can have only a JSON object or
     * {@code null}.
     */
    record FreeForm(Class<?> type) implements ComponentReader {

        @Override
        public @Nullable Object read(JsonParser json) {
            return of(FreeFormDeserializer.read(json));
        }

        @Override
        public @Nullable Object of(@Nullable Object value) {
            RecordDecoder.require(value == null || this.type.isInstance(value), "must be an object");
            return value;
        }
    }

    /**
     * Reads a component of a primitive type. A component that is missing or {@code null} gets the default value
     * {@code absent}. When {@code absent} is {@code null}, reading fails for a component that is missing or
     * {@code null}.
     */
    record Primitive(ComponentReader reader, @Nullable Object absent) implements ComponentReader {

        @Override
        public ComponentReader orIfAbsent(@Nullable Object other) {
            return (other != null) ? new Primitive(this.reader, other) : this;
        }

        @Override
        public @Nullable Object read(JsonParser json) {
            if (!json.hasToken(JsonToken.VALUE_NULL)) {
                return this.reader.read(json);
            }
            RecordDecoder.require(this.absent != null, "must not be null");
            return this.absent;
        }
    }
}
