package live.roomkit.store.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.content.EventContent;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomTimers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.PropertyNamingStrategies;

/** The components of a record type as they are stored: their names, and how to get at them. Kept once per type. */
final class RecordShape {

    /** Components that the store keeps in columns of their own, where appending can change them without the record. */
    private static final Map<Class<?>, Set<String>> MANAGED = Map.of(
            RoomEvent.class, Set.of("index"),
            Room.class, Set.of("eventCount", "latestIndex", "deliveredIndex"),
            RoomTimers.class, Set.of("lastActivityAt"));

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {

        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final List<String> keys;

    private final List<Property> inOrder;

    private final List<Property> sorted;

    private final List<Property> whole;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.keys = Arrays.stream(components).map(RecordShape::nameOf).toList();
        this.inOrder = properties(type, components, MANAGED.getOrDefault(type, Set.of()));
        this.sorted = this.inOrder.stream()
                .sorted(Comparator.comparing(property -> property.name().getValue()))
                .toList();
        this.whole = properties(type, components, Set.of());
    }

    /** The shape of that type. */
    static RecordShape of(Class<? extends Record> type) {
        return SHAPES.get(type);
    }

    /** The names of all components, in their order. */
    List<String> keys() {
        return this.keys;
    }

    /** What is written, in order of declaration or sorted by name. */
    List<Property> properties(boolean byName) {
        return byName ? this.sorted : this.inOrder;
    }

    /** What is written where no store keeps anything beside the record, in order of declaration. */
    List<Property> wholeProperties() {
        return this.whole;
    }

    /** The name of a component in JSON. */
    static String nameOf(RecordComponent component) {
        return SnakeCase.of(component.getName());
    }

    private static List<Property> properties(Class<?> type, RecordComponent[] components, Set<String> managed) {
        List<Property> properties = new ArrayList<>();
        if (EventContent.class.isAssignableFrom(type)) {
            properties.add(Property.of("type", accessor(type, "type")));
        }
        for (RecordComponent component : components) {
            if (!managed.contains(component.getName())) {
                properties.add(Property.of(nameOf(component), component.getAccessor()));
            }
        }
        return List.copyOf(properties);
    }

    private static Method accessor(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Content without a type", e);
        }
    }

    /**
     * Something that is written.
     *
     * @param name its name in JSON
     * @param accessor takes a record, gives the value
     * @param freeForm whether any free-form value may stand there
     */
    record Property(SerializedString name, MethodHandle accessor, boolean freeForm) {

        private static Property of(String name, Method accessor) {
            try {
                MethodHandle handle = MethodHandles.publicLookup().unreflect(accessor);
                return new Property(
                        new SerializedString(name),
                        handle.asType(MethodType.methodType(Object.class, Record.class)),
                        accessor.getReturnType() == Object.class);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("Records that are stored must be public", e);
            }
        }

        /** The value in that record. */
        @Nullable
        Object valueIn(Record record) {
            try {
                return (@Nullable Object) this.accessor.invokeExact(record);
            } catch (Throwable e) {
                throw new IllegalStateException("The component " + this.name + " cannot be read", e);
            }
        }
    }

    /** Makes JSON names of Java names, as the reading side does. */
    private static final class SnakeCase extends PropertyNamingStrategies.SnakeCaseStrategy {

        private static final long serialVersionUID = 1L;

        private static String of(String name) {
            return new SnakeCase().translate(name);
        }
    }
}
