package live.roomkit.store.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.TaskNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * One room with all that belongs to it, under its own {@link RoomLock}. What it is given has been checked: only rules that
 * depend on what is stored are applied here, all of them before anything changes.
 */
final class RoomState {

    private final RoomLock lock;

    private final Timeline timeline = new Timeline();

    private final ReadMarkers markers = new ReadMarkers();

    private final RoomRecords<ChannelBinding> bindings =
            new RoomRecords<>(binding -> new Cursor(binding.attachedAt(), binding.channelId()));

    private final RoomRecords<Participant> participants =
            new RoomRecords<>(participant -> new Cursor(participant.joinedAt(), participant.id()));

    private final RoomRecords<Task> tasks = new RoomRecords<>(Task::cursor);

    private final RoomRecords<Observation> observations = new RoomRecords<>(Observation::cursor);

    private volatile Room room;

    /** A new room, whose counters start at nothing. */
    RoomState(Room room) {
        this.lock = new RoomLock(room.id());
        this.room = room.toBuilder()
                .eventCount(0)
                .latestIndex(-1L)
                .deliveredIndex(-1L)
                .build();
    }

    Room room() {
        return this.room;
    }

    RoomContext context() {
        return this.lock.read(() -> new RoomContext(this.room, this.bindings.list(), this.participants.list()));
    }

    /** Writes what a change makes of the room. The change runs while nobody else may write, and may write itself. */
    Room update(UnaryOperator<Room> change) {
        return this.lock.hold(() -> {
            Room changed = change.apply(this.room);
            return this.lock.write(() -> write(changed));
        });
    }

    boolean advanceDeliveredIndex(long index, boolean force) {
        return this.lock.write(() -> {
            long delivered = this.room.deliveredIndex();
            boolean advances = force ? delivered < index : delivered == index - 1;
            if (advances) {
                this.room = this.room.toBuilder().deliveredIndex(index).build();
            }
            return advances;
        });
    }

    /** Refuses writes from now on and runs the removal, unless the room is deleted already. */
    boolean delete(Runnable removal) {
        return this.lock.retire(removal);
    }

    AppendResult append(StoredEvent event) {
        return this.lock.write(() -> {
            StoredEvent original = original(event);
            if (original != null) {
                return new AppendResult(original.event(), true);
            }
            if (this.room.status() == RoomStatus.CLOSED || this.room.status() == RoomStatus.ARCHIVED) {
                throw new RoomClosedException(this.room.id());
            }
            return new AppendResult(addNext(List.of(event)).get(0), false);
        });
    }

    List<RoomEvent> addAll(List<StoredEvent> events) {
        return this.lock.write(() -> {
            events.forEach(this::requireUnused);
            requireDistinct(events);
            return addNext(events);
        });
    }

    RoomEvent addAtIndex(StoredEvent event) {
        return this.lock.write(() -> {
            requireUnused(event);
            if (this.timeline.hasIndex(event.event().index())) {
                throw new DuplicateIndexException(this.room.id(), event.event().index());
            }
            return add(List.of(event)).get(0);
        });
    }

    RoomEvent updateEvent(RoomEvent event) {
        return this.lock.write(() -> {
            StoredEvent stored = this.timeline.get(event.id());
            if (stored == null) {
                throw new EventNotFoundException(this.room.id(), event.id());
            }
            StoredEvent holder = this.timeline.getByKey(event.idempotencyKey());
            if (holder != null && holder != stored) {
                throw new IdempotencyConflictException(this.room.id());
            }
            StoredEvent changed = stored.changed(event);
            this.timeline.remove(stored);
            this.timeline.put(changed);
            return changed.event();
        });
    }

    List<String> deleteEvent(String eventId, boolean cascadeReplies) {
        return this.lock.write(() -> {
            StoredEvent root = this.timeline.get(eventId);
            if (root == null) {
                return List.of();
            }
            List<StoredEvent> deleted = cascadeReplies ? this.timeline.withReplies(root) : List.of(root);
            deleted.forEach(this::remove);
            return deleted.stream().map(event -> event.event().id()).toList();
        });
    }

    Optional<RoomEvent> event(String eventId) {
        return this.lock.read(() -> this.timeline.find(eventId));
    }

    Optional<RoomEvent> eventByKey(String idempotencyKey) {
        return this.lock.read(
                () -> Optional.ofNullable(this.timeline.getByKey(idempotencyKey)).map(StoredEvent::event));
    }

    List<RoomEvent> events(EventQuery query) {
        return this.lock.read(() -> this.timeline.list(query));
    }

    Map<String, ThreadSummary> threadSummaries(Collection<String> rootIds) {
        return this.lock.read(() -> this.timeline.summaries(rootIds));
    }

    ChannelBinding putBinding(ChannelBinding binding) {
        return this.lock.write(() -> this.bindings.put(this.bindings
                .find(binding.channelId())
                .map(stored -> attachedAt(binding, stored.attachedAt()))
                .orElse(binding)));
    }

    ChannelBinding updateBinding(ChannelBinding binding) {
        return this.lock.write(() -> this.bindings.put(this.bindings
                .find(binding.channelId())
                .map(stored -> attachedAt(binding, stored.attachedAt()))
                .orElseThrow(() -> new BindingNotFoundException(this.room.id(), binding.channelId()))));
    }

    boolean removeBinding(String channelId) {
        return this.lock.write(() -> this.bindings.remove(channelId));
    }

    Optional<ChannelBinding> binding(String channelId) {
        return this.lock.read(() -> this.bindings.find(channelId));
    }

    List<ChannelBinding> bindings() {
        return this.lock.read(this.bindings::list);
    }

    Participant putParticipant(Participant participant) {
        return this.lock.write(() -> this.participants.put(this.participants
                .find(participant.id())
                .map(stored -> joinedAt(participant, stored.joinedAt()))
                .orElse(participant)));
    }

    Participant updateParticipant(Participant participant) {
        return this.lock.write(() -> this.participants.put(this.participants
                .find(participant.id())
                .map(stored -> joinedAt(participant, stored.joinedAt()))
                .orElseThrow(() -> new ParticipantNotFoundException(this.room.id(), participant.id()))));
    }

    boolean removeParticipant(String participantId) {
        return this.lock.write(() -> this.participants.remove(participantId));
    }

    Optional<Participant> participant(String participantId) {
        return this.lock.read(() -> this.participants.find(participantId));
    }

    List<Participant> participants() {
        return this.lock.read(this.participants::list);
    }

    /**
     * Whether a participant is present: by a binding, of that type if one is given, or by a participant record, whose
     * channel must then be bound with that type.
     */
    boolean hasPresent(String participantId, @Nullable ChannelType channelType) {
        return this.lock.read(() -> {
            String ownChannel = this.participants
                    .find(participantId)
                    .map(Participant::channelId)
                    .orElse(null);
            if (channelType == null && ownChannel != null) {
                return true;
            }
            return this.bindings.anyMatch(binding -> (channelType == null || channelType.equals(binding.channelType()))
                    && (participantId.equals(binding.participantId())
                            || binding.channelId().equals(ownChannel)));
        });
    }

    Task addTask(Task task) {
        return this.lock.write(() -> {
            if (this.tasks.contains(task.id())) {
                throw new DuplicateIdException("Task", task.id());
            }
            return this.tasks.put(task);
        });
    }

    Task updateTask(Task task) {
        return this.lock.write(() -> this.tasks.put(this.tasks
                .find(task.id())
                .map(stored -> task.toBuilder().createdAt(stored.createdAt()).build())
                .orElseThrow(() -> new TaskNotFoundException(this.room.id(), task.id()))));
    }

    Optional<Task> task(String taskId) {
        return this.lock.read(() -> this.tasks.find(taskId));
    }

    List<Task> tasks(@Nullable TaskStatus status, int limit, @Nullable Cursor after) {
        return this.lock.read(() -> this.tasks.list(task -> status == null || task.status() == status, limit, after));
    }

    Observation addObservation(Observation observation) {
        return this.lock.write(() -> {
            if (this.observations.contains(observation.id())) {
                throw new DuplicateIdException("Observation", observation.id());
            }
            return this.observations.put(observation);
        });
    }

    List<Observation> observations(@Nullable String category, int limit, @Nullable Cursor after) {
        return this.lock.read(() -> this.observations.list(
                observation -> category == null || category.equals(observation.category()), limit, after));
    }

    boolean markRead(String channelId, String eventId) {
        return this.lock.write(() -> {
            StoredEvent stored = this.timeline.get(eventId);
            if (stored != null) {
                this.markers.advance(channelId, stored.event().index(), this.timeline::countUpTo);
            }
            return stored != null;
        });
    }

    boolean markAllRead(String channelId) {
        return this.lock.write(() -> {
            boolean everHadEvents = this.room.latestIndex() >= 0;
            if (everHadEvents) {
                this.markers.advance(channelId, this.room.latestIndex(), this.timeline::countUpTo);
            }
            return everHadEvents;
        });
    }

    long unreadCount(String channelId) {
        return this.lock.read(() -> this.room.eventCount() - this.markers.eventsRead(channelId));
    }

    Map<String, Long> readMarkers() {
        return this.lock.read(this.markers::indices);
    }
}
