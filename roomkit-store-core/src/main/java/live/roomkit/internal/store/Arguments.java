package live.roomkit.internal.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of methods. All stores use the same checks. */
public final class Arguments {

    private static final int MAX_BATCH = 10_000;

    private static final int MAX_IDS = 1_000;

    private Arguments() {}

    /** Returns the given event. Rejects an event that does not belong to the room {@code roomId}. */
    public static RoomEvent event(@Nullable String roomId, @Nullable RoomEvent event) {
        Checks.text("roomId", roomId);
        return ofRoom(roomId, Checks.notNull("event", event));
    }

    /**
     * Returns the given events. Rejects lists of more than 10 000 events, and events that do not belong to the room
     * {@code roomId}.
     */
    public static List<RoomEvent> events(@Nullable String roomId, @Nullable List<RoomEvent> events) {
        Checks.text("roomId", roomId);
        List<RoomEvent> batch = Checks.list("events", Checks.notNull("events", events));
        Checks.check(batch.size() <= MAX_BATCH, "events must not contain more than " + MAX_BATCH + " events");
        batch.forEach(event -> ofRoom(roomId, event));
        return batch;
    }

    /** Returns the given ids without duplicates. Rejects more than 1 000 ids. */
    public static Set<String> ids(String name, @Nullable Collection<String> values) {
        Checks.check(
                Checks.notNull(name, values).size() <= MAX_IDS,
                name + " must not contain more than " + MAX_IDS + " ids");
        return Checks.texts(name, values);
    }

    /**
     * Rejects the reason for a merge of identities when it is blank, has more than 1 000 bytes in UTF-8 or contains
     * characters that cannot be stored.
     */
    public static void reason(@Nullable String reason) {
        Checks.optionalKey("reason", Checks.optionalText("reason", reason));
    }

    public static void requireOpen(boolean open) {
        if (!open) {
            throw new IllegalStateException("The store is closed");
        }
    }

    private static RoomEvent ofRoom(@Nullable String roomId, RoomEvent event) {
        Checks.check(event.roomId().equals(roomId), "event.roomId must equal the given roomId");
        return event;
    }
}
