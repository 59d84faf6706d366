package live.roomkit.store.contract;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Finds, for a record type, the components into which a test can put values that break careless code. These include the
 * components of nested records, and of the classes that implement {@code EventContent}. The components are found by
 * reflection, so components that later versions add are found too.
 */
final class HostilePlaces {

    private static final Map<Class<?>, Function<String, Object>> NAMED =
            Map.of(ChannelType.class, ChannelType::of, EventType.class, EventType::of);

    private HostilePlaces() {}

    /**
     * A component of a record, or of a nested record, in which a test tries values that break careless code.
     *
     * @param path the path of the component, such as {@code source.participantId}
     * @param type the type of the component: text, a map, a number or a time
     * @param planting the function that creates a record with such a value in this component
     */
    record Place(String path, Class<?> type, Planting planting) {

        /**
         * Returns the names that an exception may use for this component. When the constructor of the record rejects
         * the value of this component, the exception's message must contain one of these names.
         */
        String[] refusalNames() {
            String name = this.path.substring(this.path.lastIndexOf('.') + 1).replaceAll("\\W.*", "");
            return switch (name) {
                case "channelAddresses" -> new String[] {"channelType", "address"};
                case "type" -> new String[] {"eventType"};
                default -> new String[] {name, "the keys of a map"};
            };
        }

        /**
         * Tells whether the values to test in this component are maps, or keys of a map. The message of an exception
         * may contain the keys of a map as parts of a JSON pointer, and the id of a record that does not exist. The
         * message must not contain any other value that is tested.
         */
        boolean isName() {
            return this.path.endsWith("{key}") || this.type == Map.class;
        }

        /**
         * Returns one function for each value to test in this component. Each function takes a unique text. Every text
         * that a function returns is blank, or is derived from the argument of the function and therefore unique too.
         */
        List<Function<String, @Nullable Object>> values() {
            List<Function<String, @Nullable Object>> values = new ArrayList<>();
            if (this.type == String.class) {
                HostileTexts.ALL.forEach(text -> values.add(text::apply));
                values.add(text -> null);
            } else if (this.type == Map.class) {
                HostileValues.maps().forEach(map -> values.add(text -> map));
            } else {
                HostileValues.of(this.type).forEach(value -> values.add(text -> value));
            }
            return values;
        }

        /** Returns a random value to test in this component. */
        @Nullable
        Object any(Random random, String text) {
            if (this.type == String.class) {
                return HostileTexts.any(random, text);
            }
            if (this.type == Map.class) {
                return HostileValues.any(random, text);
            }
            List<Function<String, @Nullable Object>> values = values();
            return values.get(random.nextInt(values.size())).apply(text);
        }

        @Override
        public String toString() {
            return this.path;
        }
    }

    /**
     * Creates a copy of a record with a given value in one component. The constructor of the record may reject the
     * value.
     */
    interface Planting {

        Record plant(RandomRecords records, Record record, @Nullable Object value);
    }

    static List<Place> of(Class<? extends Record> type) {
        List<Place> places = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            places.addAll(of(component, component.getGenericType()));
        }
        return places;
    }

    private static List<Place> of(RecordComponent component, Type type) {
        String name = component.getName();
        if (type instanceof ParameterizedType generic) {
            return ofCollection(component, generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == EventContent.class) {
            return ofContent(component);
        }
        if (plain == String.class) {
            return List.of(place(component, name, String.class, value -> value));
        }
        if (NAMED.containsKey(plain)) {
            return List.of(place(component, name, String.class, value -> named(plain, value)));
        }
        if (plain == Object.class) {
            return List.of(place(component, name, Map.class, value -> value));
        }
        if (plain.isRecord()) {
            return inside(component, plain);
        }
        return HostileValues.of(plain).isEmpty() ? List.of() : List.of(place(component, name, plain, value -> value));
    }

    private static List<Place> ofCollection(RecordComponent component, ParameterizedType type) {
        String name = component.getName();
        Type[] parameters = type.getActualTypeArguments();
        Type last = parameters[parameters.length - 1];
        if (type.getRawType() == List.class) {
            if (last == String.class) {
                return List.of(place(component, name, String.class, Collections::singletonList));
            }
            return (last instanceof ParameterizedType)
                    ? List.of(place(component, name, Map.class, Collections::singletonList))
                    : List.of();
        }
        if (last == Object.class) {
            return List.of(place(component, name, Map.class, value -> value));
        }
        boolean typed = parameters[0] == ChannelType.class;
        Function<@Nullable Object, @Nullable Object> element = typed ? Collections::singletonList : value -> value;
        Object key = typed ? ChannelType.SMS : "key";
        return List.of(
                place(
                        component,
                        name + "{}",
                        String.class,
                        value -> Collections.singletonMap(key, element.apply(value))),
                place(
                        component,
                        name + "{key}",
                        String.class,
                        value -> Collections.singletonMap(
                                typed ? named(ChannelType.class, value) : value, element.apply("value"))));
    }

    private static @Nullable Object named(Class<?> type, @Nullable Object value) {
        return (value != null) ? Objects.requireNonNull(NAMED.get(type)).apply((String) value) : null;
    }

    /**
     * Returns the components of each class that implements {@code EventContent}. When {@code component} itself belongs
     * to such a class, returns only the components of {@code TextContent}. Content can contain other content, for which
     * this method calls itself indirectly. Without the restriction to {@code TextContent}, these calls would not end.
     */
    private static List<Place> ofContent(RecordComponent component) {
        boolean nested = EventContent.class.isAssignableFrom(component.getDeclaringRecord());
        List<Place> places = new ArrayList<>();
        for (Class<?> kind :
                nested ? new Class<?>[] {TextContent.class} : EventContent.class.getPermittedSubclasses()) {
            places.addAll(inside(component, kind));
        }
        return places;
    }

    @SuppressWarnings("unchecked")
    private static List<Place> inside(RecordComponent component, Class<?> type) {
        Class<? extends Record> inner = (Class<? extends Record>) type;
        String name = component.getName() + (component.getType().isRecord() ? "" : ":" + type.getSimpleName());
        return of(inner).stream()
                .map(place -> new Place(name + "." + place.path(), place.type(), (records, record, value) -> {
                    Object present = RandomRecords.valueOf(record, component);
                    Record whole = inner.isInstance(present) ? (Record) present : records.next(inner, Map.of());
                    return RandomRecords.with(
                            record, component, place.planting().plant(records, whole, value));
                }))
                .toList();
    }

    private static Place place(
            RecordComponent component,
            String path,
            Class<?> type,
            Function<@Nullable Object, @Nullable Object> toComponent) {
        return new Place(
                path,
                type,
                (records, record, value) -> RandomRecords.with(record, component, toComponent.apply(value)));
    }
}
