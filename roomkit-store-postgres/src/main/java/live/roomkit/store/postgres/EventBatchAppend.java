package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Unicode;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * How several events get a contiguous run of indices in one room, with one commit: a batch of one caller, all or nothing,
 * or single appends of several callers, from the {@link AppendQueue}.
 *
 * <p>As in {@link EventAppend}, outside a transaction one statement moves the counter and inserts; it does neither when a
 * key or an id is used. Inside a transaction of the caller the counter moves first, which locks the room, and the insert
 * does nothing on a conflict; the caller's savepoint then takes the counter back.
 */
final class EventBatchAppend {

    private static final String APPEND_ALL = """
            WITH room AS (
                UPDATE roomkit.rooms AS r
                SET next_index = r.next_index + ?, event_count = r.event_count + ?,
                    last_activity_at = GREATEST(r.last_activity_at, ?)
                WHERE r.id = ? AND r.next_index <= 9007199254740992 - ? AND %s
                    AND NOT EXISTS (
                        SELECT 1 FROM unnest(CAST(? AS text[])) AS n (key) CROSS JOIN LATERAL (
                            SELECT 1 FROM roomkit.events AS k
                            WHERE k.room_id = ? AND k.idempotency_key = n.key LIMIT 1) AS used)
                    AND NOT EXISTS (
                        SELECT 1 FROM unnest(CAST(? AS text[])) AS n (id) CROSS JOIN LATERAL (
                            SELECT 1 FROM roomkit.events AS k
                            WHERE k.room_id = ? AND k.id = n.id LIMIT 1) AS used)
                RETURNING r.next_index - ? AS first_index
            ), inserted AS (
                INSERT INTO roomkit.events AS e (index, %s)
                SELECT room.first_index + n.position - 1, ?, %s
                FROM room CROSS JOIN %s
            )
            SELECT room.first_index FROM room
            """.formatted(
                    EventAppend.ROOM_TAKES_EVENTS, EventTable.INSERTED_COLUMNS, EventTable.ROW_VALUES, EventTable.ROWS);

    private final StoreConnections connections;

    private final Database database;

    private final RoomTable rooms;

    private final EventTable events;

    EventBatchAppend(StoreConnections connections, Database database, RoomTable rooms, EventTable events) {
        this.connections = connections;
        this.database = database;
        this.rooms = rooms;
        this.events = events;
    }

    /** Adds events at one contiguous run of indices, whatever the state of the room. */
    List<RoomEvent> addAll(String roomId, List<RoomEvent> events) {
        List<@Nullable Object[]> rows = this.events.columns(events);
        refuseRepeated(roomId, events);
        for (int attempt = 0; attempt < EventAppend.MAX_ATTEMPTS; attempt++) {
            Optional<Long> first = insertAll(roomId, events, rows);
            if (first.isPresent()) {
                return numbered(events, first.get());
            }
            this.connections.transaction(() -> refuse(roomId, events));
        }
        throw EventAppend.contended(roomId);
    }

    /**
     * Writes what can be written of single appends to one room, with one commit. What cannot is left for each caller to
     * write, or to fail with, by itself.
     */
    void appendTogether(List<PendingAppend> appends) {
        try {
            if (!insertTogether(appends)) {
                insertTogether(withoutUsed(appends));
            }
        } catch (StoreException ex) {
            if (concernsAll(ex)) {
                throw ex;
            }
        }
    }

    private static boolean concernsAll(StoreException ex) {
        if (ex.isOutcomeKnown() && Thread.currentThread().isInterrupted()) {
            return false;
        }
        return !ex.isOutcomeKnown() || ex instanceof StoreTimeoutException || ex instanceof StoreUnavailableException;
    }

    private boolean insertTogether(List<PendingAppend> appends) {
        if (appends.isEmpty()) {
            return true;
        }
        PendingAppend first = appends.get(0);
        Optional<Long> index = insertAlone(
                first.roomId(),
                appends.stream().map(PendingAppend::event).toList(),
                appends.stream().map(PendingAppend::columns).toList(),
                first.anyStatus());
        index.ifPresent(start ->
                IntStream.range(0, appends.size()).forEach(i -> appends.get(i).written(start + i)));
        return index.isPresent();
    }

    /** None, when it is not for an id or a key that they could not be written. */
    private List<PendingAppend> withoutUsed(List<PendingAppend> appends) {
        List<RoomEvent> events = appends.stream().map(PendingAppend::event).toList();
        List<EventTable.Used> used =
                this.connections.read(() -> this.events.findUsed(events.get(0).roomId(), events));
        if (used.isEmpty()) {
            return List.of();
        }
        List<PendingAppend> rest = new ArrayList<>(appends);
        used.forEach(one -> rest.remove(appends.get(one.position())));
        return rest;
    }

    /** The first index; empty when the room is missing or full, or an id or a key is used. */
    private Optional<Long> insertAll(String roomId, List<RoomEvent> events, List<@Nullable Object[]> rows) {
        return this.connections.isInTransaction()
                ? this.connections.transaction(() -> insertLocked(roomId, events, rows))
                : insertAlone(roomId, events, rows, true);
    }

    private Optional<Long> insertLocked(String roomId, List<RoomEvent> events, List<@Nullable Object[]> rows) {
        OptionalLong first = this.rooms.reserveIndices(roomId, events.size(), latest(events));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (!this.events.insertAll(roomId, first.getAsLong(), rows)) {
            refuseUsed(roomId, events);
            throw EventAppend.contended(roomId);
        }
        return Optional.of(first.getAsLong());
    }

    private Optional<Long> insertAlone(
            String roomId, List<RoomEvent> events, List<@Nullable Object[]> rows, boolean anyStatus) {
        try {
            return this.connections.statement(() -> this.database.first(
                    APPEND_ALL, (row, number) -> row.getLong(1), parameters(roomId, events, rows, anyStatus)));
        } catch (StoreException ex) {
            if (PostgresErrors.isUniqueViolation(ex)) {
                return Optional.empty();
            }
            throw ex;
        }
    }

    private static @Nullable Object[] parameters(
            String roomId, List<RoomEvent> events, List<@Nullable Object[]> rows, boolean anyStatus) {
        long count = events.size();
        Object[] arrays = EventTable.arrays(rows);
        Object ids = arrays[EventTable.ID - 1];
        Object keys = arrays[EventTable.KEY - 1];
        Object[] before = {
            count, count, latest(events), roomId, count, anyStatus, keys, roomId, ids, roomId, count, roomId
        };
        return Stream.concat(Stream.of(before), Stream.of(arrays)).toArray();
    }

    private static Instant latest(List<RoomEvent> events) {
        return Collections.max(events, Comparator.comparing(RoomEvent::createdAt))
                .createdAt();
    }

    private static List<RoomEvent> numbered(List<RoomEvent> events, long first) {
        List<RoomEvent> numbered = new ArrayList<>(events.size());
        for (RoomEvent event : events) {
            numbered.add(EventAppend.at(event, first + numbered.size()));
        }
        return numbered;
    }

    /** As {@link #refuseUsed}, and when the room has not that many indices left. */
    boolean refuse(String roomId, List<RoomEvent> events) {
        refuseUsed(roomId, events);
        this.rooms.requireIndices(roomId, events.size());
        return false;
    }

    /** Fails when the room is missing, or an id or a key of the events is used in it. */
    String refuseUsed(String roomId, List<RoomEvent> events) {
        List<EventTable.Used> used = this.events.findUsed(roomId, events);
        if (used.stream().anyMatch(EventTable.Used::key)) {
            throw new IdempotencyConflictException(roomId);
        }
        used.stream()
                .map(one -> events.get(one.position()).id())
                .min(Unicode::compare)
                .ifPresent(id -> {
                    throw new DuplicateIdException("Event", id);
                });
        return this.rooms.findStatus(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
    }

    private void refuseRepeated(String roomId, List<RoomEvent> events) {
        Set<String> ids = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (RoomEvent event : events) {
            if (event.idempotencyKey() != null && !keys.add(event.idempotencyKey())) {
                throw inRoom(roomId, new IdempotencyConflictException(roomId));
            }
            if (!ids.add(event.id())) {
                throw inRoom(roomId, new DuplicateIdException("Event", event.id()));
            }
        }
    }

    /** The exception, unless there is no such room. */
    private StoreException inRoom(String roomId, StoreException exception) {
        return this.connections.read(() -> this.rooms.exists(roomId)) ? exception : new RoomNotFoundException(roomId);
    }
}
