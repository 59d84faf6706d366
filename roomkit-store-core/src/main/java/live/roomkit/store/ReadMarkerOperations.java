package live.roomkit.store;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows about who read what. A marker is the highest index that was read in a room through a channel; it
 * only moves forward, and stays where it is when events are deleted. The channel need not be bound to the room.
 */
public interface ReadMarkerOperations {

    /**
     * Marks an event and all before it as read. Takes constant time in a room from which nothing was deleted, and
     * otherwise time that grows with the distance of the event from the nearer end of the timeline.
     *
     * @return whether the room has such an event; also {@code true} when the marker was there or further already
     * @throws RoomNotFoundException when there is no such room
     */
    boolean markRead(String roomId, String channelId, String eventId);

    /**
     * Marks all events as read. In a room that never had an event nothing is written, so its first is unread.
     *
     * @throws RoomNotFoundException when there is no such room
     */
    void markAllRead(String roomId, String channelId);

    /**
     * How many events of a room were not read through a channel, of every type; exact, also after deletions, and in
     * constant time. All of them when nothing was marked, 0 when there is no such room.
     */
    default long getUnreadCount(String roomId, String channelId) {
        return getUnreadCounts(channelId, Set.of(Checks.notNull("roomId", roomId)))
                .getOrDefault(roomId, 0L);
    }

    /**
     * As {@link #getUnreadCount} for several rooms, in one step.
     *
     * @param channelId the channel
     * @param roomIds at most 1 000 rooms
     * @param organizationId only rooms of that organization, unless {@code null}
     * @return the count of every room asked for, 0 for one that does not exist or is not of that organization
     */
    Map<String, Long> getUnreadCounts(String channelId, Collection<String> roomIds, @Nullable String organizationId);

    /** As {@link #getUnreadCounts(String, Collection, String)}, in any organization. */
    default Map<String, Long> getUnreadCounts(String channelId, Collection<String> roomIds) {
        return getUnreadCounts(channelId, roomIds, null);
    }

    /** All read markers of a room: the highest index read, by channel. */
    Map<String, Long> listReadMarkers(String roomId);
}
