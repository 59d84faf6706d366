package live.roomkit.internal.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/** Arguments of a store's operations, which every store refuses alike. */
public final class Arguments {

    private static final int MAX_BATCH = 10_000;

    private static final int MAX_IDS = 1_000;

    private Arguments() {}

    /** An event of that room. */
    public static RoomEvent event(@Nullable String roomId, @Nullable RoomEvent event) {
        Checks.text("roomId", roomId);
        return ofRoom(roomId, Checks.notNull("event", event));
    }

    /** Events of that room, not too many. */
    public static List<RoomEvent> events(@Nullable String roomId, @Nullable List<RoomEvent> events) {
        Checks.text("roomId", roomId);
        List<RoomEvent> batch = Checks.list("events", Checks.notNull("events", events));
        Checks.check(batch.size() <= MAX_BATCH, "events must not be more than " + MAX_BATCH);
        batch.forEach(event -> ofRoom(roomId, event));
        return batch;
    }

    /** Ids without repeats, not too many. */
    public static Set<String> ids(String name, @Nullable Collection<String> values) {
        Checks.check(Checks.notNull(name, values).size() <= MAX_IDS, name + " must not be more than " + MAX_IDS);
        return Checks.texts(name, values);
    }

    /** An identity and an address that it may have. */
    public static void address(
            @Nullable String identityId, @Nullable ChannelType channelType, @Nullable String address) {
        Checks.text("identityId", identityId);
        Checks.notNull("channelType", channelType);
        Identity.requireAddress(Checks.text("address", address));
    }

    /** Refuses calls of a closed store. */
    public static void requireOpen(boolean open) {
        if (!open) {
            throw new IllegalStateException("The store is closed");
        }
    }

    private static RoomEvent ofRoom(@Nullable String roomId, RoomEvent event) {
        Checks.check(event.roomId().equals(roomId), "event.roomId must be the given roomId");
        return event;
    }
}
