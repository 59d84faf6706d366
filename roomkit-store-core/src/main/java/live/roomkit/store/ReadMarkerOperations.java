package live.roomkit.store;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Operations on read markers. A marker is the highest index that was read in a room through a channel. It only moves
 * forward, and stays where it is when events are deleted. The channel need not be bound to the room.
 */
public interface ReadMarkerOperations {

    /**
     * Marks an event and all events before it as read. Takes constant time in a room from which nothing was deleted. In
     * other rooms the time grows with the distance of the event from the nearer end of the timeline.
     *
     * @return whether the room has such an event; also {@code true} when the marker was there or further already
     * @throws RoomNotFoundException when no such room exists
     */
    boolean markRead(String roomId, String channelId, String eventId);

    /**
     * Marks all events as read. In a room that never had an event it writes nothing, so that the first event is unread.
     *
     * @throws RoomNotFoundException when no such room exists
     */
    void markAllRead(String roomId, String channelId);

    /**
     * Counts the events of a room that were not read through a channel, of every type and also blocked ones. The count is
     * exact, also after deletions, and takes constant time. Counts all events when nothing was marked; returns 0 when no
     * such room exists.
     */
    default long getUnreadCount(String roomId, String channelId) {
        return getUnreadCounts(Set.of(Checks.notNull("roomId", roomId)), channelId)
                .getOrDefault(roomId, 0L);
    }

    /**
     * Counts unread events as {@link #getUnreadCount} does, for several rooms in one step.
     *
     * @param roomIds at most 1 000 rooms
     * @param channelId the channel
     * @param organizationId only rooms of that organization, unless {@code null}
     * @return the count of every given room; 0 for a room that does not exist or belongs to another organization
     */
    Map<String, Long> getUnreadCounts(Collection<String> roomIds, String channelId, @Nullable String organizationId);

    /** Calls {@link #getUnreadCounts(Collection, String, String)} for any organization. */
    default Map<String, Long> getUnreadCounts(Collection<String> roomIds, String channelId) {
        return getUnreadCounts(roomIds, channelId, null);
    }

    /** Returns all read markers of a room: the highest index that was read, by channel. */
    Map<String, Long> listReadMarkers(String roomId);
}
