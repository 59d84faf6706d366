package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Shown;
import live.roomkit.internal.Unicode;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to rooms, assigns their indices, and recognizes retries.
 *
 * <p>The index of a new event comes from the counter {@code rooms.next_index}. An append also increments
 * {@code rooms.next_index} and thereby locks the row of the room. Concurrent appends to the same room therefore run one
 * after another. Appends to different rooms never wait for each other. A failed append also rolls back
 * {@code rooms.next_index}, so appends leave no gaps between the indices and use no index twice.
 *
 * <p>Outside a transaction of the caller, an append is normally one statement in one round trip. The append statement
 * writes nothing when the room is closed, has an event with the same idempotency key, or has no index left. When the
 * append statement returns no row, further statements find out the reason. The append statement does not look for the
 * id of the event. When the room has an event with the same id, the append statement violates the unique index on the
 * id. PostgreSQL rolls the statement back, and the store returns the earlier event. Two concurrent appends with the
 * same idempotency key may both find no event with this key. The second one to insert its event then violates the
 * unique index on the idempotency key, and the store also returns the earlier event.
 *
 * <p>Inside a transaction of the caller, a violation of the unique index on the idempotency key would abort that
 * transaction. A separate statement therefore locks the room's row before the append. Once the row is locked, the
 * append statement sees every event of the room, and therefore never inserts an idempotency key that the room already
 * has. An append statement that locked the row before its update could deadlock with a second such statement for the
 * same room. This could happen while another transaction holds a lock {@code FOR KEY SHARE} on the room's row. Outside
 * a transaction of the caller, the row is also locked first when {@link ErasedKeys} has to search for an erased event
 * that had the idempotency key.
 *
 * <p>{@link #addAll} appends several events at consecutive indices. Inside a transaction of the caller, {@link #addAll}
 * first locks the room's row, as an append of one event does.
 *
 * <p>Every call of an append method chooses a random number, which is called the append id. The call stores the append
 * id in each row that it writes. When the connection is lost, the store attempts the append again, with the same append
 * id. If the room then has a row with the event's id or idempotency key and with this append id, the first attempt was
 * committed, and the call returns the event as new. If the row has another append id, the call returns the event as a
 * duplicate. A second attempt never shares its statement with other callers, so a failure of another caller does not
 * affect this attempt.
 *
 * <p>Unless the room's row is locked first, {@link AppendWriter} writes the event. If the store combines appends,
 * {@link AppendQueue} collects the events of concurrent appends to one room, and {@link AppendWriter} writes these
 * events in one commit. When the row is locked first, this class runs the statements itself.
 */
final class EventAppend {

    private static final int MAX_ATTEMPTS = 5;

    private final StoreConnections connections;

    private final Database database;

    private final RecordJson json;

    private final RoomTable rooms;

    private final EventTable events;

    private final ReadMarkerTable readMarkers;

    private final AppendStatements statements;

    private final @Nullable SplitAppend split;

    private final AppendWriter writer;

    private final @Nullable AppendQueue queue;

    private final ErasedKeys erasedKeys;

    /**
     * Creates an object that appends the events of a store.
     *
     * @param split whether an append increments the counters of the room in one statement and inserts the events in
     *     another
     * @param combining the longest time that an event waits until a caller begins to write it, see {@link AppendQueue};
     *     {@code null} if each append makes its own commit
     */
    EventAppend(
            StoreConnections connections,
            Database database,
            RoomTable rooms,
            EventTable events,
            ReadMarkerTable readMarkers,
            boolean split,
            ErasedKeys erasedKeys,
            @Nullable Duration combining) {
        this.connections = connections;
        this.database = database;
        this.json = database.json();
        this.rooms = rooms;
        this.events = events;
        this.readMarkers = readMarkers;
        this.erasedKeys = erasedKeys;
        this.statements = new AppendStatements(database);
        this.split = split ? new SplitAppend(database) : null;
        this.writer = new AppendWriter(connections, this.statements, events, this.split);
        this.queue = (combining != null) ? new AppendQueue(this.writer::writeTogether, combining) : null;
    }

    /** Returns the number of commits that {@link AppendQueue} made, or 0 when the store does not use this queue. */
    long commits() {
        return (this.queue != null) ? this.queue.commits() : 0;
    }

    /** Returns the number of events that {@link AppendQueue} wrote, or 0 when the store does not use this queue. */
    long committedEvents() {
        return (this.queue != null) ? this.queue.events() : 0;
    }

    /**
     * Adds an event to a room that is neither closed nor archived. When the room already has this event from an earlier
     * call, returns the stored event as a duplicate. If {@code markRead} is {@code true} and the event is new, also
     * moves the read marker of the event's source channel to this event.
     */
    AppendResult append(RoomEvent event, boolean markRead) {
        EventRow row = EventRow.of(event, this.json);
        return this.connections.idempotent(
                markRead
                        ? attempts -> this.connections.transaction(() -> appendAndMarkRead(row))
                        : attempts -> append(row, attempts));
    }

    private AppendResult appendAndMarkRead(EventRow row) {
        AppendResult result = append(row, 0);
        if (!result.duplicate()) {
            this.readMarkers.advanceToEvent(row.roomId(), row.event().source().channelId(), row.id());
        }
        return result;
    }

    private AppendResult append(EventRow row, int attempts) {
        for (int attempt = attempts; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Long> index = insert(row, false, attempt == 0);
            if (index.isPresent()) {
                return new AppendResult(row.at(index.get()), false);
            }
            Optional<AppendResult> earlier = this.connections.transaction(() -> findEarlier(row));
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        throw contended(row.roomId());
    }

    /**
     * Adds an event, even to a closed or archived room. Fails when the room has an event with the same id or
     * idempotency key.
     */
    RoomEvent add(RoomEvent event) {
        EventRow row = EventRow.of(event, this.json);
        return this.connections.idempotent(attempts -> add(row, attempts));
    }

    private RoomEvent add(EventRow row, int attempts) {
        for (int attempt = attempts; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Long> index = insert(row, true, attempt == 0).or(() -> findOwn(List.of(row)));
            if (index.isPresent()) {
                return row.at(index.get());
            }
        }
        throw contended(row.roomId());
    }

    /**
     * Adds all events at consecutive indices, even to a closed or archived room. When one event cannot be added, adds
     * none of them.
     */
    List<RoomEvent> addAll(String roomId, List<RoomEvent> events) {
        List<EventRow> rows = EventRow.of(events, this.json);
        refuseRepeated(roomId, rows);
        return this.connections.idempotent(attempts -> addRows(roomId, rows));
    }

    private List<RoomEvent> addRows(String roomId, List<EventRow> rows) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Long> first = insertAll(rows).or(() -> findOwn(rows));
            if (first.isPresent()) {
                return numbered(rows, first.get());
            }
        }
        throw contended(roomId);
    }

    RoomEvent addAtIndex(RoomEvent event) {
        EventRow row = EventRow.of(event, this.json);
        return this.connections.transaction(() -> {
            long next = this.rooms
                    .lockTimeline(event.roomId())
                    .orElseThrow(() -> new RoomNotFoundException(event.roomId()));
            if (this.erasedKeys.hold(List.of(row)) || !this.statements.insertAtIndex(row)) {
                refuseUsed(event.roomId(), List.of(row));
                throw new DuplicateIndexException(event.roomId(), event.index());
            }
            int messages = row.isMessage() ? 1 : 0;
            this.rooms.countAdded(
                    event.roomId(), event.index(), 1, messages, this.database.notAfterNow(event.createdAt()));
            if (event.index() < next) {
                this.readMarkers.count(event.roomId(), event.index(), 1, messages);
            }
            return event;
        });
    }

    private Optional<Long> insert(EventRow row, boolean anyStatus, boolean queued) {
        if (mustLock(List.of(row))) {
            return lockAndInsert(List.of(row), anyStatus);
        }
        if (this.queue != null && queued && !this.connections.isBound()) {
            return this.queue.append(new PendingAppend(row, anyStatus));
        }
        return this.writer.write(row, anyStatus);
    }

    private Optional<Long> insertAll(List<EventRow> rows) {
        return mustLock(rows) ? lockAndInsert(rows, true) : this.writer.writeAll(rows, true);
    }

    private Optional<Long> lockAndInsert(List<EventRow> rows, boolean anyStatus) {
        return AppendWriter.unlessUsed(() -> this.connections.transaction(() -> insertLocked(rows, anyStatus)));
    }

    private Optional<Long> insertLocked(List<EventRow> rows, boolean anyStatus) {
        if (!lock(rows, anyStatus)) {
            return Optional.empty();
        }
        if (this.split != null) {
            return this.events.findUsed(rows.get(0).roomId(), rows).isEmpty()
                    ? this.split.append(rows, anyStatus)
                    : Optional.empty();
        }
        return (rows.size() == 1)
                ? this.statements.appendLocked(rows.get(0), anyStatus)
                : this.statements.appendAll(rows, anyStatus);
    }

    private boolean mustLock(List<EventRow> rows) {
        return this.connections.isInTransaction() || this.erasedKeys.mayHold(rows);
    }

    /**
     * Locks the room of the rows. Returns {@code false} when the room does not exist, when it is closed or archived and
     * {@code anyStatus} is {@code false}, or when an erased event had the idempotency key of one of the rows.
     */
    private boolean lock(List<EventRow> rows, boolean anyStatus) {
        return this.statements.lock(rows.get(0).roomId(), anyStatus) && !this.erasedKeys.hold(rows);
    }

    private static List<RoomEvent> numbered(List<EventRow> rows, long first) {
        List<RoomEvent> numbered = new ArrayList<>(rows.size());
        for (EventRow row : rows) {
            numbered.add(row.at(first + numbered.size()));
        }
        return Collections.unmodifiableList(numbered);
    }

    /**
     * Finds out why an append wrote nothing. When the room has an event with the same id or idempotency key, returns
     * this event, or throws an exception when the payload of this event differs from the payload in {@code row}. Throws
     * an exception when the room does not exist, is closed or archived, or has no index left. Returns empty when none
     * of these reasons exists any more. The caller then repeats the append.
     */
    private Optional<AppendResult> findEarlier(EventRow row) {
        if (row.key() != null) {
            Optional<EventTable.Stored> byKey =
                    this.events.findPayloadByKey(row.roomId(), row.key()).or(() -> this.erasedKeys.find(row));
            if (byKey.isPresent()) {
                return Optional.of(same(byKey.get(), row, new IdempotencyConflictException(row.roomId())));
            }
        }
        Optional<EventTable.Stored> byId = this.events.findPayloadById(row.roomId(), row.id());
        if (byId.isPresent()) {
            return Optional.of(same(byId.get(), row, new DuplicateIdException("Event", row.id())));
        }
        if (isEnded(requireRoom(row.roomId()))) {
            throw new RoomClosedException(row.roomId());
        }
        this.rooms.requireIndices(row.roomId(), 1);
        return Optional.empty();
    }

    private static AppendResult same(EventTable.Stored stored, EventRow row, StoreException conflict) {
        if (stored.payloadHash() != null && !Arrays.equals(stored.payloadHash(), row.payloadHash())) {
            throw conflict;
        }
        return new AppendResult(stored.event(), !Objects.equals(stored.appendId(), row.appendId()));
    }

    private static boolean isEnded(String status) {
        String upper = status.toUpperCase(Locale.ROOT);
        return upper.equals(RoomStatus.CLOSED.name()) || upper.equals(RoomStatus.ARCHIVED.name());
    }

    /**
     * Returns the index of the first event if an earlier attempt of the same call wrote the rows. If no earlier attempt
     * wrote the rows, throws an exception when {@link #refuseUsed} throws one, or when the room has too few indices
     * left for the rows. Returns empty when the caller can attempt the append again.
     */
    private Optional<Long> findOwn(List<EventRow> rows) {
        String roomId = rows.get(0).roomId();
        return this.connections.transaction(() -> {
            Optional<Long> first = this.events.findIndexOfCall(rows.get(0));
            if (first.isEmpty()) {
                refuseUsed(roomId, rows);
                this.rooms.requireIndices(roomId, rows.size());
            }
            return first;
        });
    }

    /**
     * Throws an exception when the room does not exist, or when an event of the room has the id or the idempotency key
     * of one of the given rows. Also throws an exception when {@link ErasedKeys} finds an erased event that had one of
     * these idempotency keys.
     */
    private void refuseUsed(String roomId, List<EventRow> rows) {
        List<EventTable.Used> used = this.events.findUsed(roomId, rows);
        if (used.stream().anyMatch(EventTable.Used::key) || this.erasedKeys.hold(rows)) {
            throw new IdempotencyConflictException(roomId);
        }
        used.stream()
                .map(one -> rows.get(one.position()).id())
                .min(Unicode::compare)
                .ifPresent(id -> {
                    throw new DuplicateIdException("Event", id);
                });
        requireRoom(roomId);
    }

    private String requireRoom(String roomId) {
        return this.rooms.findStatus(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
    }

    private void refuseRepeated(String roomId, List<EventRow> rows) {
        Set<String> ids = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (EventRow row : rows) {
            if (row.key() != null && !keys.add(row.key())) {
                throw inRoom(roomId, new IdempotencyConflictException(roomId));
            }
            if (!ids.add(row.id())) {
                throw inRoom(roomId, new DuplicateIdException("Event", row.id()));
            }
        }
    }

    private StoreException inRoom(String roomId, StoreException exception) {
        return this.connections.read(() -> this.rooms.exists(roomId)) ? exception : new RoomNotFoundException(roomId);
    }

    private static StoreException contended(String roomId) {
        return StoreException.retryable(
                "Events of room " + Shown.id(roomId) + " were deleted while they were appended again", null, null);
    }
}
