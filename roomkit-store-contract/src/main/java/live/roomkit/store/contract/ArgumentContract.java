package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests that every operation rejects an invalid argument with an exception that names the argument. Operations are
 * found by reflection, so operations of later versions are tested too.
 */
public abstract class ArgumentContract extends StoreContract {

    private static final String ROOM_ID = "a-room-that-never-is";

    private static final Map<Class<?>, Object> SAMPLES = samples();

    /** Creates the tests for the given store. */
    protected ArgumentContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @TestFactory
    Stream<DynamicTest> noArgumentMayBeNullUnlessItSaysSo() {
        return refused(parameter -> !parameter.getType().isPrimitive() && !StoreMethods.isNullable(parameter), null);
    }

    @TestFactory
    Stream<DynamicTest> noTextMayHoldWhatADatabaseCannot() {
        return Stream.of("a\u0000b", "\uD83D", "a\uDE80")
                .flatMap(text -> refused(parameter -> parameter.getType() == String.class, text));
    }

    @TestFactory
    Stream<DynamicTest> everyLimitIsBetween1And1000() {
        return Stream.of(Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE)
                .flatMap(limit -> refused(parameter -> parameter.getName().equals("limit"), limit));
    }

    @TestFactory
    Stream<DynamicTest> noOffsetAndNoIndexIsNegative() {
        return Stream.concat(
                refused(parameter -> parameter.getName().equals("offset"), -1),
                refused(parameter -> parameter.getName().equals("index"), -1L));
    }

    @TestFactory
    Stream<DynamicTest> noCollectionMayHoldNull() {
        return refused(
                parameter -> Collection.class.isAssignableFrom(parameter.getType()), Collections.singletonList(null));
    }

    @Test
    void noPatchMayHaveANullKey() {
        String id = newRoom();
        Map<@Nullable String, Object> patch = new HashMap<>();
        patch.put(null, 1);

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> patch(id, patch));
        assertThat(room(id).metadata()).isEmpty();
    }

    @SuppressWarnings("NullAway")
    private void patch(String roomId, Map<@Nullable String, Object> patch) {
        store().patchRoomMetadata(roomId, patch);
    }

    private interface ParameterFilter {

        boolean test(Parameter parameter);
    }

    private Stream<DynamicTest> refused(ParameterFilter filter, @Nullable Object value) {
        List<DynamicTest> tests = StoreMethods.all().stream()
                .flatMap(method -> IntStream.range(0, method.getParameterCount())
                        .filter(position -> filter.test(method.getParameters()[position]))
                        .mapToObj(position -> refused(method, position, value)))
                .toList();
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private DynamicTest refused(Method method, int position, @Nullable Object value) {
        String name = method.getParameters()[position].getName();
        String call = StoreMethods.signature(method) + " with " + name + " " + printable(value);
        return DynamicTest.dynamicTest(call, () -> {
            for (ConversationStore store : List.of(store(), store().forOrganization("organization"))) {
                assertThatExceptionOfType(IllegalArgumentException.class)
                        .as("%s on %s", call, store.getClass().getSimpleName())
                        .isThrownBy(() -> StoreMethods.call(method, store, arguments(method, position, value)))
                        .withMessageContaining(name);
            }
            assertThat(store().roomExists(ROOM_ID)).isFalse();
        });
    }

    private static String printable(@Nullable Object value) {
        return String.valueOf(value)
                .chars()
                .mapToObj(c -> (c > ' ' && c < 0x7f) ? Character.toString(c) : String.format("\\u%04x", c))
                .collect(Collectors.joining());
    }

    private static @Nullable Object[] arguments(Method method, int position, @Nullable Object value) {
        @Nullable
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(ArgumentContract::sample)
                .toArray();
        arguments[position] = fitting(value, method.getParameterTypes()[position]);
        return arguments;
    }

    private static @Nullable Object fitting(@Nullable Object value, Class<?> type) {
        return (value instanceof List<?> list && type == Set.class) ? new HashSet<Object>(list) : value;
    }

    static Object sample(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord() && !SAMPLES.containsKey(type)) {
            return sampleOfRecord(type);
        }
        return Objects.requireNonNull(SAMPLES.get(type), () -> "no sample of type " + type);
    }

    private static Object sampleOfRecord(Class<?> type) {
        try {
            Constructor<?> constructor = type.getConstructors()[0];
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(ArgumentContract::sample)
                    .toArray());
        } catch (ReflectiveOperationException ex) {
            throw new IllegalStateException("no sample of type " + type, ex);
        }
    }

    private static Map<Class<?>, Object> samples() {
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.put(String.class, ROOM_ID);
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(Class.class, Object.class);
        samples.put(boolean.class, true);
        samples.put(List.class, List.of());
        samples.put(Set.class, Set.of());
        samples.put(Collection.class, List.of());
        samples.put(Map.class, Map.of());
        samples.put(UnaryOperator.class, UnaryOperator.identity());
        samples.put(Cursor.class, new Cursor(Samples.NOON, "id"));
        samples.put(ChannelType.class, ChannelType.SMS);
        samples.put(RoomQuery.class, RoomQuery.builder().organizationId(ROOM_ID).build());
        samples.put(RoomLookup.class, RoomLookup.ofParticipant(ROOM_ID));
        samples.put(
                IdentityQuery.class, IdentityQuery.builder().externalId(ROOM_ID).build());
        samples.put(InboxQuery.class, InboxQuery.ofChannel(ROOM_ID));
        samples.put(TaskQuery.class, TaskQuery.builder().build());
        samples.put(ObservationQuery.class, ObservationQuery.builder().build());
        samples.put(EventQuery.class, EventQuery.of(ROOM_ID));
        samples.put(EventFilter.class, EventFilter.NONE);
        samples.put(Address.class, Address.of(ChannelType.SMS, ROOM_ID));
        samples.put(Room.class, Room.of(ROOM_ID));
        samples.put(RoomEvent.class, Samples.message(ROOM_ID, "text"));
        samples.put(ChannelBinding.class, Samples.binding(ROOM_ID, "channel"));
        samples.put(Participant.class, Samples.participant(ROOM_ID, "participant"));
        samples.put(Identity.class, Identity.of(ROOM_ID));
        samples.put(Task.class, Task.of(ROOM_ID, "task"));
        samples.put(Observation.class, Observation.of(ROOM_ID, "observation"));
        return samples;
    }
}
