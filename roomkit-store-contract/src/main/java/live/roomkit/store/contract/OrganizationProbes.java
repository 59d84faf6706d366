package live.roomkit.store.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.ReadMarkerOperations;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Contains a call of each operation of {@code ConversationStore}, except a few that other tests call. For each call,
 * the test passes ids of a room, its records and an identity. The room, the records and the identity need not exist,
 * and may belong to another organization. The other arguments are derived from the names and types of the operations'
 * parameters, so that operations of later versions are called too.
 */
final class OrganizationProbes {

    private static final String KEY = "a key";

    /** Names of the operations that this class does not call. Other tests cover these operations. */
    private static final Set<String> ELSEWHERE =
            Set.of("createRoom", "getOrCreateRoom", "createIdentity", "forOrganization", "unwrap");

    /**
     * One call for each operation that is not in {@link #ELSEWHERE}. The keys of the map are the operations'
     * signatures.
     */
    static final Map<String, Probe> BY_SIGNATURE = probes();

    private OrganizationProbes() {}

    interface Probe {

        @Nullable
        Object call(ConversationStore view, World world) throws Throwable;
    }

    /**
     * The ids of a room, of its records, of an identity and of a merge of identities. {@code address} is an address of
     * the identity. The room, the records, the identity and the merge need not exist.
     */
    record World(
            String roomId,
            String eventId,
            String channelId,
            String participantId,
            String taskId,
            String identityId,
            String address,
            String mergeId) {

        private static final String OBSERVATION = "observation";

        static World missing() {
            String[] ids = new String[8];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = UUID.randomUUID().toString();
            }
            return new World(ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6], ids[7]);
        }

        static World create(ConversationStore store, @Nullable String organizationId) {
            World world = missing();
            store.createRoom(
                    Room.builder(world.roomId).organizationId(organizationId).build());
            store.appendEvent(world.roomId, world.event("root", KEY).build());
            store.addBinding(Samples.binding(world.roomId, world.channelId, world.participantId));
            store.addParticipant(Samples.participant(world.roomId, world.participantId));
            store.addTask(Task.of(world.roomId, world.taskId));
            store.addObservation(Observation.of(world.roomId, OBSERVATION));
            store.advanceDeliveredIndex(world.roomId, 0);
            store.markAllRead(world.roomId, world.channelId);
            store.createIdentity(Samples.identity(world.identityId, ChannelType.SMS, world.address).toBuilder()
                    .organizationId(organizationId)
                    .build());
            for (String id : List.of(world.otherIdentityId(), world.mergedIdentityId())) {
                store.createIdentity(
                        Identity.builder(id).organizationId(organizationId).build());
            }
            String mergeId = store.mergeIdentities(world.identityId, world.mergedIdentityId(), null)
                    .id();
            return new World(
                    world.roomId,
                    world.eventId,
                    world.channelId,
                    world.participantId,
                    world.taskId,
                    world.identityId,
                    world.address,
                    mergeId);
        }

        private String otherIdentityId() {
            return this.identityId + "-other";
        }

        private String mergedIdentityId() {
            return this.identityId + "-merged";
        }

        /**
         * Returns a builder for an event that is a reply to itself. A search for replies to this event then finds the
         * event itself.
         */
        private RoomEventBuilder event(String text, @Nullable String key) {
            return Samples.event(this.roomId, text)
                    .id(this.eventId)
                    .parentEventId(this.eventId)
                    .idempotencyKey(key);
        }

        private RoomEvent another() {
            return Samples.at(this.roomId, 5);
        }

        Snapshot snapshot(ConversationStore store) {
            return Snapshot.of(store, this.roomId, this.identityId);
        }

        String withoutIds(String text) {
            return text.replace(this.roomId, "ROOM").replace(this.identityId, "IDENTITY");
        }
    }

    private static Map<String, Probe> probes() {
        Map<String, Probe> probes = new LinkedHashMap<>();
        for (Method method : StoreMethods.all()) {
            if (!ELSEWHERE.contains(method.getName())) {
                probes.put(StoreMethods.signature(method), (view, world) -> call(method, view, world));
            }
        }
        return probes;
    }

    private static @Nullable Object call(Method method, ConversationStore view, World world) throws Throwable {
        @Nullable
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> argument(method, parameter, world))
                .toArray();
        Object result = StoreMethods.call(method, view, arguments);
        return (result instanceof Stream<?> stream) ? stream.toList() : result;
    }

    /**
     * Chooses the argument by the name of the parameter. When this method does not know the name, chooses the argument
     * by the type of the parameter.
     */
    private static @Nullable Object argument(Method method, Parameter parameter, World world) {
        boolean updates = method.getName().startsWith("update");
        return switch (parameter.getName()) {
            case "roomId" -> world.roomId;
            case "eventId" -> world.eventId;
            case "channelId" ->
                (method.getDeclaringClass() == ReadMarkerOperations.class) ? "another" : world.channelId;
            case "participantId" -> world.participantId;
            case "taskId" -> world.taskId;
            case "observationId" -> World.OBSERVATION;
            case "identityId", "intoId" -> world.identityId;
            case "fromId" -> world.otherIdentityId();
            case "mergeId" -> world.mergeId;
            case "address", "oldAddress", "newAddress" ->
                (parameter.getType() == Address.class) ? Address.of(ChannelType.SMS, world.address) : world.address;
            case "idempotencyKey" -> KEY;
            case "organizationId", "status", "category", "after", "reason" -> null;
            case "offset" -> 0;
            case "limit" -> 10;
            case "afterIndex" -> -1L;
            case "index" -> 1L;
            case "roomIds" -> List.of(world.roomId);
            case "rootIds" -> List.of(world.eventId);
            case "events" -> List.of(world.another());
            case "patch" -> Map.of("a", 1);
            case "unset" -> Set.of("b");
            case "event" -> updates ? world.event("changed", null).build() : world.another();
            case "binding" -> Samples.binding(world.roomId, updates ? world.channelId : "new");
            case "participant" -> Samples.participant(world.roomId, updates ? world.participantId : "new");
            case "task" -> Task.of(world.roomId, updates ? world.taskId : "new");
            case "observation" -> Observation.of(world.roomId, "new");
            case "room" -> Room.of(world.roomId);
            case "identity" -> Identity.of(world.identityId);
            default -> argumentOfType(parameter.getType(), world);
        };
    }

    private static Object argumentOfType(Class<?> type, World world) {
        if (type == EventQuery.class) {
            return EventQuery.of(world.roomId);
        }
        if (type == RoomQuery.class) {
            return RoomQuery.builder().build();
        }
        if (type == IdentityQuery.class) {
            return IdentityQuery.builder().build();
        }
        if (type == InboxQuery.class) {
            return InboxQuery.ofParticipant(world.participantId).readBy("another");
        }
        return (type == RoomLookup.class)
                ? RoomLookup.ofParticipant(world.participantId)
                : ArgumentContract.sample(type);
    }
}
