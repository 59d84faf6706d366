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
 * Gives events their index. The text below says how, and why a retry is harmless.
 *
 * <p>The index comes from {@code rooms.next_index}, which is moved by the statement that inserts the event. The room's
 * row is locked by that, so concurrent appends to a room follow each other and two rooms never wait for each other. What
 * fails rolls the counter back with it: no gap, no index used twice.
 *
 * <p>Outside a transaction the append is one statement in one round trip: it moves the counter, unless the room does not
 * take events, or has the key or the id already, or no index left, and inserts from what it moved. No row means that one
 * of these was the case; which, is then read. Of two appends that race with one key the second passes the probe, waits
 * for the row, and is refused by the unique index; its statement is rolled back whole, and it reads the event of the
 * first.
 *
 * <p>Inside a transaction of the caller such a refusal would end the transaction. There the row is locked first, so that
 * the probe sees every event of the room, and nothing is violated. The lock is a statement of its own: one that locks a row
 * and then updates it starts at the version that it saw first, and two such statements deadlock when others hold {@code FOR
 * KEY SHARE} on that version.
 *
 * <p>Several events of one caller get a contiguous run of indices in the same two ways.
 *
 * <p>A row holds a random number that its call drew, the append id. A call that is repeated because an answer got lost
 * knows by it whether the row that it finds is its own, and then was the first; a row of any other call, of this node or
 * another one, makes it a duplicate. A repeated call writes alone: nobody else's failure concerns it any more.
 *
 * <p>An event goes through {@link AppendQueue}, which lets concurrent appends to one room share a commit where that is
 * wanted, and {@link AppendWriter} to the {@link AppendStatements}; inside a transaction to these at once.
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

    /** Has concurrent appends share commits, where the time is given that they may wait. */
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

    /** Returns how many commits wrote events; none are counted where callers share none. */
    long commits() {
        return (this.queue != null) ? this.queue.commits() : 0;
    }

    /** Returns how many events they wrote. */
    long committedEvents() {
        return (this.queue != null) ? this.queue.events() : 0;
    }

    /** Adds an event once to a room that takes events, and marks the room as read by its sender where that is wanted. */
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

    /** Adds an event whose id and key are new, whatever the state of the room. */
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
            this.rooms.countInserted(event.roomId(), event.index(), this.database.notAfterNow(event.createdAt()));
            if (event.index() < next) {
                this.readMarkers.countInserted(event.roomId(), event.index());
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

    /** Returns the event that is there already; empty when it is worth another attempt. Fails when neither is so. */
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
     * Returns the first index of rows that an earlier attempt of the same call wrote; empty when it is worth another attempt.
     * Fails as {@link #refuseUsed} does, and when the room has not that many indices left.
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

    /** Fails when the room is missing, or an id or a key of the events is used in it. */
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

    /** Returns the exception, unless there is no such room. */
    private StoreException inRoom(String roomId, StoreException exception) {
        return this.connections.read(() -> this.rooms.exists(roomId)) ? exception : new RoomNotFoundException(roomId);
    }

    private static StoreException contended(String roomId) {
        return StoreException.retryable(
                "Events of room " + Shown.id(roomId) + " were deleted while they were appended again", null, null);
    }
}
