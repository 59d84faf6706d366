package live.roomkit.store.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import live.roomkit.internal.Unicode;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import org.jspecify.annotations.Nullable;

/** Checks new events against the stored events of a room. The caller holds the lock of the room. */
final class NewEvents {

    private final String roomId;

    private final Timeline timeline;

    NewEvents(String roomId, Timeline timeline) {
        this.roomId = roomId;
        this.timeline = timeline;
    }

    /**
     * Returns the stored event with the idempotency key or the id of the given event, or {@code null} when there is
     * none. Throws an exception when the two events differ in type, source channel or content.
     */
    @Nullable
    StoredEvent original(StoredEvent event) {
        StoredEvent sameKey = this.timeline.getByKey(event.key());
        if (sameKey != null && !sameKey.samePayload(event)) {
            throw new IdempotencyConflictException(this.roomId);
        }
        StoredEvent original = (sameKey != null) ? sameKey : this.timeline.get(event.id());
        if (original != null && !original.samePayload(event)) {
            refuseUsedId(event.id());
        }
        return original;
    }

    /** Requires that no event of the room has the id or the idempotency key of one of the given events. */
    void requireUnused(List<StoredEvent> events) {
        if (events.stream().anyMatch(event -> this.timeline.getByKey(event.key()) != null)) {
            throw new IdempotencyConflictException(this.roomId);
        }
        events.stream()
                .map(StoredEvent::id)
                .filter(id -> this.timeline.get(id) != null)
                .min(Unicode::compare)
                .ifPresent(NewEvents::refuseUsedId);
    }

    /** Requires that no two of the given events have the same id or idempotency key. */
    void requireDistinct(List<StoredEvent> events) {
        Set<String> keys = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (StoredEvent event : events) {
            if (event.key() != null && !keys.add(event.key())) {
                throw new IdempotencyConflictException(this.roomId);
            }
            if (!ids.add(event.id())) {
                refuseUsedId(event.id());
            }
        }
    }

    private static void refuseUsedId(String eventId) {
        throw new DuplicateIdException("Event", eventId);
    }
}
