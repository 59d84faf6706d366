package live.roomkit.store.observation;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;

/** One argument of every type that the operations of a store take. All that a metric must never show is "secret". */
final class Samples {

    static final RoomEvent EVENT = RoomEvent.builder(
                    "room-1", EventSource.inbound("secret-channel", ChannelType.SMS), TextContent.of("secret text"))
            .idempotencyKey("secret-key")
            .build();

    private static final Map<Class<?>, Object> BY_TYPE = Map.ofEntries(
            Map.entry(String.class, "secret-argument"),
            Map.entry(boolean.class, true),
            Map.entry(int.class, 7),
            Map.entry(long.class, 7L),
            Map.entry(List.class, List.of(EVENT)),
            Map.entry(Collection.class, List.of("secret-argument")),
            Map.entry(Set.class, Set.of("secret-argument")),
            Map.entry(Map.class, Map.of("secret-key", "secret value")),
            Map.entry(UnaryOperator.class, UnaryOperator.identity()),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(Cursor.class, new Cursor(Instant.EPOCH, "secret-cursor")),
            Map.entry(Room.class, Room.of("room-1")),
            Map.entry(InboxPage.class, InboxPage.EMPTY),
            Map.entry(
                    InboxQuery.class,
                    InboxQuery.ofParticipant("secret-participant").readBy("secret-channel")),
            Map.entry(RoomLookup.class, RoomLookup.ofParticipant("secret-participant")),
            Map.entry(IdentityQuery.class, IdentityQuery.builder().build()),
            Map.entry(TaskQuery.class, TaskQuery.builder().build()),
            Map.entry(ObservationQuery.class, ObservationQuery.builder().build()),
            Map.entry(RoomQuery.class, RoomQuery.builder().build()),
            Map.entry(RoomEvent.class, EVENT),
            Map.entry(EventQuery.class, EventQuery.of("room-1")),
            Map.entry(EventFilter.class, EventFilter.NONE),
            Map.entry(ChannelType.class, ChannelType.SMS),
            Map.entry(Address.class, Address.of(ChannelType.SMS, "secret-address")),
            Map.entry(ChannelBinding.class, ChannelBinding.of("room-1", "secret-channel", ChannelType.SMS)),
            Map.entry(Participant.class, Participant.of("room-1", "secret-participant", "secret-channel")),
            Map.entry(Identity.class, Identity.of("secret-identity")),
            Map.entry(Task.class, Task.of("room-1", "secret-task")),
            Map.entry(Observation.class, Observation.of("room-1", "secret-observation")));

    private Samples() {}

    static Object of(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        Object sample = BY_TYPE.get(type);
        if (sample == null && type.isRecord()) {
            return ofRecord(type);
        }
        if (sample == null) {
            throw new AssertionError("no sample of " + type);
        }
        return sample;
    }

    private static Object ofRecord(Class<?> type) {
        try {
            Constructor<?> constructor = type.getConstructors()[0];
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(Samples::of)
                    .toArray());
        } catch (ReflectiveOperationException ex) {
            throw new AssertionError("no sample of " + type, ex);
        }
    }

    /** Arguments for a method; a first text is a room where the method's first parameter is one. */
    static Object[] argumentsFor(Method method) {
        Object[] arguments =
                Arrays.stream(method.getParameterTypes()).map(Samples::of).toArray();
        if (method.getParameters()[0].getName().equals("roomId")) {
            arguments[0] = "room-1";
        }
        return arguments;
    }
}
