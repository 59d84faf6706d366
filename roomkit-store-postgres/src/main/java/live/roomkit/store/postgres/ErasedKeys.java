package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.protection.KeyHash;
import org.jspecify.annotations.Nullable;

/**
 * Finds erased events by the idempotency keys that they had before their erasure. An erasure replaces an idempotency
 * key by a hash that is computed with the secret of the store, see {@link KeyHash}. A store without a secret computes
 * no hashes, so this class runs no statement for such a store.
 */
final class ErasedKeys {

    private final EventTable events;

    private final @Nullable KeyHash keys;

    ErasedKeys(EventTable events, @Nullable KeyHash keys) {
        this.events = events;
        this.keys = keys;
    }

    /**
     * Checks, without a query, whether {@link #hold} may return {@code true}. Returns {@code false} when no row has an
     * idempotency key, or when the store has no secret for hashing keys.
     */
    boolean mayHold(List<EventRow> rows) {
        return rows.stream().anyMatch(row -> mayHold(row.key()));
    }

    boolean mayHold(@Nullable String key) {
        return this.keys != null && key != null;
    }

    /** Checks whether an erased event had the idempotency key of one of the rows, which belong to one room. */
    boolean hold(List<EventRow> rows) {
        if (!mayHold(rows)) {
            return false;
        }
        String roomId = rows.get(0).roomId();
        return this.events.isAnyKeyUsed(roomId, EventRow.texts(rows, row -> replace(roomId, row.key())));
    }

    /** Returns the given rows of a room, except each row with an idempotency key that an erased event had. */
    List<EventRow> without(String roomId, List<EventRow> rows) {
        if (!mayHold(rows)) {
            return rows;
        }
        List<EventRow> hashed = rows.stream()
                .map(row -> row.withKey(replace(roomId, row.key())))
                .toList();
        Set<Integer> erased = this.events.findUsed(roomId, hashed).stream()
                .filter(EventTable.Used::key)
                .map(EventTable.Used::position)
                .collect(Collectors.toSet());
        return IntStream.range(0, rows.size())
                .filter(position -> !erased.contains(position))
                .mapToObj(rows::get)
                .toList();
    }

    Optional<EventTable.Stored> find(EventRow row) {
        String erased = replace(row.roomId(), row.key());
        return (erased != null) ? this.events.findPayloadByKey(row.roomId(), erased) : Optional.empty();
    }

    Optional<RoomEvent> find(String roomId, String key) {
        String erased = replace(roomId, key);
        return (erased != null) ? this.events.findByKey(roomId, erased) : Optional.empty();
    }

    private @Nullable String replace(String roomId, @Nullable String key) {
        return (this.keys != null) ? this.keys.replace(roomId, key) : null;
    }
}
