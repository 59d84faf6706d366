package live.roomkit.store.observation;

import io.micrometer.observation.ObservationRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.identity.Identity;
import live.roomkit.internal.Checks;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * A store whose every operation is observed through Micrometer: a timer {@code roomkit.store}, and a span where tracing
 * is on. {@link StoreObservationDocumentation} lists the key values; a {@code GlobalObservationConvention} of
 * {@link StoreObservationContext} in the registry replaces them.
 *
 * <p>An overload is observed as the operation that it calls, and a stream of events as its pages. While the registry has
 * no handler, a call costs nothing more than asking it.
 */
public final class InstrumentedConversationStore implements ConversationStore {

    private static final StoreObservationConvention CONVENTION = new DefaultStoreObservationConvention();

    private final ConversationStore delegate;

    private final ObservationRegistry registry;

    private final @Nullable String databaseSystem;

    private final @Nullable String databaseNamespace;

    /** Observes a store without saying which database it uses. */
    public InstrumentedConversationStore(ConversationStore delegate, ObservationRegistry registry) {
        this(delegate, registry, null, null);
    }

    /**
     * Observes a store.
     *
     * @param delegate the store
     * @param registry told of every operation
     * @param databaseSystem what OpenTelemetry calls the database, such as {@code postgresql}, if there is one
     * @param databaseNamespace the database and schema, such as {@code chat.roomkit}, if known
     */
    public InstrumentedConversationStore(
            ConversationStore delegate,
            ObservationRegistry registry,
            @Nullable String databaseSystem,
            @Nullable String databaseNamespace) {
        this.delegate = Checks.notNull("delegate", delegate);
        this.registry = Checks.notNull("registry", registry);
        this.databaseSystem = databaseSystem;
        this.databaseNamespace = databaseNamespace;
    }

    /** The store that is observed. */
    public ConversationStore delegate() {
        return this.delegate;
    }

    @Override
    public ConversationStore forOrganization(String organizationId) {
        return new InstrumentedConversationStore(
                this.delegate.forOrganization(organizationId),
                this.registry,
                this.databaseSystem,
                this.databaseNamespace);
    }

    @Override
    public void close() {
        this.delegate.close();
    }

    @Override
    public Room createRoom(Room room) {
        return this.registry.isNoop()
                ? this.delegate.createRoom(room)
                : observe(StoreOperation.CREATE_ROOM, room, Room::id, () -> this.delegate.createRoom(room));
    }

    @Override
    public Room getOrCreateRoom(Room room) {
        return this.registry.isNoop()
                ? this.delegate.getOrCreateRoom(room)
                : observe(StoreOperation.GET_OR_CREATE_ROOM, room, Room::id, () -> this.delegate.getOrCreateRoom(room));
    }

    @Override
    public Optional<Room> getRoom(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.getRoom(roomId)
                : observe(StoreOperation.GET_ROOM, roomId, () -> this.delegate.getRoom(roomId));
    }

    @Override
    public boolean roomExists(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.roomExists(roomId)
                : observe(StoreOperation.ROOM_EXISTS, roomId, () -> this.delegate.roomExists(roomId));
    }

    @Override
    public Room updateRoom(Room room) {
        return this.registry.isNoop()
                ? this.delegate.updateRoom(room)
                : observe(StoreOperation.UPDATE_ROOM, room, Room::id, () -> this.delegate.updateRoom(room));
    }

    @Override
    public Room updateRoom(String roomId, UnaryOperator<Room> change) {
        return this.registry.isNoop()
                ? this.delegate.updateRoom(roomId, change)
                : observe(StoreOperation.UPDATE_ROOM, roomId, () -> this.delegate.updateRoom(roomId, change));
    }

    @Override
    public Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset) {
        return this.registry.isNoop()
                ? this.delegate.patchRoomMetadata(roomId, patch, unset)
                : observe(
                        StoreOperation.PATCH_ROOM_METADATA,
                        roomId,
                        () -> this.delegate.patchRoomMetadata(roomId, patch, unset));
    }

    @Override
    public boolean deleteRoom(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.deleteRoom(roomId)
                : observe(StoreOperation.DELETE_ROOM, roomId, () -> this.delegate.deleteRoom(roomId));
    }

    @Override
    public List<Room> findRooms(RoomQuery query) {
        return this.registry.isNoop()
                ? this.delegate.findRooms(query)
                : observe(StoreOperation.FIND_ROOMS, null, () -> this.delegate.findRooms(query));
    }

    @Override
    public Optional<Room> findLatestRoom(
            String participantId,
            @Nullable ChannelType channelType,
            @Nullable RoomStatus status,
            @Nullable String organizationId) {
        return this.registry.isNoop()
                ? this.delegate.findLatestRoom(participantId, channelType, status, organizationId)
                : observe(
                        StoreOperation.FIND_LATEST_ROOM,
                        null,
                        () -> this.delegate.findLatestRoom(participantId, channelType, status, organizationId));
    }

    @Override
    public List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit) {
        return this.registry.isNoop()
                ? this.delegate.findRoomIdsByChannel(channelId, status, organizationId, limit)
                : observe(
                        StoreOperation.FIND_ROOM_IDS_BY_CHANNEL,
                        null,
                        () -> this.delegate.findRoomIdsByChannel(channelId, status, organizationId, limit));
    }

    @Override
    public Optional<RoomContext> loadRoomContext(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.loadRoomContext(roomId)
                : observe(StoreOperation.LOAD_ROOM_CONTEXT, roomId, () -> this.delegate.loadRoomContext(roomId));
    }

    @Override
    public long getDeliveredIndex(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.getDeliveredIndex(roomId)
                : observe(StoreOperation.GET_DELIVERED_INDEX, roomId, () -> this.delegate.getDeliveredIndex(roomId));
    }

    @Override
    public boolean advanceDeliveredIndex(String roomId, long index, boolean force) {
        return this.registry.isNoop()
                ? this.delegate.advanceDeliveredIndex(roomId, index, force)
                : observe(
                        StoreOperation.ADVANCE_DELIVERED_INDEX,
                        roomId,
                        () -> this.delegate.advanceDeliveredIndex(roomId, index, force));
    }

    @Override
    public AppendResult appendEvent(String roomId, RoomEvent event) {
        return this.registry.isNoop()
                ? this.delegate.appendEvent(roomId, event)
                : observe(StoreOperation.APPEND_EVENT, roomId, () -> this.delegate.appendEvent(roomId, event));
    }

    @Override
    public RoomEvent addEventAutoIndex(String roomId, RoomEvent event) {
        return this.registry.isNoop()
                ? this.delegate.addEventAutoIndex(roomId, event)
                : observe(
                        StoreOperation.ADD_EVENT_AUTO_INDEX,
                        roomId,
                        () -> this.delegate.addEventAutoIndex(roomId, event));
    }

    @Override
    public List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events) {
        return this.registry.isNoop()
                ? this.delegate.addEventsAutoIndex(roomId, events)
                : observe(
                        StoreOperation.ADD_EVENTS_AUTO_INDEX,
                        roomId,
                        () -> this.delegate.addEventsAutoIndex(roomId, events));
    }

    @Override
    public RoomEvent addEvent(RoomEvent event) {
        return this.registry.isNoop()
                ? this.delegate.addEvent(event)
                : observe(StoreOperation.ADD_EVENT, event, RoomEvent::roomId, () -> this.delegate.addEvent(event));
    }

    @Override
    public Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId) {
        return this.registry.isNoop()
                ? this.delegate.findEvent(eventId, organizationId)
                : observe(StoreOperation.FIND_EVENT, null, () -> this.delegate.findEvent(eventId, organizationId));
    }

    @Override
    public Optional<RoomEvent> getEvent(String roomId, String eventId) {
        return this.registry.isNoop()
                ? this.delegate.getEvent(roomId, eventId)
                : observe(StoreOperation.GET_EVENT, roomId, () -> this.delegate.getEvent(roomId, eventId));
    }

    @Override
    public RoomEvent updateEvent(RoomEvent event) {
        return this.registry.isNoop()
                ? this.delegate.updateEvent(event)
                : observe(
                        StoreOperation.UPDATE_EVENT, event, RoomEvent::roomId, () -> this.delegate.updateEvent(event));
    }

    @Override
    public List<String> deleteEvent(String roomId, String eventId, boolean cascadeReplies) {
        return this.registry.isNoop()
                ? this.delegate.deleteEvent(roomId, eventId, cascadeReplies)
                : observe(
                        StoreOperation.DELETE_EVENT,
                        roomId,
                        () -> this.delegate.deleteEvent(roomId, eventId, cascadeReplies));
    }

    @Override
    public List<RoomEvent> listEvents(EventQuery query) {
        return this.registry.isNoop()
                ? this.delegate.listEvents(query)
                : observe(StoreOperation.LIST_EVENTS, query, EventQuery::roomId, () -> this.delegate.listEvents(query));
    }

    @Override
    public Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds) {
        return this.registry.isNoop()
                ? this.delegate.getThreadSummaries(roomId, rootIds)
                : observe(
                        StoreOperation.GET_THREAD_SUMMARIES,
                        roomId,
                        () -> this.delegate.getThreadSummaries(roomId, rootIds));
    }

    @Override
    public boolean checkIdempotency(String roomId, String idempotencyKey) {
        return this.registry.isNoop()
                ? this.delegate.checkIdempotency(roomId, idempotencyKey)
                : observe(
                        StoreOperation.CHECK_IDEMPOTENCY,
                        roomId,
                        () -> this.delegate.checkIdempotency(roomId, idempotencyKey));
    }

    @Override
    public Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey) {
        return this.registry.isNoop()
                ? this.delegate.getEventByIdempotencyKey(roomId, idempotencyKey)
                : observe(
                        StoreOperation.GET_EVENT_BY_IDEMPOTENCY_KEY,
                        roomId,
                        () -> this.delegate.getEventByIdempotencyKey(roomId, idempotencyKey));
    }

    @Override
    public long getEventCount(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.getEventCount(roomId)
                : observe(StoreOperation.GET_EVENT_COUNT, roomId, () -> this.delegate.getEventCount(roomId));
    }

    @Override
    public ChannelBinding addBinding(ChannelBinding binding) {
        return this.registry.isNoop()
                ? this.delegate.addBinding(binding)
                : observe(
                        StoreOperation.ADD_BINDING,
                        binding,
                        ChannelBinding::roomId,
                        () -> this.delegate.addBinding(binding));
    }

    @Override
    public Optional<ChannelBinding> getBinding(String roomId, String channelId) {
        return this.registry.isNoop()
                ? this.delegate.getBinding(roomId, channelId)
                : observe(StoreOperation.GET_BINDING, roomId, () -> this.delegate.getBinding(roomId, channelId));
    }

    @Override
    public boolean bindingExists(String roomId, String channelId) {
        return this.registry.isNoop()
                ? this.delegate.bindingExists(roomId, channelId)
                : observe(StoreOperation.BINDING_EXISTS, roomId, () -> this.delegate.bindingExists(roomId, channelId));
    }

    @Override
    public ChannelBinding updateBinding(ChannelBinding binding) {
        return this.registry.isNoop()
                ? this.delegate.updateBinding(binding)
                : observe(
                        StoreOperation.UPDATE_BINDING,
                        binding,
                        ChannelBinding::roomId,
                        () -> this.delegate.updateBinding(binding));
    }

    @Override
    public boolean removeBinding(String roomId, String channelId) {
        return this.registry.isNoop()
                ? this.delegate.removeBinding(roomId, channelId)
                : observe(StoreOperation.REMOVE_BINDING, roomId, () -> this.delegate.removeBinding(roomId, channelId));
    }

    @Override
    public List<ChannelBinding> listBindings(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.listBindings(roomId)
                : observe(StoreOperation.LIST_BINDINGS, roomId, () -> this.delegate.listBindings(roomId));
    }

    @Override
    public Participant addParticipant(Participant participant) {
        return this.registry.isNoop()
                ? this.delegate.addParticipant(participant)
                : observe(
                        StoreOperation.ADD_PARTICIPANT,
                        participant,
                        Participant::roomId,
                        () -> this.delegate.addParticipant(participant));
    }

    @Override
    public Optional<Participant> getParticipant(String roomId, String participantId) {
        return this.registry.isNoop()
                ? this.delegate.getParticipant(roomId, participantId)
                : observe(
                        StoreOperation.GET_PARTICIPANT,
                        roomId,
                        () -> this.delegate.getParticipant(roomId, participantId));
    }

    @Override
    public Participant updateParticipant(Participant participant) {
        return this.registry.isNoop()
                ? this.delegate.updateParticipant(participant)
                : observe(
                        StoreOperation.UPDATE_PARTICIPANT,
                        participant,
                        Participant::roomId,
                        () -> this.delegate.updateParticipant(participant));
    }

    @Override
    public boolean removeParticipant(String roomId, String participantId) {
        return this.registry.isNoop()
                ? this.delegate.removeParticipant(roomId, participantId)
                : observe(
                        StoreOperation.REMOVE_PARTICIPANT,
                        roomId,
                        () -> this.delegate.removeParticipant(roomId, participantId));
    }

    @Override
    public List<Participant> listParticipants(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.listParticipants(roomId)
                : observe(StoreOperation.LIST_PARTICIPANTS, roomId, () -> this.delegate.listParticipants(roomId));
    }

    @Override
    public Identity createIdentity(Identity identity) {
        return this.registry.isNoop()
                ? this.delegate.createIdentity(identity)
                : observe(StoreOperation.CREATE_IDENTITY, null, () -> this.delegate.createIdentity(identity));
    }

    @Override
    public Optional<Identity> getIdentity(String identityId) {
        return this.registry.isNoop()
                ? this.delegate.getIdentity(identityId)
                : observe(StoreOperation.GET_IDENTITY, null, () -> this.delegate.getIdentity(identityId));
    }

    @Override
    public Identity updateIdentity(Identity identity) {
        return this.registry.isNoop()
                ? this.delegate.updateIdentity(identity)
                : observe(StoreOperation.UPDATE_IDENTITY, null, () -> this.delegate.updateIdentity(identity));
    }

    @Override
    public boolean deleteIdentity(String identityId) {
        return this.registry.isNoop()
                ? this.delegate.deleteIdentity(identityId)
                : observe(StoreOperation.DELETE_IDENTITY, null, () -> this.delegate.deleteIdentity(identityId));
    }

    @Override
    public Optional<Identity> resolveIdentity(
            ChannelType channelType, String address, @Nullable String organizationId) {
        return this.registry.isNoop()
                ? this.delegate.resolveIdentity(channelType, address, organizationId)
                : observe(
                        StoreOperation.RESOLVE_IDENTITY,
                        null,
                        () -> this.delegate.resolveIdentity(channelType, address, organizationId));
    }

    @Override
    public Identity linkAddress(String identityId, ChannelType channelType, String address) {
        return this.registry.isNoop()
                ? this.delegate.linkAddress(identityId, channelType, address)
                : observe(
                        StoreOperation.LINK_ADDRESS,
                        null,
                        () -> this.delegate.linkAddress(identityId, channelType, address));
    }

    @Override
    public Identity moveAddress(String identityId, ChannelType channelType, String address) {
        return this.registry.isNoop()
                ? this.delegate.moveAddress(identityId, channelType, address)
                : observe(
                        StoreOperation.MOVE_ADDRESS,
                        null,
                        () -> this.delegate.moveAddress(identityId, channelType, address));
    }

    @Override
    public boolean unlinkAddress(String identityId, ChannelType channelType, String address) {
        return this.registry.isNoop()
                ? this.delegate.unlinkAddress(identityId, channelType, address)
                : observe(
                        StoreOperation.UNLINK_ADDRESS,
                        null,
                        () -> this.delegate.unlinkAddress(identityId, channelType, address));
    }

    @Override
    public Task addTask(Task task) {
        return this.registry.isNoop()
                ? this.delegate.addTask(task)
                : observe(StoreOperation.ADD_TASK, task, Task::roomId, () -> this.delegate.addTask(task));
    }

    @Override
    public Optional<Task> findTask(String taskId, @Nullable String organizationId) {
        return this.registry.isNoop()
                ? this.delegate.findTask(taskId, organizationId)
                : observe(StoreOperation.FIND_TASK, null, () -> this.delegate.findTask(taskId, organizationId));
    }

    @Override
    public Optional<Task> getTask(String roomId, String taskId) {
        return this.registry.isNoop()
                ? this.delegate.getTask(roomId, taskId)
                : observe(StoreOperation.GET_TASK, roomId, () -> this.delegate.getTask(roomId, taskId));
    }

    @Override
    public List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after) {
        return this.registry.isNoop()
                ? this.delegate.listTasks(roomId, status, limit, after)
                : observe(
                        StoreOperation.LIST_TASKS, roomId, () -> this.delegate.listTasks(roomId, status, limit, after));
    }

    @Override
    public Task updateTask(Task task) {
        return this.registry.isNoop()
                ? this.delegate.updateTask(task)
                : observe(StoreOperation.UPDATE_TASK, task, Task::roomId, () -> this.delegate.updateTask(task));
    }

    @Override
    public Observation addObservation(Observation observation) {
        return this.registry.isNoop()
                ? this.delegate.addObservation(observation)
                : observe(
                        StoreOperation.ADD_OBSERVATION,
                        observation,
                        Observation::roomId,
                        () -> this.delegate.addObservation(observation));
    }

    @Override
    public List<Observation> listObservations(
            String roomId, @Nullable String category, int limit, @Nullable Cursor after) {
        return this.registry.isNoop()
                ? this.delegate.listObservations(roomId, category, limit, after)
                : observe(
                        StoreOperation.LIST_OBSERVATIONS,
                        roomId,
                        () -> this.delegate.listObservations(roomId, category, limit, after));
    }

    @Override
    public boolean markRead(String roomId, String channelId, String eventId) {
        return this.registry.isNoop()
                ? this.delegate.markRead(roomId, channelId, eventId)
                : observe(StoreOperation.MARK_READ, roomId, () -> this.delegate.markRead(roomId, channelId, eventId));
    }

    @Override
    public void markAllRead(String roomId, String channelId) {
        if (this.registry.isNoop()) {
            this.delegate.markAllRead(roomId, channelId);
        } else {
            observation(StoreOperation.MARK_ALL_READ, roomId)
                    .observe(() -> this.delegate.markAllRead(roomId, channelId));
        }
    }

    @Override
    public Map<String, Long> getUnreadCounts(
            String channelId, Collection<String> roomIds, @Nullable String organizationId) {
        return this.registry.isNoop()
                ? this.delegate.getUnreadCounts(channelId, roomIds, organizationId)
                : observe(
                        StoreOperation.GET_UNREAD_COUNTS,
                        null,
                        () -> this.delegate.getUnreadCounts(channelId, roomIds, organizationId));
    }

    @Override
    public Map<String, Long> listReadMarkers(String roomId) {
        return this.registry.isNoop()
                ? this.delegate.listReadMarkers(roomId)
                : observe(StoreOperation.LIST_READ_MARKERS, roomId, () -> this.delegate.listReadMarkers(roomId));
    }

    private <R, T> T observe(StoreOperation operation, R record, Function<R, String> roomId, Supplier<T> call) {
        return observe(operation, (record != null) ? roomId.apply(record) : null, call);
    }

    private <T> T observe(StoreOperation operation, @Nullable String roomId, Supplier<T> call) {
        return observation(operation, roomId).observe(call);
    }

    private io.micrometer.observation.Observation observation(StoreOperation operation, @Nullable String roomId) {
        return StoreObservationDocumentation.STORE_OPERATION.observation(
                null,
                CONVENTION,
                () -> new StoreObservationContext(operation, roomId, this.databaseSystem, this.databaseNamespace),
                this.registry);
    }
}
