package live.roomkit.store.memory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Shown;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.protection.KeyHash;
import live.roomkit.internal.store.Changes;
import live.roomkit.participant.Participant;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Stores one room and all of its records, protected by a {@link StoreLock}. The store checks the arguments before it
 * calls a method of this class. Before a method changes anything, it checks the rules that depend on stored data.
 */
final class RoomState {

    private final Clock clock;

    private final ChangeJournal journal;

    final StoreLock lock;

    final Timeline timeline;

    final ReadMarkers markers = new ReadMarkers();

    private final NewEvents newEvents;

    private final RoomRecords<ChannelBinding> bindings;

    private final RoomRecords<Participant> participants;

    private final RoomRecords<Task> tasks;

    private final RoomRecords<Observation> observations;

    private Room room;

    /** Creates a room without events. Ignores the event count and the indices that {@code room} contains. */
    RoomState(Room room, Clock clock, ChangeJournal journal, KeyHash keys) {
        this.clock = clock;
        this.journal = journal;
        this.timeline = new Timeline(key -> Objects.requireNonNull(keys.replace(room.id(), key)));
        this.newEvents = new NewEvents(room.id(), this.timeline);
        this.lock = new StoreLock("Room " + Shown.id(room.id()), () -> new RoomNotFoundException(room.id()));
        this.bindings =
                RoomRecords.ofBindings(this.lock, recording(ChangeKind.BINDING_CHANGED, ChangeKind.BINDING_REMOVED));
        this.participants = RoomRecords.ofParticipants(
                this.lock, recording(ChangeKind.PARTICIPANT_CHANGED, ChangeKind.PARTICIPANT_REMOVED));
        this.tasks = RoomRecords.ofTasks(this.lock, recording(ChangeKind.TASK_CHANGED, ChangeKind.TASK_DELETED));
        this.observations = RoomRecords.ofObservations(
                this.lock, recording(ChangeKind.OBSERVATION_ADDED, ChangeKind.OBSERVATION_DELETED));
        this.room = room.toBuilder()
                .eventCount(0)
                .latestIndex(-1L)
                .deliveredIndex(-1L)
                .build();
    }

    /**
     * Creates an imported room without events. The room keeps its latest index, and events that are appended later get
     * higher indices.
     */
    static RoomState restored(Room room, Clock clock, ChangeJournal journal, KeyHash keys) {
        RoomState state = new RoomState(room, clock, journal, keys);
        state.room = room.toBuilder().eventCount(0).build();
        return state;
    }

    Room room() {
        return this.lock.read(() -> this.room);
    }

    RoomRecords<ChannelBinding> bindings() {
        return this.bindings;
    }

    RoomRecords<Participant> participants() {
        return this.participants;
    }

    /** Removes the references to an identity from the participants of the room. */
    void forget(String identityId) {
        if (this.participants.anyMatch(participant -> identityId.equals(participant.identityId()))) {
            this.participants.replaceAll(participant -> Changes.withoutIdentity(participant, identityId));
        }
    }

    RoomRecords<Task> tasks() {
        return this.tasks;
    }

    RoomRecords<Observation> observations() {
        return this.observations;
    }

    RoomContext context() {
        return this.lock.read(() -> new RoomContext(this.room, this.bindings.list(), this.participants.list()));
    }

    /**
     * Updates the room with the result of the function {@code change}. While {@code change} runs, only {@code change}
     * itself can write to the room. When {@code change} appends an event, the append sets a new last activity of the
     * room. The room keeps the new last activity when {@code change} returns a room with the old one. When
     * {@code change} returns a room with any other last activity, the room gets the returned one. A returned last
     * activity after the current time becomes the current time.
     */
    Room update(UnaryOperator<Room> change) {
        return this.lock.hold(() -> {
            Instant before = this.room.timers().lastActivityAt();
            Room changed = change.apply(this.room);
            Instant given = changed.timers().lastActivityAt();
            return this.lock.write(() -> {
                boolean kept = Objects.equals(before, given);
                return store(
                        changed,
                        kept ? this.room.timers().lastActivityAt() : (given != null) ? notAfterNow(given) : null);
            });
        });
    }

    boolean advanceDeliveredIndex(long index, GapPolicy gaps) {
        return this.lock.write(() -> {
            long delivered = this.room.deliveredIndex();
            boolean advances = (gaps == GapPolicy.SKIP) ? delivered < index : delivered == index - 1;
            if (advances) {
                this.room = this.room.toBuilder().deliveredIndex(index).build();
                record(ChangeKind.DELIVERY_ADVANCED, "", index);
            }
            return advances;
        });
    }

    /**
     * Deletes the room: makes all later writes to the room fail, and then runs {@code removal}. Returns {@code false}
     * and does nothing when the room is already deleted.
     */
    boolean delete(Runnable removal) {
        return this.lock.retire(() -> {
            removal.run();
            record(ChangeKind.ROOM_DELETED, "", 0);
        });
    }

    AppendResult append(StoredEvent event, AppendOptions options) {
        return this.lock.write(() -> {
            StoredEvent original = this.newEvents.original(event);
            if (original != null) {
                return new AppendResult(original.event(), true);
            }
            if (this.room.status() == RoomStatus.CLOSED || this.room.status() == RoomStatus.ARCHIVED) {
                throw new RoomClosedException(this.room.id());
            }
            requireIndices(1);
            RoomEvent added = addNext(List.of(event)).get(0);
            if (options.markRead()) {
                advanceMarker(added.source().channelId(), added.index());
            }
            return new AppendResult(added, false);
        });
    }

    List<RoomEvent> addAll(List<StoredEvent> events) {
        return this.lock.write(() -> {
            this.newEvents.requireDistinct(events);
            this.newEvents.requireUnused(events);
            requireIndices(events.size());
            return addNext(events);
        });
    }

    RoomEvent addAtIndex(StoredEvent event) {
        return this.lock.write(() -> {
            this.newEvents.requireUnused(List.of(event));
            long index = event.event().index();
            if (this.timeline.hasIndex(index)) {
                throw new DuplicateIndexException(this.room.id(), index);
            }
            return add(List.of(event), notAfterNow(event.event().createdAt())).get(0);
        });
    }

    /**
     * Updates an event with the result of the function {@code change}. While {@code change} runs, only {@code change}
     * itself can write to the room.
     */
    RoomEvent updateEvent(String eventId, UnaryOperator<RoomEvent> change) {
        return this.lock.hold(() -> {
            RoomEvent changed = change.apply(stored(eventId).event());
            return this.lock.write(() -> replace(stored(eventId), changed));
        });
    }

    private StoredEvent stored(String eventId) {
        StoredEvent stored = this.timeline.get(eventId);
        if (stored == null) {
            throw new EventNotFoundException(this.room.id(), eventId);
        }
        return stored;
    }

    private RoomEvent replace(StoredEvent stored, RoomEvent event) {
        StoredEvent holder = this.timeline.getByKey(event.idempotencyKey());
        if (holder != null && !holder.id().equals(event.id())) {
            throw new IdempotencyConflictException(this.room.id());
        }
        StoredEvent changed = stored.changed(event);
        replace(stored, changed);
        return changed.event();
    }

    /** Replaces a stored event with {@code changed}. The caller must hold the lock of the room. */
    void replace(StoredEvent stored, StoredEvent changed) {
        this.timeline.remove(stored);
        this.timeline.put(changed);
        record(ChangeKind.EVENT_CHANGED, changed.id(), changed.event().index());
    }

    List<String> deleteEvent(String eventId, ReplyPolicy replies) {
        return this.lock.write(() -> {
            StoredEvent event = this.timeline.get(eventId);
            if (event == null) {
                return List.of();
            }
            List<StoredEvent> deleted =
                    (replies == ReplyPolicy.DELETE) ? this.timeline.withReplies(event) : List.of(event);
            deleted.forEach(this::remove);
            return deleted.stream().map(StoredEvent::id).toList();
        });
    }

    Optional<RoomEvent> event(String eventId) {
        return this.lock.read(() -> this.timeline.find(eventId));
    }

    Optional<RoomEvent> eventByKey(String idempotencyKey) {
        return this.lock.read(() -> this.timeline.findByKey(idempotencyKey));
    }

    List<RoomEvent> events(EventQuery query) {
        return this.lock.read(() -> this.timeline.list(query));
    }

    long count(EventFilter filter) {
        return this.lock.read(() -> this.timeline.count(filter));
    }

    Map<String, ThreadSummary> threadSummaries(Collection<String> rootIds) {
        return this.lock.read(() -> this.timeline.summaries(rootIds));
    }

    boolean markRead(String channelId, String eventId) {
        return this.lock.write(() -> {
            Optional<RoomEvent> event = this.timeline.find(eventId);
            event.ifPresent(read -> advanceMarker(channelId, read.index()));
            return event.isPresent();
        });
    }

    boolean markUnread(String channelId, String eventId) {
        return this.lock.write(() -> {
            Optional<RoomEvent> event = this.timeline.find(eventId);
            event.ifPresent(unread -> setMarkerBack(channelId, unread.index() - 1));
            return event.isPresent();
        });
    }

    /** Moves the read marker of a channel to the latest index. Does nothing when the room never had an event. */
    void markAllRead(String channelId) {
        this.lock.change(() -> {
            if (this.room.latestIndex() >= 0) {
                advanceMarker(channelId, this.room.latestIndex());
            }
        });
    }

    private void setMarkerBack(String channelId, long index) {
        if (this.markers.setBack(channelId, index, this.timeline::countUpTo)) {
            record(ChangeKind.MARKER_MOVED, channelId, index);
        }
    }

    /** Moves the read marker of a channel forward to an index. The caller must hold the lock of the room. */
    void advanceMarker(String channelId, long index) {
        if (this.markers.advance(channelId, index, this.timeline::countUpTo)) {
            record(ChangeKind.MARKER_MOVED, channelId, index);
        }
    }

    long unreadCount(String channelId) {
        return this.lock.read(() -> this.room.eventCount() - this.markers.eventsRead(channelId));
    }

    Map<String, Long> readMarkers() {
        return this.lock.read(this.markers::indices);
    }

    private Room store(Room changed, @Nullable Instant lastActivityAt) {
        this.room = changed.toBuilder()
                .createdAt(this.room.createdAt())
                .updatedAt(this.clock.instant())
                .timers(changed.timers().withLastActivityAt(lastActivityAt))
                .eventCount(this.room.eventCount())
                .latestIndex(this.room.latestIndex())
                .deliveredIndex(this.room.deliveredIndex())
                .build();
        record(ChangeKind.ROOM_CHANGED, "", 0);
        return this.room;
    }

    private void requireIndices(int count) {
        if (count > Checks.MAX_INDEX - this.room.latestIndex()) {
            throw new RoomFullException(this.room.id());
        }
    }

    private List<RoomEvent> addNext(List<StoredEvent> events) {
        List<StoredEvent> placed = new ArrayList<>(events.size());
        long index = this.room.latestIndex();
        for (StoredEvent event : events) {
            placed.add(event.at(++index));
        }
        return add(placed, this.clock.instant());
    }

    private List<RoomEvent> add(List<StoredEvent> events, Instant activity) {
        events.forEach(this::add);
        Instant before = this.room.timers().lastActivityAt();
        if (before == null || before.isBefore(activity)) {
            this.room = this.room.toBuilder()
                    .timers(this.room.timers().withLastActivityAt(activity))
                    .build();
        }
        return events.stream().map(StoredEvent::event).toList();
    }

    /** Adds an event to the room. The caller must hold the lock of the room. */
    void add(StoredEvent stored) {
        RoomEvent event = stored.event();
        this.timeline.put(stored);
        this.markers.eventAdded(event.index());
        this.room = this.room.toBuilder()
                .eventCount(this.room.eventCount() + 1)
                .latestIndex(Math.max(this.room.latestIndex(), event.index()))
                .build();
        record(ChangeKind.EVENT_APPENDED, event.id(), event.index());
    }

    /** Removes an event from the room. The caller must hold the lock of the room. */
    void remove(StoredEvent stored) {
        this.timeline.remove(stored);
        this.markers.eventDeleted(stored.event().index());
        this.room = this.room.toBuilder().eventCount(this.room.eventCount() - 1).build();
        record(ChangeKind.EVENT_DELETED, stored.id(), stored.event().index());
    }

    private Instant notAfterNow(Instant time) {
        Instant now = this.clock.instant();
        return time.isAfter(now) ? now : time;
    }

    /** Adds a change of the room to the change feed. The caller must hold the lock of the room. */
    private void record(ChangeKind kind, String key, long index) {
        this.journal.record(kind, this.room.id(), this.room.organizationId(), key, index);
    }

    private RoomRecords.Recording recording(ChangeKind changed, ChangeKind removed) {
        return new RoomRecords.Recording(id -> record(changed, id, 0), id -> record(removed, id, 0));
    }
}
