package live.roomkit.store.contract;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventType;
import live.roomkit.identity.Address;
import org.jspecify.annotations.Nullable;

/**
 * Creates random records of any type by reflection. The values in the records are valid, but careless code may handle
 * them wrongly. When a constructor rejects the random values, other random values are tried.
 */
final class RandomRecords {

    private static final int ATTEMPTS = 1000;

    private static final int DEEPEST_CONTENT = 3;

    private final Random random;

    private final RandomValues values;

    private int contentDepth;

    /**
     * Creates a generator. The same seed results in the same records, except for the addresses in them. The constructor
     * multiplies the seed by a large number, because {@code Random} returns similar first numbers for similar seeds.
     */
    RandomRecords(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.values = new RandomValues(this.random);
    }

    /**
     * Returns a random record of the given type. The keys of {@code given} are the names of components, and its values
     * are the values of these components. All other components have random values.
     */
    <T extends Record> T next(Class<T> type, Map<String, Object> given) {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return construct(type, given);
            } catch (IllegalArgumentException refused) {
                continue;
            }
        }
        throw new AssertionError("No valid values found for " + type);
    }

    /**
     * Returns a copy of the record with {@code value} in the given component. The constructor of the record may reject
     * the value.
     */
    @SuppressWarnings("unchecked")
    static <T extends Record> T with(T record, RecordComponent component, @Nullable Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            boolean changed = components[i].getName().equals(component.getName());
            arguments[i] = changed ? value : valueOf(record, components[i]);
        }
        return (T) construct(record.getClass(), arguments);
    }

    static @Nullable Object valueOf(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private <T extends Record> T construct(Class<T> type, Map<String, Object> given) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            arguments[i] = given.containsKey(name) ? given.get(name) : component(components[i]);
        }
        return construct(type, arguments);
    }

    private static <T extends Record> T construct(Class<T> type, @Nullable Object[] arguments) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            throw refusal(thrown);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static IllegalArgumentException refusal(InvocationTargetException thrown) {
        if (thrown.getTargetException() instanceof IllegalArgumentException refused) {
            return refused;
        }
        throw new AssertionError(thrown.getTargetException());
    }

    private @Nullable Object component(RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (nullable && this.random.nextInt(3) == 0) {
            return null;
        }
        return switch (component.getName()) {
            case "url", "thumbnailUrl" -> "https://example.org/" + this.values.text();
            case "latitude" -> this.values.decimal() % 90;
            case "longitude" -> this.values.decimal() % 180;
            case "confidence" -> this.random.nextDouble();
            case "exponentialBase" -> 1 + this.random.nextDouble();
            case "channelAddresses" -> this.values.addresses();
            case "json" -> unknownContent();
            default -> value(component.getGenericType());
        };
    }

    @SuppressWarnings("unchecked")
    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == EventContent.class) {
            return content();
        }
        if (plain == ChannelType.class) {
            return ChannelType.of(this.values.name());
        }
        if (plain == Address.class) {
            return Address.of(ChannelType.of(this.values.name()), UUID.randomUUID() + this.values.name())
                    .scope("scope");
        }
        if (plain == EventType.class) {
            return EventType.of(this.values.name());
        }
        if (plain.isRecord()) {
            return next((Class<? extends Record>) plain, Map.of());
        }
        return plain.isEnum() ? constant(plain) : this.values.of(plain);
    }

    private Object collection(ParameterizedType type) {
        Type[] parameters = type.getActualTypeArguments();
        int size = this.random.nextInt(4);
        if (type.getRawType() == List.class) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(value(parameters[0]));
            }
            return list;
        }
        if (parameters[1] == Object.class) {
            return this.values.freeFormMap(0);
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(value(parameters[0]), value(parameters[1]));
        }
        return map;
    }

    /**
     * Returns a random constant of an enum. Leaves out the last constant if its name is {@code UNKNOWN} or
     * {@code UNRECOGNIZED}, because stores refuse to write this constant.
     */
    private Object constant(Class<?> type) {
        List<Object> constants = new ArrayList<>(Arrays.asList(type.getEnumConstants()));
        Enum<?> last = (Enum<?>) constants.get(constants.size() - 1);
        if (last.name().equals("UNKNOWN") || last.name().equals("UNRECOGNIZED")) {
            constants.remove(last);
        }
        return constants.get(this.random.nextInt(constants.size()));
    }

    /** Returns random content. Deeply nested content is never composite, so that the result stays small. */
    @SuppressWarnings("unchecked")
    private Object content() {
        Class<?>[] kinds = EventContent.class.getPermittedSubclasses();
        Class<?> kind = kinds[this.random.nextInt(kinds.length)];
        this.contentDepth++;
        try {
            if (kind == CompositeContent.class && this.contentDepth > DEEPEST_CONTENT) {
                return new UnknownContent(unknownContent());
            }
            return next((Class<? extends Record>) kind, Map.of());
        } finally {
            this.contentDepth--;
        }
    }

    private Object unknownContent() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(this.values.freeFormMap(0));
        switch (this.random.nextInt(3)) {
            case 0 -> json.put("type", "x-" + this.values.text());
            case 1 -> {
                json.put("type", "text");
                json.put("body", List.of(1));
            }
            default -> json.remove("type");
        }
        return json;
    }
}
