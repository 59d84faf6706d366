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
 * Gives events their index, in a way that makes a retry harmless.
 *
 * <p>The index comes from {@code rooms.next_index}. The statement that inserts the event also moves this counter and so
 * locks the room's row. Concurrent appends to one room therefore follow each other, and two rooms never wait for each
 * other. A failure rolls the counter back too, so there are no gaps and no index is used twice.
 *
 * <p>Outside a transaction the append is one statement in one round trip. It moves the counter and inserts the event,
 * unless the room does not accept events, has used the key or the id already, or has no index left. When the statement
 * returns no row, the store reads which of these was the case. Of two appends that race with one key, the second passes
 * the check, waits for the row, and is refused by the unique index. Its statement is rolled back whole, and it reads
 * the event of the first.
 *
 * <p>Inside a transaction of the caller such a refusal would end the transaction. So the store locks the row first. The
 * check then sees every event of the room, and no key is violated. The lock is a statement of its own. A statement that
 * locks a row and then updates it starts at the version that it saw first, and two such statements deadlock when others
 * hold {@code FOR KEY SHARE} on that version.
 *
 * <p>Several events of one caller get a contiguous run of indices in the same two ways.
 *
 * <p>Each row holds the append id, a random number that its call drew. A call that is repeated after a lost answer
 * recognizes its own row by this number, and was then the first. A row of any other call, on this node or another,
 * makes it a duplicate. A repeated call writes alone, so that the failure of another caller does not affect it.
 *
 * <p>Outside a transaction an event goes through {@link AppendQueue}, which lets concurrent appends to one room share a
 * commit where that is switched on, and through {@link AppendWriter} to the {@link AppendStatements}. Inside a
 * transaction it goes to these directly.
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

    private final AppendWriter writer;

    private final @Nullable AppendQueue queue;

    /**
     * Creates the append of a store.
     *
     * @param combining the time that a caller may wait for others to share a commit, or {@code null} when callers share
     *     no commits
     */
    EventAppend(
            StoreConnections connections,
            Database database,
            RoomTable rooms,
            EventTable events,
            ReadMarkerTable readMarkers,
            @Nullable Duration combining) {
        this.connections = connections;
        this.database = database;
        this.json = database.json();
        this.rooms = rooms;
        this.events = events;
        this.readMarkers = readMarkers;
        this.statements = new AppendStatements(database);
        this.writer = new AppendWriter(connections, this.statements, events);
        this.queue = (combining != null) ? new AppendQueue(this.writer::writeTogether, combining) : null;
    }

    /** Returns the number of commits that wrote events, zero when callers share no commits. */
    long commits() {
        return (this.queue != null) ? this.queue.commits() : 0;
    }

    /** Returns the number of events that these commits wrote. */
    long committedEvents() {
        return (this.queue != null) ? this.queue.events() : 0;
    }

    /** Adds an event once to a room that accepts events, and on request marks the room as read by the sender. */
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

    /** Adds an event with a new id and key, whatever the state of the room. */
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

    /** Adds events at one contiguous run of indices, all or none, whatever the state of the room. */
    List<RoomEvent> addAll(String roomId, List<RoomEvent> events) {
        List<EventRow> rows = EventRow.of(events, this.json);
        refuseRepeated(roomId, rows);
        return this.connections.idempotent(attempts -> addRows(roomId, rows));
    }

    private List<RoomEvent> addRows(String roomId, List<EventRow> rows) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Long> first = insertAll(roomId, rows).or(() -> findOwn(rows));
            if (first.isPresent()) {
                return numbered(rows, first.get());
            }
        }
        throw contended(roomId);
    }

    /** Adds an event at the index it has. */
    RoomEvent addAtIndex(RoomEvent event) {
        EventRow row = EventRow.of(event, this.json);
        return this.connections.transaction(() -> {
            long next = this.rooms
                    .lockTimeline(event.roomId())
                    .orElseThrow(() -> new RoomNotFoundException(event.roomId()));
            if (!this.statements.insertAtIndex(row)) {
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
        if (this.connections.isInTransaction()) {
            return this.connections.transaction(() -> this.statements.lock(row.roomId(), anyStatus)
                    ? this.statements.append(row, anyStatus)
                    : Optional.empty());
        }
        if (this.queue != null && queued && !this.connections.isBound()) {
            return this.queue.append(new PendingAppend(row, anyStatus));
        }
        return this.writer.write(row, anyStatus);
    }

    private Optional<Long> insertAll(String roomId, List<EventRow> rows) {
        return this.connections.isInTransaction()
                ? this.connections.transaction(() ->
                        this.statements.lock(roomId, true) ? this.statements.appendAll(rows, true) : Optional.empty())
                : this.writer.writeAll(rows, true);
    }

    private static List<RoomEvent> numbered(List<EventRow> rows, long first) {
        List<RoomEvent> numbered = new ArrayList<>(rows.size());
        for (EventRow row : rows) {
            numbered.add(row.at(first + numbered.size()));
        }
        return Collections.unmodifiableList(numbered);
    }

    /**
     * Returns the event that already exists, or empty when another attempt is worthwhile. Fails in every other case.
     */
    private Optional<AppendResult> findEarlier(EventRow row) {
        if (row.key() != null) {
            Optional<EventTable.Stored> byKey = this.events.findPayloadByKey(row.roomId(), row.key());
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
     * Returns the first index of rows that an earlier attempt of the same call wrote, or empty when another attempt is
     * worthwhile. Fails as {@link #refuseUsed} does, and when the room has fewer indices left than rows.
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

    /** Fails when the room is missing, or has used an id or a key of the events. */
    private void refuseUsed(String roomId, List<EventRow> rows) {
        List<EventTable.Used> used = this.events.findUsed(roomId, rows);
        if (used.stream().anyMatch(EventTable.Used::key)) {
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

    /** Returns the given exception, or that of a missing room. */
    private StoreException inRoom(String roomId, StoreException exception) {
        return this.connections.read(() -> this.rooms.exists(roomId)) ? exception : new RoomNotFoundException(roomId);
    }

    private static StoreException contended(String roomId) {
        return StoreException.retryable(
                "Events of room " + Shown.id(roomId) + " were deleted while they were appended again", null, null);
    }
}
