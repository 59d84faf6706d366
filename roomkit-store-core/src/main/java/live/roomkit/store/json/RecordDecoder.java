package live.roomkit.store.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import live.roomkit.content.EventContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads records of one type directly from a JSON parser, without building a tree of the JSON and without a reflective
 * call for each value. A decoder accepts only the format that {@link RecordWriter} writes. When a decoder fails,
 * {@link RecordReader} reads the record leniently.
 */
final class RecordDecoder {

    private static final ClassValue<RecordDecoder> DECODERS = new ClassValue<>() {

        @Override
        protected RecordDecoder computeValue(Class<?> type) {
            return new RecordDecoder(type);
        }
    };

    private static final int INDEX = RecordShape.of(RoomEvent.class).keys().indexOf("index");

    private final Map<String, Component> components = new HashMap<>();

    private final @Nullable Object[] defaults;

    private final MethodHandle constructor;

    private RecordDecoder(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.defaults = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String name = RecordShape.nameOf(component);
            ComponentReader reader =
                    ComponentReader.of(component.getGenericType()).orIfAbsent(RecordShape.absent(component));
            this.components.put(name, new Component(i, reader));
            this.defaults[i] = reader.absent();
        }
        this.constructor = constructor(type, components);
    }

    static RecordDecoder of(Class<?> type) {
        return DECODERS.get(type);
    }

    /** Reads a record. The parser must be at the beginning of the JSON object. */
    Record read(JsonParser json) {
        return construct(readRest(json, this.defaults.clone()));
    }

    /**
     * Reads an event and sets the given index, which a store keeps outside the JSON. An index in the JSON is ignored.
     */
    static RoomEvent readEvent(JsonParser json, long index) {
        RecordDecoder decoder = of(RoomEvent.class);
        @Nullable Object[] values = decoder.readRest(json, decoder.defaults.clone());
        values[INDEX] = index;
        return (RoomEvent) decoder.construct(values);
    }

    private @Nullable Object[] readRest(JsonParser json, @Nullable Object[] values) {
        require(
                json.currentToken() == JsonToken.START_OBJECT || json.currentToken() == JsonToken.PROPERTY_NAME,
                "must be an object");
        String name = json.hasToken(JsonToken.PROPERTY_NAME) ? json.currentName() : json.nextName();
        for (; name != null; name = json.nextName()) {
            Component component = this.components.get(name);
            json.nextToken();
            if (component != null) {
                values[component.position()] = component.reader().read(json);
            } else {
                json.skipChildren();
            }
        }
        return values;
    }

    /**
     * Reads content. Fields before the field {@code type} are read as free-form values, because the kind of content is
     * not known yet. In {@code jsonb}, few fields come before the field {@code type}, because PostgreSQL puts short
     * names first. Content of an unknown kind becomes {@link live.roomkit.content.UnknownContent}.
     */
    static EventContent readContent(JsonParser json) {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return new UnknownContent(null);
        }
        require(json.hasToken(JsonToken.START_OBJECT), "must be an object");
        require(json.streamReadContext().getNestingDepth() <= RecordWriter.MAX_LEVELS, "is nested too deep");
        Map<String, @Nullable Object> before = Map.of();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            if (name.equals(ContentKinds.TYPE)) {
                require(json.hasToken(JsonToken.VALUE_STRING), "must be text");
                Class<? extends EventContent> kind = ContentKinds.of(json.getString());
                return (kind != null) ? readKind(kind, before, json) : readUnknown(before, json);
            }
            before = before.isEmpty() ? new LinkedHashMap<>() : before;
            before.put(name, FreeFormDeserializer.read(json));
        }
        throw new UnusualFormException("must have a type");
    }

    /** Converts a free-form value, which was already read from JSON, to content. */
    static EventContent contentOf(@Nullable Object value) {
        byte[] bytes = LimitedOutput.collect(Integer.MAX_VALUE, writer -> writer.writeFreeForm(value));
        return RecordReader.readContent(bytes);
    }

    private static EventContent readKind(
            Class<? extends EventContent> kind, Map<String, @Nullable Object> before, JsonParser json) {
        json.nextToken();
        return (EventContent) of(kind).readWith(before, json);
    }

    private static EventContent readUnknown(Map<String, @Nullable Object> before, JsonParser json) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(before);
        all.put(ContentKinds.TYPE, json.getString());
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            all.put(name, FreeFormDeserializer.read(json));
        }
        return new UnknownContent(all);
    }

    private Record readWith(Map<String, @Nullable Object> before, JsonParser json) {
        @Nullable Object[] values = this.defaults.clone();
        before.forEach((name, value) -> {
            Component component = this.components.get(name);
            if (component != null) {
                values[component.position()] = component.reader().of(value);
            }
        });
        return construct(json.hasToken(JsonToken.END_OBJECT) ? values : readRest(json, values));
    }

    private Record construct(@Nullable Object[] values) {
        try {
            return (Record) this.constructor.invokeExact(values);
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw new IllegalStateException("The constructor of a record threw a checked exception", ex);
        }
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return MethodHandles.publicLookup()
                    .unreflectConstructor(constructor)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Record.class, Object[].class));
        } catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(
                    "The record cannot be constructed: it and its canonical constructor must be public", ex);
        }
    }

    static void require(boolean usual, String otherwise) {
        if (!usual) {
            throw new UnusualFormException(otherwise);
        }
    }

    private record Component(int position, ComponentReader reader) {}

    /**
     * Thrown when the value at the parser's position does not have the format that {@link RecordWriter} writes.
     * {@link RecordReader} may still be able to read the value leniently.
     */
    static final class UnusualFormException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnusualFormException(String problem) {
            super(problem, null, false, false);
        }
    }
}
