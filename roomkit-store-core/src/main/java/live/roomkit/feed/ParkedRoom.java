package live.roomkit.feed;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * Describes a room whose change a consumer group could not handle. The later changes of the room are kept back until
 * {@link FeedConsumer#revive(String)} is called.
 *
 * @param roomId the room
 * @param changeId the change that could not be handled, as {@link Change#id()}
 * @param failure the class of the exception that the handler threw
 * @param parkedAt the time at which the room was parked
 * @param reviving whether the room was revived and its changes are about to be handled
 */
public record ParkedRoom(String roomId, long changeId, String failure, Instant parkedAt, boolean reviving) {

    /** Rejects missing values. */
    public ParkedRoom {
        Checks.notNull("roomId", roomId);
        Checks.notNull("failure", failure);
        Checks.notNull("parkedAt", parkedAt);
    }
}
