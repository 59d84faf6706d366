package live.roomkit.feed;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * Describes a room that a consumer group has parked, because the handler of the group failed to handle a change of the
 * room. The group stores the later changes of a parked room, and handles them after {@link FeedConsumer#revive(String)}
 * was called.
 *
 * @param roomId the id of the parked room
 * @param changeId the {@link Change#id()} of the change that could not be handled
 * @param failure the class name of the exception that the handler threw
 * @param parkedAt the time at which the room was parked
 * @param reviving whether {@code revive} was called for the room, so that the group will soon handle the changes of
 *     the room
 */
public record ParkedRoom(String roomId, long changeId, String failure, Instant parkedAt, boolean reviving) {

    /** Rejects missing values. */
    public ParkedRoom {
        Checks.notNull("roomId", roomId);
        Checks.notNull("failure", failure);
        Checks.notNull("parkedAt", parkedAt);
    }
}
