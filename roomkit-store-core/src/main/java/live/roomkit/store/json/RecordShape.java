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
import live.roomkit.identity.Identity;
import live.roomkit.internal.Defaults;
import live.roomkit.room.Room;
import live.roomkit.room.RoomTimers;
import live.roomkit.task.Observation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.PropertyNamingStrategies;

/** Contains the JSON names and accessors of the components of a record type. There is one instance per record type. */
final class RecordShape {

    /**
     * Components that a store keeps in separate columns, so that an SQL statement can change the columns without
     * rewriting the JSON.
     */
    private static final Map<Class<?>, Set<String>> MANAGED = Map.of(
            RoomEvent.class, Set.of("index"),
            Room.class, Set.of("eventCount", "latestIndex", "deliveredIndex"),
            RoomTimers.class, Set.of("lastActivityAt"),
            Identity.class, Set.of("merge"));

    /**
     * Default values of primitive components that are missing in the JSON. Contains only defaults that are not zero.
     */
    private static final Map<Class<?>, Map<String, Object>> ABSENT = Map.of(
            Room.class, Map.of("latestIndex", Defaults.INDEX, "deliveredIndex", Defaults.INDEX),
            Observation.class, Map.of("confidence", Defaults.CONFIDENCE));

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

    static RecordShape of(Class<? extends Record> type) {
        return SHAPES.get(type);
    }

    /** Returns the JSON names of all components, in order of declaration. */
    List<String> keys() {
        return this.keys;
    }

    /**
     * Returns the components that are part of the stored JSON. The components are sorted by name when {@code byName} is
     * {@code true}, and are in order of declaration otherwise.
     */
    List<Property> properties(boolean byName) {
        return byName ? this.sorted : this.inOrder;
    }

    /**
     * Returns the default value of a component that is missing in the JSON, or {@code null} when {@link #ABSENT}
     * contains no default value for the component.
     */
    static @Nullable Object absent(RecordComponent component) {
        return ABSENT.getOrDefault(component.getDeclaringRecord(), Map.of()).get(component.getName());
    }

    /** Returns all components, including those that a store keeps separately, in order of declaration. */
    List<Property> wholeProperties() {
        return this.whole;
    }

    /** Returns the JSON name of a component. */
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
            throw new IllegalStateException("A content record has no public method type()", e);
        }
    }

    /**
     * A component that is written to JSON.
     *
     * @param name the name in JSON
     * @param accessor the method handle that returns the value of the component in a record
     * @param freeForm whether the component may hold any free-form value
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
                throw new IllegalStateException("The component cannot be read: its record must be public", e);
            }
        }

        @Nullable
        Object valueIn(Record record) {
            try {
                return (@Nullable Object) this.accessor.invokeExact(record);
            } catch (Throwable e) {
                throw new IllegalStateException("The component " + this.name + " cannot be read", e);
            }
        }
    }

    /**
     * Converts Java names to JSON names by Jackson's rules for snake case. Jackson applies the same rules when it reads
     * JSON.
     */
    private static final class SnakeCase extends PropertyNamingStrategies.SnakeCaseStrategy {

        private static final long serialVersionUID = 1L;

        private static String of(String name) {
            return new SnakeCase().translate(name);
        }
    }
}
