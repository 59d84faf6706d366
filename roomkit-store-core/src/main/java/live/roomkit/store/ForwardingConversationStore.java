package live.roomkit.store;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.internal.Checks;
import live.roomkit.participant.Participant;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Forwards every operation to another store, called the delegate, through one method, {@link #call}. A decorator
 * extends this class and overrides only {@code call}. Operations that later versions add are forwarded through
 * {@code call} too.
 *
 * <pre>{@code
 * final class CountingStore extends ForwardingConversationStore {
 *
 *     private final LongAdder calls = new LongAdder();
 *
 *     CountingStore(ConversationStore delegate) {
 *         super(delegate);
 *     }
 *
 *     @Override
 *     protected <T> T call(StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
 *         this.calls.increment();
 *         return super.call(operation, subject, work);
 *     }
 * }
 * }</pre>
 *
 * <p>Operations on a view from {@link #forOrganization} also pass through {@link #call} of this store, once per
 * operation. An overload such as {@code appendEvent} without options only calls another operation, and only that
 * operation passes through {@code call}. A stream of events passes through {@code call} as one operation per page.
 *
 * <p>To change the arguments or the result of an operation, a decorator overrides this operation. A decorator that
 * overrides operations must also override {@link #forOrganization} to decorate the view that the delegate returns.
 * Otherwise {@code forOrganization} throws an exception, because the view would bypass the overridden operations.
 */
public abstract class ForwardingConversationStore implements ConversationStore {

    /** Name of an operation that a subclass overrides, or empty when the subclass overrides no operation. */
    private static final ClassValue<Optional<String>> OVERRIDDEN = new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
            return Arrays.stream(type.getMethods())
                    .filter(method -> method.getDeclaringClass() != ForwardingConversationStore.class)
                    .filter(method -> !NOT_OPERATIONS.contains(method.getName()))
                    .filter(ForwardingConversationStore::overrides)
                    .map(Method::getName)
                    .min(Comparator.naturalOrder());
        }
    };

    private static final Set<String> NOT_OPERATIONS = Set.of("close", "forOrganization", "unwrap");

    private final ConversationStore delegate;

    /** Creates a store that forwards to the given store. */
    protected ForwardingConversationStore(ConversationStore delegate) {
        this.delegate = Checks.notNull("delegate", delegate);
    }

    /**
     * Performs one operation. The implementation in this class calls {@code work} with the store to which this store
     * forwards. An override may run code before and after {@code super.call}, or call {@code work} with another store.
     * An override must be safe for use by many threads.
     *
     * @param operation the operation
     * @param subject the id of the room or identity that the operation is about, see {@link StoreOperation#subject()};
     *     {@code null} when the operation is about neither a room nor an identity, or the caller passed {@code null} as
     *     the id
     * @param work a function that performs the operation with the caller's arguments on a given store
     * @return the result of the operation
     */
    protected <T> T call(StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
        return work.apply(this.delegate);
    }

    /**
     * Tells whether operations may bypass {@link #call} and go directly to the store to which this store forwards.
     * Bypassing {@code call} is faster, because it creates no objects. The implementation in this class returns
     * {@code false}, so operations do not bypass {@link #call}. A decorator that can be switched off should return
     * {@code true} while it is switched off.
     */
    protected boolean isTransparent() {
        return false;
    }

    /**
     * Returns a view of one organization. The operations of the view pass through {@link #call} of this store.
     *
     * @throws UnsupportedOperationException when the subclass overrides an operation, because the view would bypass the
     *     overridden operation
     */
    @Override
    public ConversationStore forOrganization(String organizationId) {
        OVERRIDDEN.get(getClass()).ifPresent(operation -> {
            throw new UnsupportedOperationException(getClass().getName() + " overrides " + operation
                    + ", which a view of an organization would bypass: override forOrganization as well");
        });
        return new View(this, this.delegate.forOrganization(organizationId), organizationId);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        Optional<T> own = ConversationStore.super.unwrap(type);
        return own.isPresent() ? own : this.delegate.unwrap(type);
    }

    /** Closes the store to which this store forwards. */
    @Override
    public void close() {
        this.delegate.close();
    }

    @Override
    public Room createRoom(Room room) {
        return isTransparent()
                ? this.delegate.createRoom(room)
                : call(StoreOperation.CREATE_ROOM, (room != null) ? room.id() : null, store -> store.createRoom(room));
    }

    @Override
    public Room getOrCreateRoom(Room room) {
        return isTransparent()
                ? this.delegate.getOrCreateRoom(room)
                : call(
                        StoreOperation.GET_OR_CREATE_ROOM,
                        (room != null) ? room.id() : null,
                        store -> store.getOrCreateRoom(room));
    }

    @Override
    public Optional<Room> getRoom(String roomId) {
        return isTransparent()
                ? this.delegate.getRoom(roomId)
                : call(StoreOperation.GET_ROOM, roomId, store -> store.getRoom(roomId));
    }

    @Override
    public boolean roomExists(String roomId) {
        return isTransparent()
                ? this.delegate.roomExists(roomId)
                : call(StoreOperation.ROOM_EXISTS, roomId, store -> store.roomExists(roomId));
    }

    @Override
    public Room updateRoom(Room room) {
        return isTransparent()
                ? this.delegate.updateRoom(room)
                : call(StoreOperation.UPDATE_ROOM, (room != null) ? room.id() : null, store -> store.updateRoom(room));
    }

    @Override
    public Room updateRoom(String roomId, UnaryOperator<Room> change) {
        return isTransparent()
                ? this.delegate.updateRoom(roomId, change)
                : call(StoreOperation.UPDATE_ROOM, roomId, store -> store.updateRoom(roomId, change));
    }

    @Override
    public Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset) {
        return isTransparent()
                ? this.delegate.patchRoomMetadata(roomId, patch, unset)
                : call(
                        StoreOperation.PATCH_ROOM_METADATA,
                        roomId,
                        store -> store.patchRoomMetadata(roomId, patch, unset));
    }

    @Override
    public boolean deleteRoom(String roomId) {
        return isTransparent()
                ? this.delegate.deleteRoom(roomId)
                : call(StoreOperation.DELETE_ROOM, roomId, store -> store.deleteRoom(roomId));
    }

    @Override
    public List<Room> findRooms(RoomQuery query) {
        return isTransparent()
                ? this.delegate.findRooms(query)
                : call(StoreOperation.FIND_ROOMS, null, store -> store.findRooms(query));
    }

    @Override
    public List<Room> listRooms(RoomLookup lookup) {
        return isTransparent()
                ? this.delegate.listRooms(lookup)
                : call(StoreOperation.LIST_ROOMS, null, store -> store.listRooms(lookup));
    }

    @Override
    public Optional<Room> findLatestRoom(RoomLookup lookup) {
        return isTransparent()
                ? this.delegate.findLatestRoom(lookup)
                : call(StoreOperation.FIND_LATEST_ROOM, null, store -> store.findLatestRoom(lookup));
    }

    @Override
    public List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit) {
        return isTransparent()
                ? this.delegate.findRoomIdsByChannel(channelId, status, organizationId, limit)
                : call(
                        StoreOperation.FIND_ROOM_IDS_BY_CHANNEL,
                        null,
                        store -> store.findRoomIdsByChannel(channelId, status, organizationId, limit));
    }

    @Override
    public Optional<RoomContext> loadRoomContext(String roomId) {
        return isTransparent()
                ? this.delegate.loadRoomContext(roomId)
                : call(StoreOperation.LOAD_ROOM_CONTEXT, roomId, store -> store.loadRoomContext(roomId));
    }

    @Override
    public long getDeliveredIndex(String roomId) {
        return isTransparent()
                ? this.delegate.getDeliveredIndex(roomId)
                : call(StoreOperation.GET_DELIVERED_INDEX, roomId, store -> store.getDeliveredIndex(roomId));
    }

    @Override
    public boolean advanceDeliveredIndex(String roomId, long index, GapPolicy gaps) {
        return isTransparent()
                ? this.delegate.advanceDeliveredIndex(roomId, index, gaps)
                : call(
                        StoreOperation.ADVANCE_DELIVERED_INDEX,
                        roomId,
                        store -> store.advanceDeliveredIndex(roomId, index, gaps));
    }

    @Override
    public AppendResult appendEvent(String roomId, RoomEvent event, AppendOptions options) {
        return isTransparent()
                ? this.delegate.appendEvent(roomId, event, options)
                : call(StoreOperation.APPEND_EVENT, roomId, store -> store.appendEvent(roomId, event, options));
    }

    @Override
    public RoomEvent addEventAutoIndex(String roomId, RoomEvent event) {
        return isTransparent()
                ? this.delegate.addEventAutoIndex(roomId, event)
                : call(StoreOperation.ADD_EVENT_AUTO_INDEX, roomId, store -> store.addEventAutoIndex(roomId, event));
    }

    @Override
    public List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events) {
        return isTransparent()
                ? this.delegate.addEventsAutoIndex(roomId, events)
                : call(StoreOperation.ADD_EVENTS_AUTO_INDEX, roomId, store -> store.addEventsAutoIndex(roomId, events));
    }

    @Override
    public RoomEvent addEvent(RoomEvent event) {
        return isTransparent()
                ? this.delegate.addEvent(event)
                : call(
                        StoreOperation.ADD_EVENT,
                        (event != null) ? event.roomId() : null,
                        store -> store.addEvent(event));
    }

    @Override
    public Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId) {
        return isTransparent()
                ? this.delegate.findEvent(eventId, organizationId)
                : call(StoreOperation.FIND_EVENT, null, store -> store.findEvent(eventId, organizationId));
    }

    @Override
    public Optional<RoomEvent> getEvent(String roomId, String eventId) {
        return isTransparent()
                ? this.delegate.getEvent(roomId, eventId)
                : call(StoreOperation.GET_EVENT, roomId, store -> store.getEvent(roomId, eventId));
    }

    @Override
    public RoomEvent updateEvent(RoomEvent event) {
        return isTransparent()
                ? this.delegate.updateEvent(event)
                : call(
                        StoreOperation.UPDATE_EVENT,
                        (event != null) ? event.roomId() : null,
                        store -> store.updateEvent(event));
    }

    @Override
    public RoomEvent updateEvent(String roomId, String eventId, UnaryOperator<RoomEvent> change) {
        return isTransparent()
                ? this.delegate.updateEvent(roomId, eventId, change)
                : call(StoreOperation.UPDATE_EVENT, roomId, store -> store.updateEvent(roomId, eventId, change));
    }

    @Override
    public List<String> deleteEvent(String roomId, String eventId, ReplyPolicy replies) {
        return isTransparent()
                ? this.delegate.deleteEvent(roomId, eventId, replies)
                : call(StoreOperation.DELETE_EVENT, roomId, store -> store.deleteEvent(roomId, eventId, replies));
    }

    @Override
    public List<RoomEvent> listEvents(EventQuery query) {
        return isTransparent()
                ? this.delegate.listEvents(query)
                : call(
                        StoreOperation.LIST_EVENTS,
                        (query != null) ? query.roomId() : null,
                        store -> store.listEvents(query));
    }

    @Override
    public EventPage pageEvents(EventQuery query) {
        return isTransparent()
                ? this.delegate.pageEvents(query)
                : call(
                        StoreOperation.PAGE_EVENTS,
                        (query != null) ? query.roomId() : null,
                        store -> store.pageEvents(query));
    }

    @Override
    public Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds) {
        return isTransparent()
                ? this.delegate.getThreadSummaries(roomId, rootIds)
                : call(StoreOperation.GET_THREAD_SUMMARIES, roomId, store -> store.getThreadSummaries(roomId, rootIds));
    }

    @Override
    public boolean checkIdempotency(String roomId, String idempotencyKey) {
        return isTransparent()
                ? this.delegate.checkIdempotency(roomId, idempotencyKey)
                : call(
                        StoreOperation.CHECK_IDEMPOTENCY,
                        roomId,
                        store -> store.checkIdempotency(roomId, idempotencyKey));
    }

    @Override
    public Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey) {
        return isTransparent()
                ? this.delegate.getEventByIdempotencyKey(roomId, idempotencyKey)
                : call(
                        StoreOperation.GET_EVENT_BY_IDEMPOTENCY_KEY,
                        roomId,
                        store -> store.getEventByIdempotencyKey(roomId, idempotencyKey));
    }

    @Override
    public long getEventCount(String roomId) {
        return isTransparent()
                ? this.delegate.getEventCount(roomId)
                : call(StoreOperation.GET_EVENT_COUNT, roomId, store -> store.getEventCount(roomId));
    }

    @Override
    public long getEventCount(String roomId, EventFilter filter) {
        return isTransparent()
                ? this.delegate.getEventCount(roomId, filter)
                : call(StoreOperation.GET_EVENT_COUNT, roomId, store -> store.getEventCount(roomId, filter));
    }

    @Override
    public ChannelBinding addBinding(ChannelBinding binding) {
        return isTransparent()
                ? this.delegate.addBinding(binding)
                : call(
                        StoreOperation.ADD_BINDING,
                        (binding != null) ? binding.roomId() : null,
                        store -> store.addBinding(binding));
    }

    @Override
    public Optional<ChannelBinding> getBinding(String roomId, String channelId) {
        return isTransparent()
                ? this.delegate.getBinding(roomId, channelId)
                : call(StoreOperation.GET_BINDING, roomId, store -> store.getBinding(roomId, channelId));
    }

    @Override
    public boolean bindingExists(String roomId, String channelId) {
        return isTransparent()
                ? this.delegate.bindingExists(roomId, channelId)
                : call(StoreOperation.BINDING_EXISTS, roomId, store -> store.bindingExists(roomId, channelId));
    }

    @Override
    public ChannelBinding updateBinding(ChannelBinding binding) {
        return isTransparent()
                ? this.delegate.updateBinding(binding)
                : call(
                        StoreOperation.UPDATE_BINDING,
                        (binding != null) ? binding.roomId() : null,
                        store -> store.updateBinding(binding));
    }

    @Override
    public ChannelBinding updateBinding(String roomId, String channelId, UnaryOperator<ChannelBinding> change) {
        return isTransparent()
                ? this.delegate.updateBinding(roomId, channelId, change)
                : call(StoreOperation.UPDATE_BINDING, roomId, store -> store.updateBinding(roomId, channelId, change));
    }

    @Override
    public boolean removeBinding(String roomId, String channelId) {
        return isTransparent()
                ? this.delegate.removeBinding(roomId, channelId)
                : call(StoreOperation.REMOVE_BINDING, roomId, store -> store.removeBinding(roomId, channelId));
    }

    @Override
    public List<ChannelBinding> listBindings(String roomId) {
        return isTransparent()
                ? this.delegate.listBindings(roomId)
                : call(StoreOperation.LIST_BINDINGS, roomId, store -> store.listBindings(roomId));
    }

    @Override
    public Participant addParticipant(Participant participant) {
        return isTransparent()
                ? this.delegate.addParticipant(participant)
                : call(
                        StoreOperation.ADD_PARTICIPANT,
                        (participant != null) ? participant.roomId() : null,
                        store -> store.addParticipant(participant));
    }

    @Override
    public Optional<Participant> getParticipant(String roomId, String participantId) {
        return isTransparent()
                ? this.delegate.getParticipant(roomId, participantId)
                : call(StoreOperation.GET_PARTICIPANT, roomId, store -> store.getParticipant(roomId, participantId));
    }

    @Override
    public Participant updateParticipant(Participant participant) {
        return isTransparent()
                ? this.delegate.updateParticipant(participant)
                : call(
                        StoreOperation.UPDATE_PARTICIPANT,
                        (participant != null) ? participant.roomId() : null,
                        store -> store.updateParticipant(participant));
    }

    @Override
    public Participant updateParticipant(String roomId, String participantId, UnaryOperator<Participant> change) {
        return isTransparent()
                ? this.delegate.updateParticipant(roomId, participantId, change)
                : call(
                        StoreOperation.UPDATE_PARTICIPANT,
                        roomId,
                        store -> store.updateParticipant(roomId, participantId, change));
    }

    @Override
    public boolean removeParticipant(String roomId, String participantId) {
        return isTransparent()
                ? this.delegate.removeParticipant(roomId, participantId)
                : call(
                        StoreOperation.REMOVE_PARTICIPANT,
                        roomId,
                        store -> store.removeParticipant(roomId, participantId));
    }

    @Override
    public List<Participant> listParticipants(String roomId) {
        return isTransparent()
                ? this.delegate.listParticipants(roomId)
                : call(StoreOperation.LIST_PARTICIPANTS, roomId, store -> store.listParticipants(roomId));
    }

    @Override
    public Identity createIdentity(Identity identity) {
        return isTransparent()
                ? this.delegate.createIdentity(identity)
                : call(
                        StoreOperation.CREATE_IDENTITY,
                        (identity != null) ? identity.id() : null,
                        store -> store.createIdentity(identity));
    }

    @Override
    public Optional<Identity> getIdentity(String identityId) {
        return isTransparent()
                ? this.delegate.getIdentity(identityId)
                : call(StoreOperation.GET_IDENTITY, identityId, store -> store.getIdentity(identityId));
    }

    @Override
    public Identity updateIdentity(Identity identity) {
        return isTransparent()
                ? this.delegate.updateIdentity(identity)
                : call(
                        StoreOperation.UPDATE_IDENTITY,
                        (identity != null) ? identity.id() : null,
                        store -> store.updateIdentity(identity));
    }

    @Override
    public Identity updateIdentity(String identityId, UnaryOperator<Identity> change) {
        return isTransparent()
                ? this.delegate.updateIdentity(identityId, change)
                : call(StoreOperation.UPDATE_IDENTITY, identityId, store -> store.updateIdentity(identityId, change));
    }

    @Override
    public boolean deleteIdentity(String identityId) {
        return isTransparent()
                ? this.delegate.deleteIdentity(identityId)
                : call(StoreOperation.DELETE_IDENTITY, identityId, store -> store.deleteIdentity(identityId));
    }

    @Override
    public List<Identity> listIdentities(IdentityQuery query) {
        return isTransparent()
                ? this.delegate.listIdentities(query)
                : call(StoreOperation.LIST_IDENTITIES, null, store -> store.listIdentities(query));
    }

    @Override
    public IdentityMerge mergeIdentities(String intoId, String fromId, @Nullable String reason) {
        return isTransparent()
                ? this.delegate.mergeIdentities(intoId, fromId, reason)
                : call(StoreOperation.MERGE_IDENTITIES, intoId, store -> store.mergeIdentities(intoId, fromId, reason));
    }

    @Override
    public boolean undoMerge(String mergeId, @Nullable String organizationId) {
        return isTransparent()
                ? this.delegate.undoMerge(mergeId, organizationId)
                : call(StoreOperation.UNDO_MERGE, null, store -> store.undoMerge(mergeId, organizationId));
    }

    @Override
    public Optional<Identity> resolveIdentity(Address address, @Nullable String organizationId) {
        return isTransparent()
                ? this.delegate.resolveIdentity(address, organizationId)
                : call(StoreOperation.RESOLVE_IDENTITY, null, store -> store.resolveIdentity(address, organizationId));
    }

    @Override
    public Identity linkAddress(String identityId, Address address) {
        return isTransparent()
                ? this.delegate.linkAddress(identityId, address)
                : call(StoreOperation.LINK_ADDRESS, identityId, store -> store.linkAddress(identityId, address));
    }

    @Override
    public Identity moveAddress(String identityId, Address address) {
        return isTransparent()
                ? this.delegate.moveAddress(identityId, address)
                : call(StoreOperation.MOVE_ADDRESS, identityId, store -> store.moveAddress(identityId, address));
    }

    @Override
    public boolean unlinkAddress(String identityId, Address address) {
        return isTransparent()
                ? this.delegate.unlinkAddress(identityId, address)
                : call(StoreOperation.UNLINK_ADDRESS, identityId, store -> store.unlinkAddress(identityId, address));
    }

    @Override
    public Optional<Identity> rotateAddress(Address oldAddress, Address newAddress, @Nullable String organizationId) {
        return isTransparent()
                ? this.delegate.rotateAddress(oldAddress, newAddress, organizationId)
                : call(
                        StoreOperation.ROTATE_ADDRESS,
                        null,
                        store -> store.rotateAddress(oldAddress, newAddress, organizationId));
    }

    @Override
    public Task addTask(Task task) {
        return isTransparent()
                ? this.delegate.addTask(task)
                : call(StoreOperation.ADD_TASK, (task != null) ? task.roomId() : null, store -> store.addTask(task));
    }

    @Override
    public Optional<Task> findTask(String taskId, @Nullable String organizationId) {
        return isTransparent()
                ? this.delegate.findTask(taskId, organizationId)
                : call(StoreOperation.FIND_TASK, null, store -> store.findTask(taskId, organizationId));
    }

    @Override
    public Optional<Task> getTask(String roomId, String taskId) {
        return isTransparent()
                ? this.delegate.getTask(roomId, taskId)
                : call(StoreOperation.GET_TASK, roomId, store -> store.getTask(roomId, taskId));
    }

    @Override
    public List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after) {
        return isTransparent()
                ? this.delegate.listTasks(roomId, status, limit, after)
                : call(StoreOperation.LIST_TASKS, roomId, store -> store.listTasks(roomId, status, limit, after));
    }

    @Override
    public List<Task> listTasks(TaskQuery query) {
        return isTransparent()
                ? this.delegate.listTasks(query)
                : call(StoreOperation.LIST_TASKS, null, store -> store.listTasks(query));
    }

    @Override
    public Task updateTask(Task task) {
        return isTransparent()
                ? this.delegate.updateTask(task)
                : call(
                        StoreOperation.UPDATE_TASK,
                        (task != null) ? task.roomId() : null,
                        store -> store.updateTask(task));
    }

    @Override
    public Task updateTask(String roomId, String taskId, UnaryOperator<Task> change) {
        return isTransparent()
                ? this.delegate.updateTask(roomId, taskId, change)
                : call(StoreOperation.UPDATE_TASK, roomId, store -> store.updateTask(roomId, taskId, change));
    }

    @Override
    public boolean deleteTask(String roomId, String taskId) {
        return isTransparent()
                ? this.delegate.deleteTask(roomId, taskId)
                : call(StoreOperation.DELETE_TASK, roomId, store -> store.deleteTask(roomId, taskId));
    }

    @Override
    public Observation addObservation(Observation observation) {
        return isTransparent()
                ? this.delegate.addObservation(observation)
                : call(
                        StoreOperation.ADD_OBSERVATION,
                        (observation != null) ? observation.roomId() : null,
                        store -> store.addObservation(observation));
    }

    @Override
    public List<Observation> listObservations(
            String roomId, @Nullable String category, int limit, @Nullable Cursor after) {
        return isTransparent()
                ? this.delegate.listObservations(roomId, category, limit, after)
                : call(
                        StoreOperation.LIST_OBSERVATIONS,
                        roomId,
                        store -> store.listObservations(roomId, category, limit, after));
    }

    @Override
    public List<Observation> listObservations(ObservationQuery query) {
        return isTransparent()
                ? this.delegate.listObservations(query)
                : call(StoreOperation.LIST_OBSERVATIONS, null, store -> store.listObservations(query));
    }

    @Override
    public boolean deleteObservation(String roomId, String observationId) {
        return isTransparent()
                ? this.delegate.deleteObservation(roomId, observationId)
                : call(
                        StoreOperation.DELETE_OBSERVATION,
                        roomId,
                        store -> store.deleteObservation(roomId, observationId));
    }

    @Override
    public boolean markRead(String roomId, String channelId, String eventId) {
        return isTransparent()
                ? this.delegate.markRead(roomId, channelId, eventId)
                : call(StoreOperation.MARK_READ, roomId, store -> store.markRead(roomId, channelId, eventId));
    }

    @Override
    public boolean markUnread(String roomId, String channelId, String eventId) {
        return isTransparent()
                ? this.delegate.markUnread(roomId, channelId, eventId)
                : call(StoreOperation.MARK_UNREAD, roomId, store -> store.markUnread(roomId, channelId, eventId));
    }

    @Override
    public void markAllRead(String roomId, String channelId) {
        if (isTransparent()) {
            this.delegate.markAllRead(roomId, channelId);
        } else {
            call(StoreOperation.MARK_ALL_READ, roomId, store -> {
                store.markAllRead(roomId, channelId);
                return true;
            });
        }
    }

    @Override
    public Map<String, Long> getUnreadCounts(
            Collection<String> roomIds, String channelId, @Nullable String organizationId) {
        return isTransparent()
                ? this.delegate.getUnreadCounts(roomIds, channelId, organizationId)
                : call(
                        StoreOperation.GET_UNREAD_COUNTS,
                        null,
                        store -> store.getUnreadCounts(roomIds, channelId, organizationId));
    }

    @Override
    public InboxPage listInbox(InboxQuery query) {
        return isTransparent()
                ? this.delegate.listInbox(query)
                : call(StoreOperation.LIST_INBOX, null, store -> store.listInbox(query));
    }

    @Override
    public InboxTotals getInboxTotals(InboxQuery query) {
        return isTransparent()
                ? this.delegate.getInboxTotals(query)
                : call(StoreOperation.GET_INBOX_TOTALS, null, store -> store.getInboxTotals(query));
    }

    @Override
    public Map<String, Long> listReadMarkers(String roomId) {
        return isTransparent()
                ? this.delegate.listReadMarkers(roomId)
                : call(StoreOperation.LIST_READ_MARKERS, roomId, store -> store.listReadMarkers(roomId));
    }

    /** Checks whether a method of a subclass overrides an operation of {@link ConversationStore}. */
    private static boolean overrides(Method method) {
        return !method.getDeclaringClass().isInterface()
                && Arrays.stream(ConversationStore.class.getMethods())
                        .anyMatch(operation -> operation.getName().equals(method.getName())
                                && Arrays.equals(operation.getParameterTypes(), method.getParameterTypes()));
    }

    /**
     * View of one organization. The operations of the view pass through {@link #call} of the decorator that created the
     * view.
     */
    private static final class View extends ForwardingConversationStore {

        private final ForwardingConversationStore decorator;

        private final ConversationStore view;

        private final String organizationId;

        private View(ForwardingConversationStore decorator, ConversationStore view, String organizationId) {
            super(view);
            this.decorator = decorator;
            this.view = view;
            this.organizationId = organizationId;
        }

        @Override
        protected boolean isTransparent() {
            return this.decorator.isTransparent();
        }

        @Override
        protected <T> T call(StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
            return this.decorator.call(operation, subject, store -> work.apply(viewOf(store)));
        }

        private ConversationStore viewOf(ConversationStore store) {
            return (store == this.decorator.delegate) ? this.view : store.forOrganization(this.organizationId);
        }
    }
}
