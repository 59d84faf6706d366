package live.roomkit.store.memory;

import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.ChangeFeedSource;
import live.roomkit.identity.Address;
import live.roomkit.identity.AddressNormalizer;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.internal.Checks;
import live.roomkit.internal.protection.KeyHash;
import live.roomkit.internal.store.AddressBook;
import live.roomkit.internal.store.Arguments;
import live.roomkit.internal.store.Changes;
import live.roomkit.internal.store.IdentityKeys;
import live.roomkit.internal.store.Inboxes;
import live.roomkit.internal.store.RoomPatch;
import live.roomkit.participant.Participant;
import live.roomkit.protection.Protection;
import live.roomkit.protection.ProtectionSource;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.TaskNotFoundException;
import live.roomkit.store.json.RecordJson;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Conversation store in memory, for development and tests. {@code InMemoryStore} returns the same results and throws
 * the same exceptions as the PostgreSQL store. Before it stores a record, it converts the record to JSON to check the
 * size and the values of the record. The store does not keep the JSON. All records are lost when the process ends.
 *
 * <p>Each room has its own lock, so writes to different rooms never wait for each other. The store has no transactions.
 * A function that is passed to an update method, such as {@link #updateRoom(String, UnaryOperator)}, may call the
 * store. The writes that such a function makes are kept, even if the function then throws an exception. While such a
 * function runs, writes of other threads to the same room wait. A write that has waited ten seconds fails.
 *
 * <p>Operations on several rooms, such as {@link #findRooms} and {@link #findLatestRoom}, examine every room. They read
 * each room in its own snapshot, not all rooms in one snapshot.
 */
public final class InMemoryStore implements ConversationStore, ChangeFeedSource, ProtectionSource {

    private final ChangeJournal journal;

    private final RoomDirectory rooms;

    private final RecordJson json;

    private final PageSize pages;

    private final IdentityDirectory identities;

    private final MemoryHolds holds;

    private final Protection protection;

    private volatile boolean closed;

    /** Creates a store with a maximum record size of 8 MiB of JSON. */
    public InMemoryStore() {
        this(RecordJson.DEFAULT_MAX_RECORD_SIZE);
    }

    /** Creates a store that uses the given clock for times that it sets, such as {@code lastActivityAt} of a room. */
    public InMemoryStore(Clock clock) {
        this(RecordJson.DEFAULT_MAX_RECORD_SIZE, clock);
    }

    /**
     * Creates a store with the given maximum record size.
     *
     * @param maxRecordSize the maximum size of a record, in bytes of JSON
     */
    public InMemoryStore(int maxRecordSize) {
        this(maxRecordSize, RecordJson.DEFAULT_MAX_PAGE_SIZE, Clock.systemUTC());
    }

    /**
     * Creates a store with the given maximum record size and clock.
     *
     * @param maxRecordSize the maximum size of a record, in bytes of JSON
     * @param clock the clock for all times that the store sets, such as {@code lastActivityAt} of rooms
     */
    public InMemoryStore(int maxRecordSize, Clock clock) {
        this(maxRecordSize, RecordJson.DEFAULT_MAX_PAGE_SIZE, clock);
    }

    /**
     * Creates a store with the given size limits and clock.
     *
     * @param maxRecordSize the maximum size of a record, in bytes of JSON
     * @param maxPageSize the maximum total size of the records in a list that the store returns, in bytes of JSON
     * @param clock the clock for all times that the store sets, such as {@code lastActivityAt} of rooms
     */
    public InMemoryStore(int maxRecordSize, int maxPageSize, Clock clock) {
        this(maxRecordSize, maxPageSize, clock, AddressNormalizer.standard());
    }

    /**
     * Creates a store with the given size limits, clock and normalizer of addresses.
     *
     * @param maxRecordSize the maximum size of a record, in bytes of JSON
     * @param maxPageSize the maximum total size of the records in a list that the store returns, in bytes of JSON
     * @param clock the clock for all times that the store sets, such as {@code lastActivityAt} of rooms
     * @param addressNormalizer converts an address to the form in which the store compares addresses
     */
    public InMemoryStore(int maxRecordSize, int maxPageSize, Clock clock, AddressNormalizer addressNormalizer) {
        Checks.check(maxRecordSize > 0, "maxRecordSize must be positive");
        Checks.check(maxPageSize > 0, "maxPageSize must be positive");
        this.json = new RecordJson(maxRecordSize);
        KeyHash keys = KeyHash.random();
        this.journal = new ChangeJournal(Checks.notNull("clock", clock), this::requireOpen);
        this.rooms = new RoomDirectory(clock, this.journal, keys);
        this.pages = new PageSize(maxPageSize);
        this.identities = new IdentityDirectory(this.json, clock, new AddressBook(addressNormalizer));
        this.holds = new MemoryHolds(this.rooms, this.identities);
        this.protection = new MemoryProtection(
                this.rooms, this.identities, this.holds, this.json, keys, clock, this::requireOpen);
    }

    @Override
    public Room createRoom(Room room) {
        return rooms().create(checked("room", room));
    }

    @Override
    public Room getOrCreateRoom(Room room) {
        return rooms().getOrCreate(checked("room", room));
    }

    @Override
    public Optional<Room> getRoom(String roomId) {
        return find(roomId).map(RoomState::room);
    }

    @Override
    public boolean roomExists(String roomId) {
        return find(roomId).isPresent();
    }

    @Override
    public Room updateRoom(Room room) {
        checked("room", room);
        return existing(room.id()).update(Changes.toRoom(room));
    }

    @Override
    public Room updateRoom(String roomId, UnaryOperator<Room> change) {
        Checks.text("roomId", roomId);
        UnaryOperator<Room> checked = checked(Changes.ofRoom(roomId, change));
        return existing(roomId).update(checked);
    }

    @Override
    public Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset) {
        Checks.text("roomId", roomId);
        RoomPatch change = RoomPatch.of(patch, unset);
        this.json.write(change.values());
        return existing(roomId).update(room -> checked("room", change.applyTo(room)));
    }

    @Override
    public boolean deleteRoom(String roomId) {
        Checks.text("roomId", roomId);
        requireOpen();
        return this.holds.unlessRoomIsHeld(roomId, () -> this.rooms.delete(roomId));
    }

    @Override
    public List<Room> findRooms(RoomQuery query) {
        this.json.write(Checks.notNull("query", query).metadata());
        return this.pages.checked(rooms().list(query).toList());
    }

    @Override
    public List<Room> listRooms(RoomLookup lookup) {
        Checks.notNull("lookup", lookup);
        return this.pages.checked(rooms().list(lookup, identitiesOf(lookup)).toList());
    }

    @Override
    public Optional<Room> findLatestRoom(RoomLookup lookup) {
        Checks.notNull("lookup", lookup);
        return rooms().list(lookup, identitiesOf(lookup)).findFirst();
    }

    @Override
    public List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit) {
        Checks.text("channelId", channelId);
        Checks.optionalText("organizationId", organizationId);
        Checks.limit(limit);
        return rooms().list(organizationId, status, state -> state.bindings().contains(channelId))
                .limit(limit)
                .map(Room::id)
                .toList();
    }

    @Override
    public Optional<RoomContext> loadRoomContext(String roomId) {
        return find(roomId).map(RoomState::context).map(this.pages::checked);
    }

    @Override
    public long getDeliveredIndex(String roomId) {
        return find(roomId).map(state -> state.room().deliveredIndex()).orElse(-1L);
    }

    @Override
    public boolean advanceDeliveredIndex(String roomId, long index, GapPolicy gaps) {
        Checks.text("roomId", roomId);
        Checks.index("index", index);
        Checks.notNull("gaps", gaps);
        return existing(roomId).advanceDeliveredIndex(index, gaps);
    }

    @Override
    public AppendResult appendEvent(String roomId, RoomEvent event, AppendOptions options) {
        StoredEvent stored = StoredEvent.of(Arguments.event(roomId, event), this.json);
        Checks.notNull("options", options);
        return existing(roomId).append(stored, options);
    }

    @Override
    public RoomEvent addEventAutoIndex(String roomId, RoomEvent event) {
        StoredEvent stored = StoredEvent.of(Arguments.event(roomId, event), this.json);
        return existing(roomId).addAll(List.of(stored)).get(0);
    }

    @Override
    public List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events) {
        List<StoredEvent> stored = StoredEvent.of(Arguments.events(roomId, events), this.json);
        if (stored.isEmpty()) {
            requireOpen();
            return List.of();
        }
        return existing(roomId).addAll(stored);
    }

    @Override
    public RoomEvent addEvent(RoomEvent event) {
        StoredEvent stored = StoredEvent.of(Checks.notNull("event", event), this.json);
        return existing(event.roomId()).addAtIndex(stored);
    }

    @Override
    public Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId) {
        Checks.text("eventId", eventId);
        return rooms().findInAny(Checks.optionalText("organizationId", organizationId), state -> state.event(eventId));
    }

    @Override
    public Optional<RoomEvent> getEvent(String roomId, String eventId) {
        Checks.text("eventId", eventId);
        return find(roomId).flatMap(state -> state.event(eventId));
    }

    @Override
    public RoomEvent updateEvent(RoomEvent event) {
        checked("event", event);
        return existing(event.roomId()).updateEvent(event.id(), stored -> event);
    }

    @Override
    public RoomEvent updateEvent(String roomId, String eventId, UnaryOperator<RoomEvent> change) {
        Checks.text("roomId", roomId);
        Checks.text("eventId", eventId);
        UnaryOperator<RoomEvent> checked = checked(Changes.ofEvent(roomId, eventId, change));
        return existing(roomId).updateEvent(eventId, checked);
    }

    @Override
    public List<String> deleteEvent(String roomId, String eventId, ReplyPolicy replies) {
        Checks.text("roomId", roomId);
        Checks.text("eventId", eventId);
        Checks.notNull("replies", replies);
        RoomState room = existing(roomId);
        return this.holds.unlessRoomIsHeld(roomId, () -> room.deleteEvent(eventId, replies));
    }

    @Override
    public List<RoomEvent> listEvents(EventQuery query) {
        Checks.notNull("query", query);
        return this.pages.checked(
                query, find(query.roomId()).map(state -> state.events(query)).orElse(List.of()));
    }

    @Override
    public Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds) {
        Set<String> roots = Arguments.ids("rootIds", rootIds);
        return find(roomId).map(state -> state.threadSummaries(roots)).orElse(Map.of());
    }

    @Override
    public boolean checkIdempotency(String roomId, String idempotencyKey) {
        return getEventByIdempotencyKey(roomId, idempotencyKey).isPresent();
    }

    @Override
    public Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey) {
        Checks.text("idempotencyKey", idempotencyKey);
        return find(roomId).flatMap(state -> state.eventByKey(idempotencyKey));
    }

    @Override
    public long getEventCount(String roomId) {
        return find(roomId).map(state -> state.room().eventCount()).orElse(0L);
    }

    @Override
    public long getEventCount(String roomId, EventFilter filter) {
        Checks.notNull("filter", filter);
        return find(roomId).map(state -> state.count(filter)).orElse(0L);
    }

    @Override
    public ChannelBinding addBinding(ChannelBinding binding) {
        checked("binding", binding);
        return existing(binding.roomId()).bindings().put(binding);
    }

    @Override
    public Optional<ChannelBinding> getBinding(String roomId, String channelId) {
        Checks.text("channelId", channelId);
        return find(roomId).flatMap(state -> state.bindings().find(channelId));
    }

    @Override
    public boolean bindingExists(String roomId, String channelId) {
        return getBinding(roomId, channelId).isPresent();
    }

    @Override
    public ChannelBinding updateBinding(ChannelBinding binding) {
        checked("binding", binding);
        String roomId = binding.roomId();
        return existing(roomId)
                .bindings()
                .update(binding.channelId(), stored -> binding, id -> new BindingNotFoundException(roomId, id));
    }

    @Override
    public ChannelBinding updateBinding(String roomId, String channelId, UnaryOperator<ChannelBinding> change) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", channelId);
        UnaryOperator<ChannelBinding> checked = checked(Changes.ofBinding(roomId, channelId, change));
        return existing(roomId).bindings().update(channelId, checked, id -> new BindingNotFoundException(roomId, id));
    }

    @Override
    public boolean removeBinding(String roomId, String channelId) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", channelId);
        return existing(roomId).bindings().remove(channelId);
    }

    @Override
    public List<ChannelBinding> listBindings(String roomId) {
        return this.pages.checked(
                find(roomId).map(state -> state.bindings().list()).orElse(List.of()));
    }

    @Override
    public Participant addParticipant(Participant participant) {
        checked("participant", participant);
        return existing(participant.roomId()).participants().put(participant);
    }

    @Override
    public Optional<Participant> getParticipant(String roomId, String participantId) {
        Checks.text("participantId", participantId);
        return find(roomId).flatMap(state -> state.participants().find(participantId));
    }

    @Override
    public Participant updateParticipant(Participant participant) {
        checked("participant", participant);
        String roomId = participant.roomId();
        return existing(roomId)
                .participants()
                .update(participant.id(), stored -> participant, id -> new ParticipantNotFoundException(roomId, id));
    }

    @Override
    public Participant updateParticipant(String roomId, String participantId, UnaryOperator<Participant> change) {
        Checks.text("roomId", roomId);
        Checks.text("participantId", participantId);
        UnaryOperator<Participant> checked = checked(Changes.ofParticipant(roomId, participantId, change));
        return existing(roomId)
                .participants()
                .update(participantId, checked, id -> new ParticipantNotFoundException(roomId, id));
    }

    @Override
    public boolean removeParticipant(String roomId, String participantId) {
        Checks.text("roomId", roomId);
        Checks.text("participantId", participantId);
        RoomState room = existing(roomId);
        return this.holds.unlessRoomIsHeld(roomId, () -> room.participants().remove(participantId));
    }

    @Override
    public List<Participant> listParticipants(String roomId) {
        return this.pages.checked(
                find(roomId).map(state -> state.participants().list()).orElse(List.of()));
    }

    @Override
    public Identity createIdentity(Identity identity) {
        return identities().create(checked("identity", identity));
    }

    @Override
    public Optional<Identity> getIdentity(String identityId) {
        return identities().find(Checks.text("identityId", identityId));
    }

    @Override
    public Identity updateIdentity(Identity identity) {
        checked("identity", identity);
        return identities().update(identity.id(), stored -> identity);
    }

    @Override
    public Identity updateIdentity(String identityId, UnaryOperator<Identity> change) {
        Checks.text("identityId", identityId);
        return identities().update(identityId, checked(Changes.ofIdentity(identityId, change)));
    }

    @Override
    public boolean deleteIdentity(String identityId) {
        Checks.text("identityId", identityId);
        requireOpen();
        return this.holds.unlessIdentityIsHeld(
                identityId, () -> this.identities.delete(identityId, () -> this.rooms.forget(identityId)));
    }

    @Override
    public List<Identity> listIdentities(IdentityQuery query) {
        this.json.write(IdentityKeys.of(Checks.notNull("query", query)));
        return this.pages.checked(identities().list(query));
    }

    @Override
    public IdentityMerge mergeIdentities(String intoId, String fromId, @Nullable String reason) {
        Checks.text("intoId", intoId);
        Checks.text("fromId", fromId);
        Arguments.reason(reason);
        return identities().merge(intoId, fromId, reason);
    }

    @Override
    public boolean undoMerge(String mergeId, @Nullable String organizationId) {
        Checks.text("mergeId", mergeId);
        Checks.optionalText("organizationId", organizationId);
        return identities().undo(mergeId, organizationId);
    }

    @Override
    public Optional<Identity> resolveIdentity(Address address, @Nullable String organizationId) {
        Checks.notNull("address", address);
        Checks.optionalText("organizationId", organizationId);
        return identities().resolve(address, organizationId);
    }

    @Override
    public Identity linkAddress(String identityId, Address address) {
        Checks.text("identityId", identityId);
        return identities().link(identityId, Checks.notNull("address", address));
    }

    @Override
    public Identity moveAddress(String identityId, Address address) {
        Checks.text("identityId", identityId);
        return identities().move(identityId, Checks.notNull("address", address));
    }

    @Override
    public boolean unlinkAddress(String identityId, Address address) {
        Checks.text("identityId", identityId);
        return identities().unlink(identityId, Checks.notNull("address", address));
    }

    @Override
    public Optional<Identity> rotateAddress(Address oldAddress, Address newAddress, @Nullable String organizationId) {
        Checks.notNull("oldAddress", oldAddress);
        Checks.notNull("newAddress", newAddress);
        Checks.optionalText("organizationId", organizationId);
        return identities().rotate(oldAddress, newAddress, organizationId);
    }

    @Override
    public Task addTask(Task task) {
        checked("task", task);
        return existing(task.roomId()).tasks().add(task, id -> new DuplicateIdException("Task", id));
    }

    @Override
    public Optional<Task> findTask(String taskId, @Nullable String organizationId) {
        Checks.text("taskId", taskId);
        return rooms().findInAny(
                        Checks.optionalText("organizationId", organizationId),
                        state -> state.tasks().find(taskId));
    }

    @Override
    public Optional<Task> getTask(String roomId, String taskId) {
        Checks.text("taskId", taskId);
        return find(roomId).flatMap(state -> state.tasks().find(taskId));
    }

    @Override
    public List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after) {
        Checks.limit(limit);
        return this.pages.checked(find(roomId)
                .map(state -> state.tasks().list(task -> status == null || task.status() == status, limit, after))
                .orElse(List.of()));
    }

    @Override
    public List<Task> listTasks(TaskQuery query) {
        Checks.notNull("query", query);
        return this.pages.checked(rooms().listRecords(
                        query.organizationId(),
                        state -> state.tasks().list(),
                        Task::cursor,
                        task -> (query.assignedTo() == null
                                        || query.assignedTo().equals(task.assignedTo()))
                                && (query.statuses() == null || query.statuses().contains(task.status())),
                        query.after())
                .limit(query.limit())
                .toList());
    }

    @Override
    public Task updateTask(Task task) {
        checked("task", task);
        String roomId = task.roomId();
        return existing(roomId).tasks().update(task.id(), stored -> task, id -> new TaskNotFoundException(roomId, id));
    }

    @Override
    public Task updateTask(String roomId, String taskId, UnaryOperator<Task> change) {
        Checks.text("roomId", roomId);
        Checks.text("taskId", taskId);
        UnaryOperator<Task> checked = checked(Changes.ofTask(roomId, taskId, change));
        return existing(roomId).tasks().update(taskId, checked, id -> new TaskNotFoundException(roomId, id));
    }

    @Override
    public boolean deleteTask(String roomId, String taskId) {
        Checks.text("roomId", roomId);
        Checks.text("taskId", taskId);
        RoomState room = existing(roomId);
        return this.holds.unlessRoomIsHeld(roomId, () -> room.tasks().remove(taskId));
    }

    @Override
    public Observation addObservation(Observation observation) {
        checked("observation", observation);
        return existing(observation.roomId())
                .observations()
                .add(observation, id -> new DuplicateIdException("Observation", id));
    }

    @Override
    public List<Observation> listObservations(
            String roomId, @Nullable String category, int limit, @Nullable Cursor after) {
        Checks.optionalText("category", category);
        Checks.limit(limit);
        return this.pages.checked(find(roomId)
                .map(state -> state.observations()
                        .list(value -> category == null || category.equals(value.category()), limit, after))
                .orElse(List.of()));
    }

    @Override
    public List<Observation> listObservations(ObservationQuery query) {
        Checks.notNull("query", query);
        return this.pages.checked(rooms().listRecords(
                        query.organizationId(),
                        state -> state.observations().list(),
                        Observation::cursor,
                        value -> query.category() == null || query.category().equals(value.category()),
                        query.after())
                .limit(query.limit())
                .toList());
    }

    @Override
    public boolean deleteObservation(String roomId, String observationId) {
        Checks.text("roomId", roomId);
        Checks.text("observationId", observationId);
        RoomState room = existing(roomId);
        return this.holds.unlessRoomIsHeld(roomId, () -> room.observations().remove(observationId));
    }

    @Override
    public boolean markRead(String roomId, String channelId, String eventId) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", Checks.id("channelId", channelId));
        Checks.text("eventId", eventId);
        return existing(roomId).markRead(channelId, eventId);
    }

    @Override
    public boolean markUnread(String roomId, String channelId, String eventId) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", Checks.id("channelId", channelId));
        Checks.text("eventId", eventId);
        return existing(roomId).markUnread(channelId, eventId);
    }

    @Override
    public void markAllRead(String roomId, String channelId) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", Checks.id("channelId", channelId));
        existing(roomId).markAllRead(channelId);
    }

    @Override
    public Map<String, Long> getUnreadCounts(
            Collection<String> roomIds, String channelId, @Nullable String organizationId) {
        Checks.text("channelId", channelId);
        Checks.optionalText("organizationId", organizationId);
        requireOpen();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String roomId : Arguments.ids("roomIds", roomIds)) {
            counts.put(
                    roomId,
                    find(roomId)
                            .map(state -> state.lock.read(
                                    () -> RoomMatch.isOf(state, organizationId) ? state.unreadCount(channelId) : 0L))
                            .orElse(0L));
        }
        return Collections.unmodifiableMap(counts);
    }

    @Override
    public InboxPage listInbox(InboxQuery query) {
        this.json.write(Inboxes.checked(query).metadata());
        List<InboxEntry> entries = inbox(query).limit(query.limit() + 1L).toList();
        int fitting = Math.min(this.pages.fitting(entries), query.limit());
        return InboxPage.of(entries.subList(0, fitting), entries.size() > fitting);
    }

    @Override
    public InboxTotals getInboxTotals(InboxQuery query) {
        this.json.write(Inboxes.checkedForTotals(query).metadata());
        return InboxTotals.of(inbox(query.after(null)).map(InboxEntry::unread).toList());
    }

    @Override
    public Map<String, Long> listReadMarkers(String roomId) {
        return find(roomId).map(RoomState::readMarkers).orElse(Map.of());
    }

    /** Returns the feed of the last 100 000 changes. The feed of a memory store is always on. */
    @Override
    public ChangeFeed changeFeed() {
        return this.journal;
    }

    @Override
    public Protection protection() {
        return this.protection;
    }

    /** Closes the store. Its records can no longer be read. */
    @Override
    public void close() {
        this.closed = true;
    }

    private Stream<InboxEntry> inbox(InboxQuery query) {
        Set<String> identityIds =
                (query.owner() == InboxQuery.Owner.IDENTITY) ? identities().group(query.ownerId()) : Set.of();
        return rooms().inbox(query, identityIds);
    }

    private Set<String> identitiesOf(RoomLookup lookup) {
        return (lookup.identityId() != null) ? identities().group(lookup.identityId()) : Set.of();
    }

    private RoomDirectory rooms() {
        requireOpen();
        return this.rooms;
    }

    private IdentityDirectory identities() {
        requireOpen();
        return this.identities;
    }

    private void requireOpen() {
        Arguments.requireOpen(!this.closed);
    }

    private Optional<RoomState> find(String roomId) {
        return rooms().find(Checks.text("roomId", roomId));
    }

    private RoomState existing(String roomId) {
        return rooms().existing(roomId);
    }

    /** Returns a function that calls {@code change} and rejects a result that cannot be stored. */
    private <T extends Record> UnaryOperator<T> checked(UnaryOperator<T> change) {
        return stored -> checked("changed", change.apply(stored));
    }

    /** Returns the given record. Throws an exception when the record cannot be stored. */
    private <T extends Record> T checked(String name, T value) {
        this.json.write(Checks.notNull(name, value));
        return value;
    }
}
