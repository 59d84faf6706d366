package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.store.ReceivedMessages;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.json.RecordJson;

/**
 * Updates and deletes events, and keeps the counters of the room and of its read markers exact.
 *
 * <p>The message counters include only messages that were not blocked. An update changes the counters only when the
 * event becomes such a message or stops being one. Outside a transaction of the caller, {@link #update(RoomEvent)}
 * first runs a single statement that does not lock the room. This statement writes only when the update does not change
 * the counters. When {@link ErasedKeys} has to search for the event's idempotency key, {@link #update(RoomEvent)} skips
 * the single statement. When the single statement was skipped or updated no row, a transaction locks the row of the
 * event. If the counters must change or the event gets another idempotency key, this transaction then locks the row of
 * the room too.
 *
 * <p>Every transaction locks the event before the room, so that transactions of this class do not deadlock. The event
 * must be locked first, because an update may call a function of the caller with the locked event. Only the result of
 * this function shows whether the room must be locked too.
 *
 * <p>The deletion of an event and its replies first locks the event, then its replies, and then the room. After the
 * deletion has locked the replies and before it locks the room, another caller may add a new reply. If another
 * transaction has locked the new reply, the deletion is rolled back and repeated, because the other transaction may
 * wait for the room. In a transaction of the caller, the deletion is not repeated: it waits for the lock on the new
 * reply, and can deadlock.
 *
 * <p>The deletion of a small room, see {@link RoomDeletion}, locks the room before its events. This deletion and a
 * transaction of this class can therefore deadlock. PostgreSQL then aborts one of the two.
 */
final class EventChange {

    /** SQLSTATE of a failure after which {@link StoreConnections#transaction} repeats its work. */
    private static final String CONFLICT = "40001";

    private final StoreConnections connections;

    private final RecordJson json;

    private final RoomTable rooms;

    private final EventTable events;

    private final ReadMarkerTable readMarkers;

    private final ProtectionHolds holds;

    private final ErasedKeys erasedKeys;

    EventChange(
            StoreConnections connections,
            Database database,
            RoomTable rooms,
            EventTable events,
            ReadMarkerTable readMarkers,
            ProtectionHolds holds,
            ErasedKeys erasedKeys) {
        this.connections = connections;
        this.json = database.json();
        this.rooms = rooms;
        this.events = events;
        this.readMarkers = readMarkers;
        this.holds = holds;
        this.erasedKeys = erasedKeys;
    }

    RoomEvent update(RoomEvent event) {
        try {
            if (this.connections.isInTransaction() || this.erasedKeys.mayHold(event.idempotencyKey())) {
                return this.connections.transaction(() -> lockAndWrite(event));
            }
            return this.connections
                    .statement(() -> this.events.update(event, ReceivedMessages.include(event)))
                    .orElseGet(() -> this.connections.transaction(() -> lockAndWrite(event)));
        } catch (StoreException ex) {
            throw keyUsed(event.roomId(), ex);
        }
    }

    private RoomEvent lockAndWrite(RoomEvent event) {
        this.json.write(event);
        return write(lock(event.roomId(), event.id()), event);
    }

    /** Locks and reads an event, calls the function {@code change} once, and writes the result. */
    RoomEvent update(String roomId, String eventId, UnaryOperator<RoomEvent> change) {
        try {
            return this.connections.transactionOnce(() -> {
                EventTable.Locked stored = lock(roomId, eventId);
                return write(stored, change.apply(stored.event()));
            });
        } catch (StoreException ex) {
            throw keyUsed(roomId, ex);
        }
    }

    /**
     * Writes an event whose row the caller has locked. After the caller locked the row, the function {@code change} of
     * {@link #update(String, String, UnaryOperator)} may have called the store and changed the stored event. If the
     * stored event has become a message that was not blocked, or has stopped being one, this method locks and reads the
     * event again before it writes.
     */
    private RoomEvent write(EventTable.Locked stored, RoomEvent event) {
        String roomId = event.roomId();
        boolean was = stored.message();
        boolean is = ReceivedMessages.include(event);
        String key = event.idempotencyKey();
        if (key != null && !key.equals(stored.event().idempotencyKey())) {
            claim(key, event);
        }
        if (was != is) {
            lockTimeline(roomId);
        }
        Optional<RoomEvent> updated = this.events.update(event, was);
        if (updated.isEmpty()) {
            return write(lock(roomId, event.id()), event);
        }
        RoomEvent written = updated.get();
        long index = written.index();
        if (is && !was) {
            this.rooms.countAdded(roomId, index, 0, 1, null);
            this.readMarkers.count(roomId, index, 0, 1);
        } else if (was && !is) {
            this.rooms.countRemoved(roomId, 0, List.of(index));
            this.readMarkers.count(roomId, index, 0, -1);
        }
        return written;
    }

    /**
     * Checks that no other event of the room has the idempotency key or had it before an erasure. Without this check, a
     * violated unique constraint would abort the transaction of the caller. Also updates the row of the room, so that
     * an append with this key waits for the end of the transaction and then finds the key.
     */
    private void claim(String key, RoomEvent event) {
        String roomId = event.roomId();
        Optional<RoomEvent> holder = findByKey(roomId, key);
        if (holder.isEmpty() && this.rooms.touch(roomId)) {
            holder = findByKey(roomId, key);
        }
        if (holder.isPresent() && !holder.get().id().equals(event.id())) {
            throw new IdempotencyConflictException(roomId);
        }
    }

    private Optional<RoomEvent> findByKey(String roomId, String key) {
        return this.events.findByKey(roomId, key).or(() -> this.erasedKeys.find(roomId, key));
    }

    /**
     * Deletes an event and, with {@link ReplyPolicy#DELETE}, its direct replies. Returns the ids of the deleted events.
     */
    List<String> delete(String roomId, String eventId, ReplyPolicy replies) {
        boolean withReplies = replies == ReplyPolicy.DELETE;
        boolean maybeRepeated = !this.connections.isInTransaction();
        return this.connections.transaction(() -> {
            this.holds.refuseRoom(roomId);
            if (this.events.lock(roomId, eventId).isEmpty()) {
                requireRoom(roomId);
                return List.of();
            }
            if (withReplies) {
                this.events.lockReplies(roomId, eventId);
            }
            lockTimeline(roomId);
            if (withReplies && maybeRepeated && this.events.isReplyLocked(roomId, eventId)) {
                throw StoreException.retryable(
                        "Replies were added and changed by others at the same time", CONFLICT, null);
            }
            List<EventTable.Deleted> deleted = this.events.delete(roomId, eventId, withReplies);
            List<Long> messages = deleted.stream()
                    .filter(EventTable.Deleted::message)
                    .map(EventTable.Deleted::index)
                    .toList();
            this.rooms.countRemoved(roomId, deleted.size(), messages);
            this.readMarkers.countDeleted(
                    roomId, deleted.stream().map(EventTable.Deleted::index).toList(), messages);
            return deleted.stream().map(EventTable.Deleted::id).toList();
        });
    }

    private EventTable.Locked lock(String roomId, String eventId) {
        return this.events.lock(roomId, eventId).orElseThrow(() -> {
            requireRoom(roomId);
            return new EventNotFoundException(roomId, eventId);
        });
    }

    private void lockTimeline(String roomId) {
        if (this.rooms.lockTimeline(roomId).isEmpty()) {
            throw new RoomNotFoundException(roomId);
        }
    }

    private void requireRoom(String roomId) {
        if (!this.rooms.exists(roomId)) {
            throw new RoomNotFoundException(roomId);
        }
    }

    private static StoreException keyUsed(String roomId, StoreException ex) {
        return (PostgresErrors.isUniqueViolation(ex) && ex.isTransactionUsable())
                ? new IdempotencyConflictException(roomId)
                : ex;
    }
}
