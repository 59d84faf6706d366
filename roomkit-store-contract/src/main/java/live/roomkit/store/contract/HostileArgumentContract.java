package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.identity.Address;
import live.roomkit.identity.AddressKind;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests every argument of every operation with text that breaks careless code. An operation must either reject the text
 * or work as with any other text. The result of the operation must be the same as with {@code InMemoryStore}.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class HostileArgumentContract extends StoreContract {

    private static final Duration NORMALLY = Duration.ofMillis(300);

    private static final Map<Class<?>, Record> HARMLESS_RECORDS = Map.of(
            Cursor.class,
            new Cursor(Samples.NOON, "id"),
            RoomQuery.class,
            RoomQuery.builder().organizationId("organization").build(),
            Address.class,
            new Address(ChannelType.SMS, AddressKind.PLATFORM_ID, "address", "scope"),
            IdentityQuery.class,
            IdentityQuery.builder()
                    .organizationId("organization")
                    .externalId("external")
                    .build(),
            TaskQuery.class,
            TaskQuery.builder()
                    .assignedTo("assignee")
                    .organizationId("organization")
                    .build(),
            ObservationQuery.class,
            ObservationQuery.builder().organizationId("organization").build(),
            InboxQuery.class,
            InboxQuery.ofParticipant("participant").readBy("channel"),
            RoomLookup.class,
            RoomLookup.ofParticipant("participant"),
            EventQuery.class,
            EventQuery.of("room"),
            EventFilter.class,
            EventFilter.NONE);

    private final ConversationStore memory = new InMemoryStore();

    /** Creates the tests for the given store. */
    protected HostileArgumentContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    /**
     * A place at which a text can occur in the arguments of a method. The function {@code around} builds the argument
     * that contains the text.
     */
    private record Argument(Method method, int position, UnaryOperator<@Nullable Object> around) {

        private String name() {
            return StoreMethods.signature(this.method) + " with "
                    + this.method.getParameters()[this.position].getName();
        }

        private HostileOutcome call(ConversationStore store, OrganizationProbes.World world, String text, String when) {
            Parameter[] parameters = this.method.getParameters();
            @Nullable Object[] arguments = new @Nullable Object[parameters.length];
            for (int i = 0; i < parameters.length; i++) {
                arguments[i] = harmless(parameters[i], world);
            }
            return HostileOutcome.of(when, () -> {
                arguments[this.position] = this.around.apply(text);
                try {
                    Object result = StoreMethods.call(this.method, store, arguments);
                    return (result instanceof Stream<?> stream) ? stream.toList() : result;
                } catch (Exception failure) {
                    throw failure;
                } catch (Throwable error) {
                    throw (Error) error;
                }
            });
        }
    }

    @Test
    void whateverStandsInAnArgumentIsTakenAsItIsOrRefused() {
        long seed = Seed.next();
        Random random = new Random(seed);
        OrganizationProbes.World world = OrganizationProbes.World.create(store(), null);
        OrganizationProbes.World other = OrganizationProbes.World.create(this.memory, null);
        List<Argument> arguments = arguments();
        assertThat(arguments).hasSizeGreaterThan(80);
        long end = System.nanoTime() + Chaos.duration(NORMALLY).toNanos();
        for (int i = 0; i < arguments.size() || System.nanoTime() < end; i++) {
            Argument argument = arguments.get((i < arguments.size()) ? i : random.nextInt(arguments.size()));
            String id = newId();
            String text = HostileTexts.any(random, id);
            String when =
                    "-Droomkit.contract.seed=" + seed + ": " + argument.name() + " " + HostileOutcome.describe(text);
            Object before = everything();
            HostileOutcome outcome = argument.call(store(), world, text, when);
            if (!outcome.isSuccess()) {
                assertThat(everything()).as(when).isEqualTo(before);
            }
            assertThat(shape(outcome)).as(when).isEqualTo(shape(argument.call(this.memory, other, text, when)));
            if (outcome.failure() instanceof IllegalArgumentException) {
                outcome.assertDoesNotSay(id, when);
            } else if (!(outcome.failure() instanceof InvalidContentException)) {
                assertThat(shape(outcome)).as(when).isEqualTo(shape(argument.call(store(), world, newId(), when)));
            }
        }
    }

    /** Returns the outcome without the parts that depend on ids. */
    private static String shape(HostileOutcome outcome) {
        return outcome.isSuccess() ? shape(outcome.result()) : outcome.kind();
    }

    private static String shape(@Nullable Object result) {
        if (result instanceof ConversationStore) {
            return "a store";
        }
        if (result instanceof Optional<?> optional) {
            return optional.isPresent() ? "found" : "nothing";
        }
        if (result instanceof Collection<?> collection) {
            return collection.size() + " found";
        }
        if (result instanceof Map<?, ?> map) {
            return map.values() + " found";
        }
        return (result == null || result instanceof Boolean || result instanceof Number)
                ? String.valueOf(result)
                : result.getClass().getSimpleName();
    }

    /**
     * Returns all positions at which a text can occur in the arguments of operations, also inside queries and cursors.
     */
    private static List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>();
        for (Method method : StoreMethods.all()) {
            for (int i = 0; i < method.getParameterCount(); i++) {
                int position = i;
                around(method.getParameters()[i])
                        .forEach(around -> arguments.add(new Argument(method, position, around)));
            }
        }
        return arguments;
    }

    private static List<UnaryOperator<@Nullable Object>> around(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == String.class) {
            return List.of(text -> text);
        }
        if (type == Set.class) {
            return List.of(Collections::singleton);
        }
        if (Collection.class.isAssignableFrom(type) && !parameter.getName().equals("events")) {
            return List.of(Collections::singletonList);
        }
        if (type == Map.class) {
            return List.of(text -> Collections.singletonMap(text, 1), text -> Collections.singletonMap("key", text));
        }
        if (type == ChannelType.class) {
            return List.of(text -> ChannelType.of((String) Objects.requireNonNull(text)));
        }
        Record harmless = HARMLESS_RECORDS.get(type);
        return (harmless != null) ? inside(harmless) : List.of();
    }

    private static List<UnaryOperator<@Nullable Object>> inside(Record harmless) {
        List<UnaryOperator<@Nullable Object>> all = new ArrayList<>();
        for (RecordComponent component : harmless.getClass().getRecordComponents()) {
            UnaryOperator<@Nullable Object> whole = value -> RandomRecords.with(harmless, component, value);
            if (component.getType() == String.class) {
                all.add(whole);
            } else if (component.getType() == Map.class) {
                all.add(text -> whole.apply(Collections.singletonMap("key", text)));
                boolean ofTexts = component.getGenericType().getTypeName().endsWith("java.lang.String>");
                all.add(text -> whole.apply(Collections.singletonMap(text, ofTexts ? "value" : List.of("value"))));
            } else if (component.getType() == ChannelType.class) {
                all.add(text -> whole.apply(ChannelType.of((String) Objects.requireNonNull(text))));
            } else if (HARMLESS_RECORDS.containsKey(component.getType())) {
                inside(Objects.requireNonNull(HARMLESS_RECORDS.get(component.getType())))
                        .forEach(inner -> all.add(text -> whole.apply(inner.apply(text))));
            }
        }
        return all;
    }

    private static @Nullable Object harmless(Parameter parameter, OrganizationProbes.World world) {
        Map<String, String> byName = Map.of(
                "roomId", world.roomId(),
                "eventId", world.eventId(),
                "channelId", world.channelId(),
                "participantId", world.participantId(),
                "taskId", world.taskId(),
                "identityId", world.identityId(),
                "address", world.address());
        if (parameter.getType() == String.class && StoreMethods.isNullable(parameter)) {
            return null;
        }
        return byName.containsKey(parameter.getName()) && parameter.getType() == String.class
                ? byName.get(parameter.getName())
                : ArgumentContract.sample(parameter.getType());
    }

    @Test
    void whatLooksAlikeIsNotTheSame() {
        String part = newId();
        String room = newRoom();
        List<String> ids =
                HostileTexts.LOOK_ALIKE.stream().map(make -> make.apply(part)).toList();
        assertThat(ids).doesNotHaveDuplicates();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(found(room, ids.get(i)))
                    .as(HostileOutcome.describe(ids.get(i)))
                    .containsOnly(false);
            create(room, ids.get(i));
            for (String id : ids.subList(0, i + 1)) {
                assertThat(found(room, id)).as(HostileOutcome.describe(id)).containsOnly(true);
            }
        }
        assertThat(store().listBindings(room)).hasSize(ids.size());
        assertThat(store().listReadMarkers(room)).containsOnlyKeys(ids);
        assertThat(store().getThreadSummaries(room, ids)).containsOnlyKeys(ids);
        assertThat(room(room).metadata()).containsOnlyKeys(ids);
        store().patchRoomMetadata(room, Map.of(), Set.of(ids.get(0)));
        assertThat(room(room).metadata()).hasSize(ids.size() - 1).doesNotContainKey(ids.get(0));
    }

    private void create(String room, String id) {
        store().createRoom(Samples.roomOf(id, id));
        store().appendEvent(
                        room,
                        Samples.event(room, "a")
                                .id(id)
                                .parentEventId(id)
                                .correlationId(id)
                                .idempotencyKey(id)
                                .visibility(id)
                                .build());
        store().addBinding(Samples.binding(room, id));
        store().addParticipant(Samples.participant(room, id));
        store().addTask(Task.of(room, id));
        store().addObservation(Observation.builder(room, id).category(id).build());
        store().createIdentity(Samples.identity(id, ChannelType.SMS, id));
        store().markAllRead(room, id);
        store().patchRoomMetadata(room, Map.of(id, 1));
    }

    /**
     * Calls every look-up with the given id. The result contains {@code true} when at least one look-up found a record,
     * and {@code false} when at least one look-up found none. Fails when a query finds a record with another id.
     */
    private Set<Boolean> found(String room, String id) {
        List<Boolean> found = new ArrayList<>();
        found.add(store().getRoom(id).filter(it -> it.id().equals(id)).isPresent());
        found.add(store().forOrganization(id).roomExists(id));
        found.add(isOnly(
                store().findRooms(RoomQuery.builder().organizationId(id).build()).stream()
                        .map(Room::id)
                        .toList(),
                id));
        found.add(isOnly(
                store().findRooms(RoomQuery.builder().metadata(Map.of(id, 1)).build()).stream()
                        .map(Room::id)
                        .toList(),
                room));
        found.add(store().getEvent(room, id).filter(it -> it.id().equals(id)).isPresent());
        found.add(isOnly(ids(store().listEvents(room, EventFilter.ofVisibility(id))), id));
        found.add(isOnly(
                ids(store().listEvents(EventQuery.builder(room)
                        .filter(EventFilter.builder().correlationId(id).build())
                        .build())),
                id));
        found.add(store().getEventByIdempotencyKey(room, id)
                .filter(it -> it.id().equals(id))
                .isPresent());
        found.add(store().checkIdempotency(room, id));
        found.add(store().bindingExists(room, id));
        found.add(isOnly(store().findRoomIdsByChannel(id, null, null, 10), room));
        found.add(store().getParticipant(room, id)
                .filter(it -> it.id().equals(id))
                .isPresent());
        found.add(store().findLatestRoom(RoomLookup.ofParticipant(id)).isPresent());
        found.add(store().getTask(room, id).filter(it -> it.id().equals(id)).isPresent());
        found.add(isOnly(
                store().listObservations(room, id).stream().map(Observation::id).toList(), id));
        found.add(store().resolveIdentity(ChannelType.SMS, id)
                .filter(it -> it.id().equals(id))
                .isPresent());
        return Set.copyOf(found);
    }

    private static boolean isOnly(List<String> ids, String id) {
        assertThat(ids).as(HostileOutcome.describe(id)).isSubsetOf(List.of(id)).hasSizeLessThan(2);
        return !ids.isEmpty();
    }
}
