package live.roomkit.store;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import live.roomkit.internal.store.Arguments;
import live.roomkit.internal.store.Changes;
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
 * View that limits a store to the data of one organization.
 *
 * <p>An operation on a room first reads the room. When the room belongs to another organization, the operation behaves
 * as if the room did not exist. Checking the organization and performing the operation are two steps. When a room is
 * moved to another organization between these two steps, the operation is still performed. Only {@code updateRoom}
 * checks the organization and changes the room in one step, while the room is locked. For identities, two steps are
 * enough, because the organization of an identity never changes.
 *
 * <p>When the parameter {@code organizationId} of an operation is {@code null}, the operation searches the organization
 * of the view. When {@code organizationId} names another organization, the operation finds nothing.
 *
 * <p>A default method of {@link ConversationStore} that this class does not override calls other methods of the view. A
 * default method that a later version of the interface adds therefore cannot reach data of other organizations either.
 * To protect the data of other organizations, {@link #unwrap} never returns the store behind the view.
 */
final class OrganizationStore implements ConversationStore {

    private final ConversationStore delegate;

    private final String organizationId;

    OrganizationStore(ConversationStore delegate, String organizationId) {
        this.delegate = delegate;
        this.organizationId = Checks.text("organizationId", Checks.id("organizationId", organizationId));
    }

    @Override
    public ConversationStore forOrganization(String organizationId) {
        requireOwn(Checks.notNull("organizationId", organizationId));
        return this;
    }

    @Override
    public void close() {
        // The store behind owns everything that is open.
    }

    @Override
    public Room createRoom(Room room) {
        return this.delegate.createRoom(own(room));
    }

    @Override
    public Room getOrCreateRoom(Room room) {
        Room found = this.delegate.getOrCreateRoom(own(room));
        if (!isOwn(found)) {
            throw new DuplicateIdException("Room", found.id());
        }
        return found;
    }

    @Override
    public Optional<Room> getRoom(String roomId) {
        return this.delegate.getRoom(roomId).filter(this::isOwn);
    }

    @Override
    public boolean roomExists(String roomId) {
        return getRoom(roomId).isPresent();
    }

    @Override
    public Room updateRoom(Room room) {
        Room changed = own(room);
        return updateRoom(changed.id(), Changes.toRoom(changed));
    }

    @Override
    public Room updateRoom(String roomId, UnaryOperator<Room> change) {
        Checks.notNull("change", change);
        return this.delegate.updateRoom(roomId, room -> {
            if (!isOwn(room)) {
                throw new RoomNotFoundException(room.id());
            }
            return own(change.apply(room));
        });
    }

    @Override
    public Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset) {
        Checks.notNull("patch", patch);
        Checks.texts("unset", unset);
        requireRoom(roomId);
        return this.delegate.patchRoomMetadata(roomId, patch, unset);
    }

    @Override
    public boolean deleteRoom(String roomId) {
        return roomExists(roomId) && this.delegate.deleteRoom(roomId);
    }

    @Override
    public List<Room> findRooms(RoomQuery query) {
        if (!includes(Checks.notNull("query", query).organizationId())) {
            return List.of();
        }
        return this.delegate.findRooms(
                query.toBuilder().organizationId(this.organizationId).build());
    }

    @Override
    public List<Room> listRooms(RoomLookup lookup) {
        return includes(Checks.notNull("lookup", lookup))
                ? this.delegate.listRooms(lookup.organizationId(this.organizationId))
                : List.of();
    }

    @Override
    public Optional<Room> findLatestRoom(RoomLookup lookup) {
        return includes(Checks.notNull("lookup", lookup))
                ? this.delegate.findLatestRoom(lookup.organizationId(this.organizationId))
                : Optional.empty();
    }

    @Override
    public List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit) {
        Checks.text("channelId", channelId);
        Checks.limit(limit);
        return includes(organizationId)
                ? this.delegate.findRoomIdsByChannel(channelId, status, this.organizationId, limit)
                : List.of();
    }

    @Override
    public Optional<RoomContext> loadRoomContext(String roomId) {
        return this.delegate.loadRoomContext(roomId).filter(context -> isOwn(context.room()));
    }

    @Override
    public long getDeliveredIndex(String roomId) {
        return getRoom(roomId).map(Room::deliveredIndex).orElse(-1L);
    }

    @Override
    public boolean advanceDeliveredIndex(String roomId, long index, GapPolicy gaps) {
        Checks.index("index", index);
        Checks.notNull("gaps", gaps);
        requireRoom(roomId);
        return this.delegate.advanceDeliveredIndex(roomId, index, gaps);
    }

    @Override
    public AppendResult appendEvent(String roomId, RoomEvent event, AppendOptions options) {
        Checks.notNull("event", event);
        Checks.notNull("options", options);
        requireRoom(roomId);
        return this.delegate.appendEvent(roomId, event, options);
    }

    @Override
    public RoomEvent addEventAutoIndex(String roomId, RoomEvent event) {
        Checks.notNull("event", event);
        requireRoom(roomId);
        return this.delegate.addEventAutoIndex(roomId, event);
    }

    @Override
    public List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events) {
        if (Checks.list("events", Checks.notNull("events", events)).isEmpty()) {
            return this.delegate.addEventsAutoIndex(roomId, events);
        }
        requireRoom(roomId);
        return this.delegate.addEventsAutoIndex(roomId, events);
    }

    @Override
    public RoomEvent addEvent(RoomEvent event) {
        requireRoom(Checks.notNull("event", event).roomId());
        return this.delegate.addEvent(event);
    }

    @Override
    public Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId) {
        Checks.text("eventId", eventId);
        return includes(organizationId) ? this.delegate.findEvent(eventId, this.organizationId) : Optional.empty();
    }

    @Override
    public Optional<RoomEvent> getEvent(String roomId, String eventId) {
        Checks.text("eventId", eventId);
        return roomExists(roomId) ? this.delegate.getEvent(roomId, eventId) : Optional.empty();
    }

    @Override
    public RoomEvent updateEvent(RoomEvent event) {
        requireRoom(Checks.notNull("event", event).roomId());
        return this.delegate.updateEvent(event);
    }

    @Override
    public RoomEvent updateEvent(String roomId, String eventId, UnaryOperator<RoomEvent> change) {
        Checks.text("eventId", eventId);
        Checks.notNull("change", change);
        requireRoom(roomId);
        return this.delegate.updateEvent(roomId, eventId, change);
    }

    @Override
    public List<String> deleteEvent(String roomId, String eventId, ReplyPolicy replies) {
        Checks.text("eventId", eventId);
        Checks.notNull("replies", replies);
        requireRoom(roomId);
        return this.delegate.deleteEvent(roomId, eventId, replies);
    }

    @Override
    public List<RoomEvent> listEvents(EventQuery query) {
        return roomExists(Checks.notNull("query", query).roomId()) ? this.delegate.listEvents(query) : List.of();
    }

    @Override
    public EventPage pageEvents(EventQuery query) {
        return roomExists(Checks.notNull("query", query).roomId())
                ? this.delegate.pageEvents(query)
                : new EventPage(List.of(), false);
    }

    @Override
    public Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds) {
        Checks.texts("rootIds", rootIds);
        return roomExists(roomId) ? this.delegate.getThreadSummaries(roomId, rootIds) : Map.of();
    }

    @Override
    public boolean checkIdempotency(String roomId, String idempotencyKey) {
        Checks.text("idempotencyKey", idempotencyKey);
        return roomExists(roomId) && this.delegate.checkIdempotency(roomId, idempotencyKey);
    }

    @Override
    public Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey) {
        Checks.text("idempotencyKey", idempotencyKey);
        return roomExists(roomId) ? this.delegate.getEventByIdempotencyKey(roomId, idempotencyKey) : Optional.empty();
    }

    @Override
    public long getEventCount(String roomId) {
        return getRoom(roomId).map(Room::eventCount).orElse(0L);
    }

    @Override
    public long getEventCount(String roomId, EventFilter filter) {
        Checks.notNull("filter", filter);
        return roomExists(roomId) ? this.delegate.getEventCount(roomId, filter) : 0;
    }

    @Override
    public ChannelBinding addBinding(ChannelBinding binding) {
        requireRoom(Checks.notNull("binding", binding).roomId());
        return this.delegate.addBinding(binding);
    }

    @Override
    public Optional<ChannelBinding> getBinding(String roomId, String channelId) {
        Checks.text("channelId", channelId);
        return roomExists(roomId) ? this.delegate.getBinding(roomId, channelId) : Optional.empty();
    }

    @Override
    public boolean bindingExists(String roomId, String channelId) {
        Checks.text("channelId", channelId);
        return roomExists(roomId) && this.delegate.bindingExists(roomId, channelId);
    }

    @Override
    public ChannelBinding updateBinding(ChannelBinding binding) {
        requireRoom(Checks.notNull("binding", binding).roomId());
        return this.delegate.updateBinding(binding);
    }

    @Override
    public ChannelBinding updateBinding(String roomId, String channelId, UnaryOperator<ChannelBinding> change) {
        Checks.text("channelId", channelId);
        Checks.notNull("change", change);
        requireRoom(roomId);
        return this.delegate.updateBinding(roomId, channelId, change);
    }

    @Override
    public boolean removeBinding(String roomId, String channelId) {
        Checks.text("channelId", channelId);
        requireRoom(roomId);
        return this.delegate.removeBinding(roomId, channelId);
    }

    @Override
    public List<ChannelBinding> listBindings(String roomId) {
        return roomExists(roomId) ? this.delegate.listBindings(roomId) : List.of();
    }

    @Override
    public Participant addParticipant(Participant participant) {
        requireRoom(Checks.notNull("participant", participant).roomId());
        return this.delegate.addParticipant(participant);
    }

    @Override
    public Optional<Participant> getParticipant(String roomId, String participantId) {
        Checks.text("participantId", participantId);
        return roomExists(roomId) ? this.delegate.getParticipant(roomId, participantId) : Optional.empty();
    }

    @Override
    public Participant updateParticipant(Participant participant) {
        requireRoom(Checks.notNull("participant", participant).roomId());
        return this.delegate.updateParticipant(participant);
    }

    @Override
    public Participant updateParticipant(String roomId, String participantId, UnaryOperator<Participant> change) {
        Checks.text("participantId", participantId);
        Checks.notNull("change", change);
        requireRoom(roomId);
        return this.delegate.updateParticipant(roomId, participantId, change);
    }

    @Override
    public boolean removeParticipant(String roomId, String participantId) {
        Checks.text("participantId", participantId);
        requireRoom(roomId);
        return this.delegate.removeParticipant(roomId, participantId);
    }

    @Override
    public List<Participant> listParticipants(String roomId) {
        return roomExists(roomId) ? this.delegate.listParticipants(roomId) : List.of();
    }

    @Override
    public Identity createIdentity(Identity identity) {
        return this.delegate.createIdentity(own(identity));
    }

    @Override
    public Optional<Identity> getIdentity(String identityId) {
        return this.delegate.getIdentity(identityId).filter(identity -> isOwn(identity.organizationId()));
    }

    @Override
    public Identity updateIdentity(Identity identity) {
        Identity changed = own(identity);
        requireIdentity(changed.id());
        return this.delegate.updateIdentity(changed);
    }

    @Override
    public Identity updateIdentity(String identityId, UnaryOperator<Identity> change) {
        Checks.notNull("change", change);
        return this.delegate.updateIdentity(identityId, identity -> {
            if (!isOwn(identity.organizationId())) {
                throw new IdentityNotFoundException(identity.id());
            }
            return own(change.apply(identity));
        });
    }

    @Override
    public boolean deleteIdentity(String identityId) {
        return getIdentity(identityId).isPresent() && this.delegate.deleteIdentity(identityId);
    }

    @Override
    public List<Identity> listIdentities(IdentityQuery query) {
        return includes(Checks.notNull("query", query).organizationId())
                ? this.delegate.listIdentities(
                        query.toBuilder().organizationId(this.organizationId).build())
                : List.of();
    }

    @Override
    public IdentityMerge mergeIdentities(String intoId, String fromId, @Nullable String reason) {
        Checks.text("fromId", fromId);
        Arguments.reason(reason);
        requireIdentity(Checks.text("intoId", intoId));
        requireIdentity(fromId);
        return this.delegate.mergeIdentities(intoId, fromId, reason);
    }

    @Override
    public boolean undoMerge(String mergeId, @Nullable String organizationId) {
        Checks.text("mergeId", mergeId);
        return includes(organizationId) && this.delegate.undoMerge(mergeId, this.organizationId);
    }

    @Override
    public Optional<Identity> resolveIdentity(Address address, @Nullable String organizationId) {
        Checks.notNull("address", address);
        return includes(organizationId)
                ? this.delegate.resolveIdentity(address, this.organizationId)
                : Optional.empty();
    }

    @Override
    public Identity linkAddress(String identityId, Address address) {
        Checks.notNull("address", address);
        requireIdentity(identityId);
        return this.delegate.linkAddress(identityId, address);
    }

    @Override
    public Identity moveAddress(String identityId, Address address) {
        Checks.notNull("address", address);
        requireIdentity(identityId);
        return this.delegate.moveAddress(identityId, address);
    }

    @Override
    public boolean unlinkAddress(String identityId, Address address) {
        Checks.notNull("address", address);
        requireIdentity(identityId);
        return this.delegate.unlinkAddress(identityId, address);
    }

    @Override
    public Optional<Identity> rotateAddress(Address oldAddress, Address newAddress, @Nullable String organizationId) {
        Checks.notNull("oldAddress", oldAddress);
        Checks.notNull("newAddress", newAddress);
        return includes(organizationId)
                ? this.delegate.rotateAddress(oldAddress, newAddress, this.organizationId)
                : Optional.empty();
    }

    @Override
    public Task addTask(Task task) {
        requireRoom(Checks.notNull("task", task).roomId());
        return this.delegate.addTask(task);
    }

    @Override
    public Optional<Task> findTask(String taskId, @Nullable String organizationId) {
        Checks.text("taskId", taskId);
        return includes(organizationId) ? this.delegate.findTask(taskId, this.organizationId) : Optional.empty();
    }

    @Override
    public Optional<Task> getTask(String roomId, String taskId) {
        Checks.text("taskId", taskId);
        return roomExists(roomId) ? this.delegate.getTask(roomId, taskId) : Optional.empty();
    }

    @Override
    public List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after) {
        Checks.limit(limit);
        return roomExists(roomId) ? this.delegate.listTasks(roomId, status, limit, after) : List.of();
    }

    @Override
    public List<Task> listTasks(TaskQuery query) {
        return includes(Checks.notNull("query", query).organizationId())
                ? this.delegate.listTasks(
                        query.toBuilder().organizationId(this.organizationId).build())
                : List.of();
    }

    @Override
    public Task updateTask(Task task) {
        requireRoom(Checks.notNull("task", task).roomId());
        return this.delegate.updateTask(task);
    }

    @Override
    public Task updateTask(String roomId, String taskId, UnaryOperator<Task> change) {
        Checks.text("taskId", taskId);
        Checks.notNull("change", change);
        requireRoom(roomId);
        return this.delegate.updateTask(roomId, taskId, change);
    }

    @Override
    public boolean deleteTask(String roomId, String taskId) {
        Checks.text("taskId", taskId);
        requireRoom(roomId);
        return this.delegate.deleteTask(roomId, taskId);
    }

    @Override
    public Observation addObservation(Observation observation) {
        requireRoom(Checks.notNull("observation", observation).roomId());
        return this.delegate.addObservation(observation);
    }

    @Override
    public List<Observation> listObservations(
            String roomId, @Nullable String category, int limit, @Nullable Cursor after) {
        Checks.optionalText("category", category);
        Checks.limit(limit);
        return roomExists(roomId) ? this.delegate.listObservations(roomId, category, limit, after) : List.of();
    }

    @Override
    public List<Observation> listObservations(ObservationQuery query) {
        return includes(Checks.notNull("query", query).organizationId())
                ? this.delegate.listObservations(
                        query.toBuilder().organizationId(this.organizationId).build())
                : List.of();
    }

    @Override
    public boolean deleteObservation(String roomId, String observationId) {
        Checks.text("observationId", observationId);
        requireRoom(roomId);
        return this.delegate.deleteObservation(roomId, observationId);
    }

    @Override
    public boolean markRead(String roomId, String channelId, String eventId) {
        Checks.text("channelId", channelId);
        Checks.text("eventId", eventId);
        requireRoom(roomId);
        return this.delegate.markRead(roomId, channelId, eventId);
    }

    @Override
    public boolean markUnread(String roomId, String channelId, String eventId) {
        Checks.text("channelId", channelId);
        Checks.text("eventId", eventId);
        requireRoom(roomId);
        return this.delegate.markUnread(roomId, channelId, eventId);
    }

    @Override
    public void markAllRead(String roomId, String channelId) {
        Checks.text("channelId", channelId);
        requireRoom(roomId);
        this.delegate.markAllRead(roomId, channelId);
    }

    @Override
    public Map<String, Long> getUnreadCounts(
            Collection<String> roomIds, String channelId, @Nullable String organizationId) {
        Map<String, Long> counts = this.delegate.getUnreadCounts(roomIds, channelId, this.organizationId);
        if (includes(organizationId)) {
            return counts;
        }
        Map<String, Long> none = new LinkedHashMap<>(counts);
        none.replaceAll((roomId, count) -> 0L);
        return Collections.unmodifiableMap(none);
    }

    @Override
    public InboxPage listInbox(InboxQuery query) {
        return includes(query) ? this.delegate.listInbox(own(query)) : InboxPage.EMPTY;
    }

    @Override
    public InboxTotals getInboxTotals(InboxQuery query) {
        Checks.notNull("readBy", Checks.notNull("query", query).readBy());
        return includes(query) ? this.delegate.getInboxTotals(own(query)) : InboxTotals.NONE;
    }

    private boolean includes(InboxQuery query) {
        Checks.notNull("query", query);
        return includes(query.organizationId())
                && (query.owner() != InboxQuery.Owner.IDENTITY || !isOfAnother(query.ownerId()));
    }

    private InboxQuery own(InboxQuery query) {
        return query.organizationId(this.organizationId);
    }

    @Override
    public Map<String, Long> listReadMarkers(String roomId) {
        return roomExists(roomId) ? this.delegate.listReadMarkers(roomId) : Map.of();
    }

    private boolean includes(RoomLookup lookup) {
        return includes(lookup.organizationId()) && (lookup.identityId() == null || !isOfAnother(lookup.identityId()));
    }

    /**
     * Tells whether the identity belongs to another organization. The view does not search for the rooms of such an
     * identity. If the view did, merges that the other organization made would determine which rooms are found. Returns
     * {@code false} when no identity has the id.
     */
    private boolean isOfAnother(String identityId) {
        return this.delegate
                .getIdentity(identityId)
                .filter(identity -> identity.organizationId() != null && !isOwn(identity.organizationId()))
                .isPresent();
    }

    private boolean includes(@Nullable String organizationId) {
        return Checks.optionalText("organizationId", organizationId) == null || isOwn(organizationId);
    }

    private boolean isOwn(Room room) {
        return isOwn(room.organizationId());
    }

    private boolean isOwn(@Nullable String organizationId) {
        return this.organizationId.equals(organizationId);
    }

    private void requireRoom(String roomId) {
        if (!roomExists(roomId)) {
            throw new RoomNotFoundException(roomId);
        }
    }

    private void requireIdentity(String identityId) {
        if (getIdentity(identityId).isEmpty()) {
            throw new IdentityNotFoundException(identityId);
        }
    }

    private Room own(@Nullable Room room) {
        Room given = Checks.notNull("room", room);
        requireOwn(given.organizationId());
        return given.toBuilder().organizationId(this.organizationId).build();
    }

    private Identity own(@Nullable Identity identity) {
        Identity given = Checks.notNull("identity", identity);
        requireOwn(given.organizationId());
        return given.toBuilder().organizationId(this.organizationId).build();
    }

    private void requireOwn(@Nullable String organizationId) {
        Checks.check(includes(organizationId), "organizationId must be the organization that this store is limited to");
    }
}
