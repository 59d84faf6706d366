package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
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
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.ChangeFeedSource;
import live.roomkit.feed.FeedDisabledException;
import live.roomkit.identity.Address;
import live.roomkit.identity.AddressNormalizer;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Shown;
import live.roomkit.internal.protection.Eraser;
import live.roomkit.internal.protection.Erasure;
import live.roomkit.internal.protection.KeyHash;
import live.roomkit.internal.store.AddressBook;
import live.roomkit.internal.store.Arguments;
import live.roomkit.internal.store.Changes;
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
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.TaskNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Stores conversations in PostgreSQL 14 or later.
 *
 * <p>Open a store with a URL, with environment variables, or with a DataSource of the application. Closing the store
 * does not close a DataSource of the application. When the caller has a Spring-managed transaction on the store's
 * DataSource, the store takes part in this transaction, whichever transaction manager began it. When the caller has no
 * transaction, the store commits every write before the call returns. A call that gets no connection within the acquire
 * timeout throws {@link live.roomkit.store.StoreUnavailableException}. A statement that runs longer than the statement
 * timeout throws {@link live.roomkit.store.StoreTimeoutException}.
 *
 * <p>Outside a transaction of the caller, the store attempts a call up to three times. A further attempt begins only
 * when less time than the statement timeout has passed since the beginning of the call. All statements of this attempt
 * together have only the rest of the statement timeout. The store retries a call after a serialization failure, a
 * deadlock or a lost connection, and only when nothing can be written twice. The store therefore retries a read, a
 * write that was certainly not committed, and a call of {@code getOrCreateRoom}, {@code appendEvent},
 * {@code addEventAutoIndex} or {@code addEventsAutoIndex}. The store never retries a call to which the application
 * passes a function, such as {@code updateRoom}. The store also never retries the deletion of a room that is too large
 * to be deleted by one statement. When a retried append finds that its earlier attempt was committed, the append
 * returns the events of that attempt, and does not treat them as duplicates. Only an event that another call has added
 * is a duplicate.
 *
 * <p>Operations are correct at every isolation level. Transactions that the store begins use READ COMMITTED, whatever
 * the default of the pool, role or database. In a REPEATABLE READ or SERIALIZABLE transaction of the caller, an
 * operation that would use an outdated snapshot fails with SQLSTATE 40001. After SQLSTATE 40001, the caller has to
 * repeat the whole transaction.
 *
 * <p>A store is safe for use by many threads.
 */
public final class PostgresStore implements ConversationStore, ChangeFeedSource, ProtectionSource {

    /**
     * Maximum number of attempts to move or replace an address of an identity. An attempt fails when another caller
     * moves the same address at the same time.
     */
    private static final int MAX_MOVES = 100;

    private final DataSource dataSource;

    private final boolean ownsDataSource;

    private final Retries retries;

    private final StoreConnections connections;

    private final RoomTable rooms;

    private final RoomDeletion roomDeletion;

    private final RoomCopies roomCopies;

    private final RoomContextQuery roomContexts;

    private final InboxReader inboxes;

    private final EventTable events;

    private final EventAppend appends;

    private final EventChange eventChanges;

    private final BindingTable bindings;

    private final ParticipantTable participants;

    private final IdentityTable identities;

    private final IdentityAddresses identityAddresses;

    private final IdentityMerges identityMerges;

    private final AddressBook addressBook;

    private final TaskTable tasks;

    private final ObservationTable observations;

    private final ReadMarkerTable readMarkers;

    private final Database database;

    private final @Nullable ChangeFeed feed;

    private final boolean split;

    private final ProtectionHolds holds;

    private final @Nullable KeyHash keys;

    private final ErasedKeys erasedKeys;

    private final Protection protection;

    PostgresStore(
            DataSource dataSource,
            boolean ownsDataSource,
            Database database,
            Duration statementTimeout,
            boolean strictByDefault,
            Duration longestCall,
            boolean readOnly,
            boolean split,
            boolean combining,
            boolean holds,
            boolean sweepsInTurn,
            @Nullable KeyHash keys,
            AddressNormalizer addressNormalizer) {
        this.dataSource = dataSource;
        this.ownsDataSource = ownsDataSource;
        this.database = database;
        this.retries = new Retries(statementTimeout);
        this.connections = new StoreConnections(dataSource, this.retries, strictByDefault, longestCall, readOnly);
        this.rooms = new RoomTable(this.database);
        this.roomDeletion = new RoomDeletion(this.database, this.connections, this.rooms);
        this.roomCopies = new RoomCopies(this.database);
        this.events = new EventTable(this.database);
        this.bindings = new BindingTable(this.database);
        this.participants = new ParticipantTable(this.database);
        this.identities = new IdentityTable(this.database);
        this.tasks = new TaskTable(this.database);
        this.observations = new ObservationTable(this.database);
        this.readMarkers = new ReadMarkerTable(this.database);
        this.inboxes = new InboxReader(this.database, this.rooms);
        this.roomContexts = new RoomContextQuery(this.database, this.rooms);
        this.keys = keys;
        this.erasedKeys = new ErasedKeys(this.events, keys);
        this.split = split;
        this.appends = new EventAppend(
                this.connections,
                this.database,
                this.rooms,
                this.events,
                this.readMarkers,
                split,
                this.erasedKeys,
                combining ? longestCall : null);
        this.holds = new ProtectionHolds(this.connections, this.database, holds, this.rooms, this.identities);
        this.eventChanges = new EventChange(
                this.connections,
                this.database,
                this.rooms,
                this.events,
                this.readMarkers,
                this.holds,
                this.erasedKeys);
        this.addressBook = new AddressBook(addressNormalizer);
        this.identityMerges = new IdentityMerges(this.database, this.identities);
        IdentityAddressTable addresses = new IdentityAddressTable(this.database, this.addressBook);
        this.identityAddresses =
                new IdentityAddresses(this.identities, addresses, this.addressBook, this.database.json());
        this.protection = protection(addresses, sweepsInTurn);
        this.feed = database.isRecording() ? feed() : null;
    }

    private ChangeFeed feed() {
        FeedTable table = new FeedTable(this.database);
        PostgresGroups groups = new PostgresGroups(this.connections, table, new FeedGroupTable(this.database));
        PostgresFeed opened = new PostgresFeed(this.connections, table, groups);
        this.database.whenRecorded(opened::hurry);
        return opened;
    }

    private Protection protection(IdentityAddressTable addresses, boolean sweepsInTurn) {
        ProtectionPeople people = new ProtectionPeople(this.database, this.connections, this.identities);
        ErasedEvents erasedEvents = new ErasedEvents(this.database, this.rooms);
        ProtectionErasure erasure = new ProtectionErasure(
                this.database,
                this.connections,
                this.rooms,
                erasedEvents,
                this.participants,
                this.identities,
                people,
                this.holds);
        ProtectionImport.Tables tables = new ProtectionImport.Tables(
                this.rooms,
                this.bindings,
                this.participants,
                this.tasks,
                this.observations,
                this.identities,
                addresses,
                this.identityMerges);
        return new PostgresProtection(
                this.database.json(),
                new Eraser(erasure, this.keys, this.database::now),
                this.holds,
                () -> new ProtectionSweep(
                        this.database,
                        this.connections,
                        this.rooms,
                        this.readMarkers,
                        erasedEvents,
                        this.holds,
                        Erasure.ofEvents(this.keys, this.database.now())),
                new PostgresSweepTurns(this.connections, this.database, sweepsInTurn),
                new ProtectionExport(this.database, this.connections, people),
                new ProtectionImport(this.database, this.connections, tables, this.erasedKeys));
    }

    /**
     * Opens a store with a URL and default settings. The store creates its own connection pool.
     *
     * @param url {@code jdbc:postgresql://…} or {@code postgresql://user:password@host:port/database}
     * @throws StoreException when the database cannot be used; the message names what to change
     */
    public static PostgresStore open(String url) {
        return builder().url(url).open();
    }

    /**
     * Opens a store with a DataSource of the application. The store does not close the DataSource.
     *
     * @throws StoreException when the database cannot be used; the message names what to change
     */
    public static PostgresStore open(DataSource dataSource) {
        return builder().dataSource(dataSource).open();
    }

    /**
     * Opens a store with the URL in the environment variable {@code ROOMKIT_STORE_URL} or, if that is not set,
     * {@code DATABASE_URL}.
     *
     * @throws IllegalStateException when neither variable is set
     * @throws StoreException when the database cannot be used; the message names what to change
     */
    public static PostgresStore fromEnvironment() {
        return builder().environment(System.getenv()).open();
    }

    /** Returns a builder that configures and opens a store. */
    public static PostgresStoreBuilder builder() {
        return new PostgresStoreBuilder();
    }

    /**
     * Returns the statistics of the connection pool. Returns empty when the DataSource is not a HikariCP pool, or when
     * the pool has not been used yet.
     */
    public Optional<PoolStats> poolStats() {
        return PoolStats.of(this.dataSource);
    }

    @Override
    public Protection protection() {
        return this.protection;
    }

    /** Returns counters of the work that the store has done since it was opened. */
    public StoreStats stats() {
        return new StoreStats(
                this.appends.commits(),
                this.appends.committedEvents(),
                this.retries.conflicts(),
                this.retries.lostConnections());
    }

    @Override
    public ChangeFeed changeFeed() {
        if (this.feed == null) {
            throw new FeedDisabledException();
        }
        return this.feed;
    }

    @Override
    public Room createRoom(Room room) {
        Room created = withoutCounters(Checks.notNull("room", room));
        if (!this.connections.statement(() -> this.rooms.insert(created))) {
            throw new DuplicateIdException("Room", room.id());
        }
        return created;
    }

    @Override
    public Room getOrCreateRoom(Room room) {
        Room created = withoutCounters(Checks.notNull("room", room));
        this.database.jsonb(created);
        return this.connections.idempotent(attempts -> getOrInsert(created));
    }

    private Room getOrInsert(Room room) {
        while (true) {
            Optional<Room> existing = getRoom(room.id());
            if (existing.isPresent()) {
                return existing.get();
            }
            if (this.connections.statement(() -> this.rooms.insert(room))) {
                return room;
            }
        }
    }

    @Override
    public Optional<Room> getRoom(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections.read(() -> this.rooms.findById(roomId));
    }

    @Override
    public boolean roomExists(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections.read(() -> this.rooms.exists(roomId));
    }

    @Override
    public Room updateRoom(Room room) {
        Checks.notNull("room", room);
        return this.connections.transaction(() -> write(room, this.rooms::update));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The store runs the function {@code change} inside a transaction. When the caller has no transaction, the store
     * begins one. When the function begins a transaction with a JDBC transaction manager, this transaction joins the
     * store's transaction. Spring's {@code JpaTransactionManager} cannot join the store's transaction, and fails with
     * "Pre-bound JDBC Connection found!". With JPA, begin a transaction before you call this method. The store then
     * joins that transaction.
     */
    @Override
    public Room updateRoom(String roomId, UnaryOperator<Room> change) {
        Checks.text("roomId", roomId);
        UnaryOperator<Room> checked = Changes.ofRoom(roomId, change);
        return this.connections.transactionOnce(() -> {
            Room stored = this.rooms.lockForChange(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
            Room changed = checked.apply(stored);
            boolean sameActivity = Objects.equals(
                    stored.timers().lastActivityAt(), changed.timers().lastActivityAt());
            return write(changed, sameActivity ? this.rooms::update : this.rooms::updateWithActivity);
        });
    }

    private Room write(Room room, Function<Room, Optional<Room>> update) {
        Room stamped = room.toBuilder().updatedAt(this.database.now()).build();
        Room written = update.apply(stamped).orElseThrow(() -> new RoomNotFoundException(room.id()));
        this.roomCopies.refresh(written);
        return written;
    }

    @Override
    public Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset) {
        Checks.text("roomId", roomId);
        RoomPatch change = RoomPatch.of(patch, unset);
        return this.connections
                .statement(() -> this.rooms.patchMetadata(roomId, change, this.database.now()))
                .orElseGet(() -> this.connections.transaction(() -> patchLargeRoom(roomId, change)));
    }

    private Room patchLargeRoom(String roomId, RoomPatch change) {
        Room room = this.rooms.lockForChange(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
        this.database.json().write(change.applyTo(room));
        return this.rooms
                .patchMetadataOfLarge(roomId, change, this.database.now())
                .orElseThrow();
    }

    @Override
    public boolean deleteRoom(String roomId) {
        Checks.text("roomId", roomId);
        return this.holds.statement(roomId, () -> this.roomDeletion.deleteSmall(roomId))
                || (roomExists(roomId)
                        && this.connections.transactionOnce(() -> {
                            this.holds.refuseRoom(roomId);
                            return this.roomDeletion.deleteLarge(roomId);
                        }));
    }

    @Override
    public List<Room> findRooms(RoomQuery query) {
        Checks.notNull("query", query);
        return this.connections.read(() -> RoomSearch.of(query, this.database).list(this.rooms, query.limit()));
    }

    @Override
    public List<Room> listRooms(RoomLookup lookup) {
        Checks.notNull("lookup", lookup);
        return this.connections.read(() -> RoomListing.of(lookup, identitiesOf(lookup), this.database.isDistributed())
                .list(this.rooms));
    }

    private List<String> identitiesOf(RoomLookup lookup) {
        return (lookup.identityId() != null) ? this.identities.findGroup(lookup.identityId()) : List.of();
    }

    @Override
    public Optional<Room> findLatestRoom(RoomLookup lookup) {
        return listRooms(Checks.notNull("lookup", lookup).limit(1)).stream().findFirst();
    }

    @Override
    public List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit) {
        Checks.text("channelId", channelId);
        Checks.optionalText("organizationId", organizationId);
        Checks.limit(limit);
        return this.connections.read(() -> this.bindings.listRoomIds(channelId, status, organizationId, limit));
    }

    @Override
    public Optional<RoomContext> loadRoomContext(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections.read(() -> this.roomContexts.find(roomId));
    }

    @Override
    public long getDeliveredIndex(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections
                .read(() -> this.rooms.findDeliveredIndex(roomId))
                .orElse(-1);
    }

    @Override
    public boolean advanceDeliveredIndex(String roomId, long index, GapPolicy gaps) {
        Checks.text("roomId", roomId);
        Checks.index("index", index);
        boolean skips = Checks.notNull("gaps", gaps) == GapPolicy.SKIP;
        return existedInRoom(
                roomId, this.connections.statement(() -> this.rooms.advanceDeliveredIndex(roomId, index, skips)));
    }

    @Override
    public AppendResult appendEvent(String roomId, RoomEvent event, AppendOptions options) {
        Arguments.event(roomId, event);
        return this.appends.append(event, Checks.notNull("options", options).markRead());
    }

    @Override
    public RoomEvent addEventAutoIndex(String roomId, RoomEvent event) {
        return this.appends.add(Arguments.event(roomId, event));
    }

    @Override
    public List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events) {
        List<RoomEvent> batch = Arguments.events(roomId, events);
        if (batch.isEmpty()) {
            this.connections.requireOpen();
            return batch;
        }
        return this.appends.addAll(roomId, batch);
    }

    @Override
    public RoomEvent addEvent(RoomEvent event) {
        return this.appends.addAtIndex(Checks.notNull("event", event));
    }

    @Override
    public Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId) {
        Checks.text("eventId", eventId);
        Checks.optionalText("organizationId", organizationId);
        return this.connections.read(() -> this.events.findInAnyRoom(eventId, organizationId));
    }

    @Override
    public Optional<RoomEvent> getEvent(String roomId, String eventId) {
        Checks.text("roomId", roomId);
        Checks.text("eventId", eventId);
        return this.connections.read(() -> this.events.findById(roomId, eventId));
    }

    @Override
    public RoomEvent updateEvent(RoomEvent event) {
        return this.eventChanges.update(Checks.notNull("event", event));
    }

    @Override
    public RoomEvent updateEvent(String roomId, String eventId, UnaryOperator<RoomEvent> change) {
        Checks.text("roomId", roomId);
        Checks.text("eventId", eventId);
        return this.eventChanges.update(roomId, eventId, Changes.ofEvent(roomId, eventId, change));
    }

    @Override
    public List<String> deleteEvent(String roomId, String eventId, ReplyPolicy replies) {
        Checks.text("roomId", roomId);
        Checks.text("eventId", eventId);
        return this.eventChanges.delete(roomId, eventId, Checks.notNull("replies", replies));
    }

    @Override
    public List<RoomEvent> listEvents(EventQuery query) {
        Checks.notNull("query", query);
        return this.connections.read(() -> this.events.list(query));
    }

    @Override
    public EventPage pageEvents(EventQuery query) {
        Checks.notNull("query", query);
        return this.connections.read(() -> this.events.page(query));
    }

    @Override
    public Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds) {
        Checks.text("roomId", roomId);
        Set<String> ids = Arguments.ids("rootIds", rootIds);
        return this.connections.read(() -> this.events.summarizeThreads(roomId, ids));
    }

    @Override
    public boolean checkIdempotency(String roomId, String idempotencyKey) {
        Checks.text("roomId", roomId);
        Checks.text("idempotencyKey", idempotencyKey);
        return this.connections.read(() -> this.events.existsByKey(roomId, idempotencyKey)
                || this.erasedKeys.find(roomId, idempotencyKey).isPresent());
    }

    @Override
    public Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey) {
        Checks.text("roomId", roomId);
        Checks.text("idempotencyKey", idempotencyKey);
        return this.connections.read(() ->
                this.events.findByKey(roomId, idempotencyKey).or(() -> this.erasedKeys.find(roomId, idempotencyKey)));
    }

    @Override
    public long getEventCount(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections.read(() -> this.rooms.findEventCount(roomId)).orElse(0);
    }

    @Override
    public long getEventCount(String roomId, EventFilter filter) {
        Checks.text("roomId", roomId);
        Checks.notNull("filter", filter);
        return this.connections.read(() -> this.events.count(roomId, filter));
    }

    @Override
    public ChannelBinding addBinding(ChannelBinding binding) {
        Checks.notNull("binding", binding);
        return this.connections
                .statement(() -> this.bindings.upsert(binding))
                .orElseThrow(() -> new RoomNotFoundException(binding.roomId()));
    }

    @Override
    public Optional<ChannelBinding> getBinding(String roomId, String channelId) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", channelId);
        return this.connections.read(() -> this.bindings.find(roomId, channelId));
    }

    @Override
    public boolean bindingExists(String roomId, String channelId) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", channelId);
        return this.connections.read(() -> this.bindings.exists(roomId, channelId));
    }

    @Override
    public ChannelBinding updateBinding(ChannelBinding binding) {
        Checks.notNull("binding", binding);
        return this.connections
                .statement(() -> this.bindings.update(binding))
                .orElseThrow(() -> missingBinding(binding.roomId(), binding.channelId()));
    }

    @Override
    public ChannelBinding updateBinding(String roomId, String channelId, UnaryOperator<ChannelBinding> change) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", channelId);
        UnaryOperator<ChannelBinding> checked = Changes.ofBinding(roomId, channelId, change);
        return change(
                () -> this.bindings.lock(roomId, channelId),
                checked,
                this.bindings::update,
                () -> missingBinding(roomId, channelId));
    }

    private StoreException missingBinding(String roomId, String channelId) {
        return missing(roomId, new BindingNotFoundException(roomId, channelId));
    }

    @Override
    public boolean removeBinding(String roomId, String channelId) {
        Checks.text("roomId", roomId);
        Checks.text("channelId", channelId);
        return existedInRoom(roomId, this.connections.statement(() -> this.bindings.delete(roomId, channelId)));
    }

    @Override
    public List<ChannelBinding> listBindings(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections.read(() -> this.bindings.listByRoom(roomId));
    }

    @Override
    public Participant addParticipant(Participant participant) {
        Checks.notNull("participant", participant);
        return this.connections
                .statement(() -> this.participants.upsert(participant))
                .orElseThrow(() -> new RoomNotFoundException(participant.roomId()));
    }

    @Override
    public Optional<Participant> getParticipant(String roomId, String participantId) {
        Checks.text("roomId", roomId);
        Checks.text("participantId", participantId);
        return this.connections.read(() -> this.participants.find(roomId, participantId));
    }

    @Override
    public Participant updateParticipant(Participant participant) {
        Checks.notNull("participant", participant);
        return this.connections
                .statement(() -> this.participants.update(participant))
                .orElseThrow(() -> missingParticipant(participant.roomId(), participant.id()));
    }

    @Override
    public Participant updateParticipant(String roomId, String participantId, UnaryOperator<Participant> change) {
        Checks.text("roomId", roomId);
        Checks.text("participantId", participantId);
        UnaryOperator<Participant> checked = Changes.ofParticipant(roomId, participantId, change);
        return change(
                () -> this.participants.lock(roomId, participantId),
                checked,
                this.participants::update,
                () -> missingParticipant(roomId, participantId));
    }

    private StoreException missingParticipant(String roomId, String participantId) {
        return missing(roomId, new ParticipantNotFoundException(roomId, participantId));
    }

    @Override
    public boolean removeParticipant(String roomId, String participantId) {
        Checks.text("roomId", roomId);
        Checks.text("participantId", participantId);
        return existedInRoom(
                roomId, this.holds.statement(roomId, () -> this.participants.delete(roomId, participantId)));
    }

    @Override
    public List<Participant> listParticipants(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections.read(() -> this.participants.listByRoom(roomId));
    }

    @Override
    public Identity createIdentity(Identity identity) {
        Identity created =
                Checks.notNull("identity", identity).toBuilder().merge(null).build();
        this.database.jsonb(created);
        return this.connections.transaction(() -> this.identityAddresses.create(created));
    }

    @Override
    public Optional<Identity> getIdentity(String identityId) {
        Checks.text("identityId", identityId);
        return this.connections.read(() -> this.identities.findById(identityId));
    }

    @Override
    public Identity updateIdentity(Identity identity) {
        Checks.notNull("identity", identity);
        boolean joined = this.connections.isInTransaction();
        return this.connections.transaction(() -> {
            if (joined) {
                refuseProfile(identity);
            }
            return writeProfile(identity);
        });
    }

    /** Throws an exception when the identity with its stored addresses would exceed the maximum size of a record. */
    private void refuseProfile(Identity identity) {
        this.database.json().write(identity);
        this.identities
                .lock(identity.id())
                .filter(stored -> Objects.equals(stored.organizationId(), identity.organizationId()))
                .map(stored -> identity.toBuilder()
                        .channelAddresses(stored.channelAddresses())
                        .addresses(stored.addresses())
                        .build())
                .ifPresent(this.database.json()::write);
    }

    @Override
    public Identity updateIdentity(String identityId, UnaryOperator<Identity> change) {
        Checks.text("identityId", identityId);
        UnaryOperator<Identity> checked = Changes.ofIdentity(identityId, change);
        return change(
                () -> this.identities.lock(identityId),
                checked,
                changed -> Optional.of(writeProfile(changed)),
                () -> new IdentityNotFoundException(identityId));
    }

    private Identity writeProfile(Identity identity) {
        Optional<Identity> updated = this.identities.updateProfile(identity);
        if (updated.isEmpty() && this.identities.findById(identity.id()).isPresent()) {
            throw new IllegalArgumentException("organizationId must equal that of the stored identity");
        }
        Identity written = updated.orElseThrow(() -> new IdentityNotFoundException(identity.id()));
        this.database.json().write(written);
        return written;
    }

    @Override
    public boolean deleteIdentity(String identityId) {
        Checks.text("identityId", identityId);
        return this.connections.transaction(() -> {
            this.holds.refuseIdentity(identityId);
            boolean deleted = this.identities.delete(identityId);
            if (deleted) {
                this.participants.forgetIdentity(identityId);
            }
            return deleted;
        });
    }

    @Override
    public List<Identity> listIdentities(IdentityQuery query) {
        Checks.notNull("query", query);
        return this.connections.read(() -> this.identities.list(query));
    }

    @Override
    public IdentityMerge mergeIdentities(String intoId, String fromId, @Nullable String reason) {
        Checks.text("intoId", intoId);
        Checks.text("fromId", fromId);
        Arguments.reason(reason);
        return this.connections.transaction(() -> this.identityMerges.merge(intoId, fromId, reason));
    }

    @Override
    public boolean undoMerge(String mergeId, @Nullable String organizationId) {
        Checks.text("mergeId", mergeId);
        Checks.optionalText("organizationId", organizationId);
        return this.connections.statement(() -> this.identities.undoMerge(mergeId, organizationId));
    }

    @Override
    public Optional<Identity> resolveIdentity(Address address, @Nullable String organizationId) {
        AddressBook.Key key = this.addressBook.key(Checks.notNull("address", address));
        Checks.optionalText("organizationId", organizationId);
        return this.connections.read(() -> this.identities.findByAddress(organizationId, key));
    }

    @Override
    public Identity linkAddress(String identityId, Address address) {
        Checks.text("identityId", identityId);
        Checks.notNull("address", address);
        return this.connections.transaction(() -> this.identityAddresses.link(identityId, address));
    }

    @Override
    public Identity moveAddress(String identityId, Address address) {
        Checks.text("identityId", identityId);
        Checks.notNull("address", address);
        return whileHoldersChange(identityId, () -> this.identityAddresses.move(identityId, address));
    }

    @Override
    public boolean unlinkAddress(String identityId, Address address) {
        Checks.text("identityId", identityId);
        Checks.notNull("address", address);
        return this.connections.transaction(() -> this.identityAddresses.unlink(identityId, address));
    }

    @Override
    public Optional<Identity> rotateAddress(Address oldAddress, Address newAddress, @Nullable String organizationId) {
        Checks.notNull("oldAddress", oldAddress);
        Checks.notNull("newAddress", newAddress);
        Checks.optionalText("organizationId", organizationId);
        return whileHoldersChange("", () -> this.identityAddresses.rotate(oldAddress, newAddress, organizationId));
    }

    private <T> T whileHoldersChange(String identityId, Supplier<T> work) {
        for (int attempt = 1; true; attempt++) {
            try {
                return this.connections.transactionUndone(work);
            } catch (IdentityAddresses.HolderChangedException ex) {
                if (attempt == MAX_MOVES) {
                    throw StoreException.retryable(
                            "An address of identity " + Shown.id(identityId) + " was moved by others at the same time",
                            null,
                            null);
                }
            }
        }
    }

    @Override
    public Task addTask(Task task) {
        Checks.notNull("task", task);
        if (!this.connections.statement(() -> this.tasks.insert(task))) {
            throw missing(task.roomId(), new DuplicateIdException("Task", task.id()));
        }
        return task;
    }

    @Override
    public Optional<Task> findTask(String taskId, @Nullable String organizationId) {
        Checks.text("taskId", taskId);
        Checks.optionalText("organizationId", organizationId);
        return this.connections.read(() -> this.tasks.findInAnyRoom(taskId, organizationId));
    }

    @Override
    public Optional<Task> getTask(String roomId, String taskId) {
        Checks.text("roomId", roomId);
        Checks.text("taskId", taskId);
        return this.connections.read(() -> this.tasks.find(roomId, taskId));
    }

    @Override
    public List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after) {
        Checks.text("roomId", roomId);
        Checks.limit(limit);
        return this.connections.read(() -> this.tasks.list(roomId, status, limit, after));
    }

    @Override
    public List<Task> listTasks(TaskQuery query) {
        Checks.notNull("query", query);
        return this.connections.read(() -> this.tasks.list(query));
    }

    @Override
    public Task updateTask(Task task) {
        Checks.notNull("task", task);
        return this.connections
                .statement(() -> this.tasks.update(task))
                .orElseThrow(() -> missingTask(task.roomId(), task.id()));
    }

    @Override
    public Task updateTask(String roomId, String taskId, UnaryOperator<Task> change) {
        Checks.text("roomId", roomId);
        Checks.text("taskId", taskId);
        UnaryOperator<Task> checked = Changes.ofTask(roomId, taskId, change);
        return change(
                () -> this.tasks.lock(roomId, taskId), checked, this.tasks::update, () -> missingTask(roomId, taskId));
    }

    private StoreException missingTask(String roomId, String taskId) {
        return missing(roomId, new TaskNotFoundException(roomId, taskId));
    }

    @Override
    public boolean deleteTask(String roomId, String taskId) {
        Checks.text("roomId", roomId);
        Checks.text("taskId", taskId);
        return existedInRoom(roomId, this.holds.statement(roomId, () -> this.tasks.delete(roomId, taskId)));
    }

    @Override
    public Observation addObservation(Observation observation) {
        Checks.notNull("observation", observation);
        if (!this.connections.statement(() -> this.observations.insert(observation))) {
            throw missing(observation.roomId(), new DuplicateIdException("Observation", observation.id()));
        }
        return observation;
    }

    @Override
    public List<Observation> listObservations(
            String roomId, @Nullable String category, int limit, @Nullable Cursor after) {
        Checks.text("roomId", roomId);
        Checks.optionalText("category", category);
        Checks.limit(limit);
        return this.connections.read(() -> this.observations.list(roomId, category, limit, after));
    }

    @Override
    public List<Observation> listObservations(ObservationQuery query) {
        Checks.notNull("query", query);
        return this.connections.read(() -> this.observations.list(query));
    }

    @Override
    public boolean deleteObservation(String roomId, String observationId) {
        Checks.text("roomId", roomId);
        Checks.text("observationId", observationId);
        return existedInRoom(
                roomId, this.holds.statement(roomId, () -> this.observations.delete(roomId, observationId)));
    }

    @Override
    public boolean markRead(String roomId, String channelId, String eventId) {
        Checks.text("roomId", roomId);
        Checks.id("channelId", Checks.text("channelId", channelId));
        Checks.text("eventId", eventId);
        return this.connections.transaction(() -> {
            lockForMarker(roomId, channelId);
            return this.readMarkers.advanceToEvent(roomId, channelId, eventId) || this.events.exists(roomId, eventId);
        });
    }

    @Override
    public boolean markUnread(String roomId, String channelId, String eventId) {
        Checks.text("roomId", roomId);
        Checks.id("channelId", Checks.text("channelId", channelId));
        Checks.text("eventId", eventId);
        return this.connections.transaction(() -> {
            lockForMarker(roomId, channelId);
            return this.readMarkers.setBackBeforeEvent(roomId, channelId, eventId)
                    || this.events.exists(roomId, eventId);
        });
    }

    @Override
    public void markAllRead(String roomId, String channelId) {
        Checks.text("roomId", roomId);
        Checks.id("channelId", Checks.text("channelId", channelId));
        this.connections.transaction(() -> {
            lockForMarker(roomId, channelId);
            this.readMarkers.advanceToLatest(roomId, channelId);
            return roomId;
        });
    }

    @Override
    public Map<String, Long> getUnreadCounts(
            Collection<String> roomIds, String channelId, @Nullable String organizationId) {
        Checks.text("channelId", channelId);
        Checks.optionalText("organizationId", organizationId);
        Set<String> ids = Arguments.ids("roomIds", roomIds);
        Map<String, Long> counts = new LinkedHashMap<>();
        ids.forEach(roomId -> counts.put(roomId, 0L));
        counts.putAll(this.connections.read(() -> this.readMarkers.countUnread(channelId, ids, organizationId)));
        return Collections.unmodifiableMap(counts);
    }

    @Override
    public InboxPage listInbox(InboxQuery query) {
        Inboxes.checked(query);
        return this.connections.read(() -> this.inboxes.page(query));
    }

    @Override
    public InboxTotals getInboxTotals(InboxQuery query) {
        Inboxes.checkedForTotals(query);
        return this.connections.read(() -> this.inboxes.totals(query));
    }

    @Override
    public Map<String, Long> listReadMarkers(String roomId) {
        Checks.text("roomId", roomId);
        return this.connections.read(() -> this.readMarkers.listByRoom(roomId));
    }

    /**
     * Closes the store. Later calls fail. This method waits for the calls in progress, at most for the acquire timeout
     * plus the statement timeout, and then closes the store's own pool. When the statement timeout is zero, the wait
     * has no limit. A DataSource of the application stays open. When several threads close the store at the same time,
     * each call of {@code close} returns only when the store is closed. A thread that is interrupted closes the store's
     * own pool without waiting.
     */
    @Override
    public void close() {
        this.connections.close(() -> {
            if (this.ownsDataSource && this.dataSource instanceof HikariDataSource pool) {
                pool.close();
            }
        });
    }

    /**
     * Locks the read marker of a channel, or the room when {@link RoomTable#lockForMarker} locks no marker. Before the
     * room is locked, another transaction may insert the marker. A store that appends in two statements, as on Citus,
     * then locks the marker too. Citus locks a shard for the statement that moves a marker, so moving a marker without
     * its lock can deadlock.
     */
    private void lockForMarker(String roomId, String channelId) {
        if (!this.rooms.lockForMarker(roomId, channelId)) {
            if (!this.rooms.touch(roomId)) {
                throw new RoomNotFoundException(roomId);
            }
            if (this.split) {
                this.rooms.lockForMarker(roomId, channelId);
            }
        }
    }

    /**
     * Throws {@link RoomNotFoundException} when a statement found no row because the room does not exist. Otherwise
     * returns {@code met}, which is {@code true} when the statement found a row.
     */
    private boolean existedInRoom(String roomId, boolean met) {
        if (!met && !roomExists(roomId)) {
            throw new RoomNotFoundException(roomId);
        }
        return met;
    }

    /** Locks and reads a record, calls the function {@code change} once, and writes the result. */
    private <T> T change(
            Supplier<Optional<T>> lock,
            UnaryOperator<T> change,
            Function<T, Optional<T>> update,
            Supplier<StoreException> missing) {
        return this.connections.transactionOnce(() ->
                update.apply(change.apply(lock.get().orElseThrow(missing))).orElseThrow(missing));
    }

    /** Returns the exception {@code inRoom} when the room exists, and a {@link RoomNotFoundException} otherwise. */
    private StoreException missing(String roomId, StoreException inRoom) {
        return roomExists(roomId) ? inRoom : new RoomNotFoundException(roomId);
    }

    private static Room withoutCounters(Room room) {
        return room.toBuilder()
                .eventCount(0)
                .latestIndex(-1L)
                .deliveredIndex(-1L)
                .build();
    }
}
