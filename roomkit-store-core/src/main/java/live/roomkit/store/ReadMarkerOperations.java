package live.roomkit.store;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Operations on read markers. A read marker is the highest index that was read in a room through a channel. Only
 * {@link #markUnread} moves a marker back. Deleting events does not change the markers of the room. The channel need
 * not be bound to the room.
 */
public interface ReadMarkerOperations {

    /**
     * Marks an event and all earlier events as read.
     *
     * <p>The time of this method grows with the number of events that the store has to count. When no message follows
     * the event, and the indices of the room have no gaps, the store counts nothing. When messages follow the event,
     * the store may have to count the events from the marked event to the last message or to the channel's marker,
     * whichever is nearer. Deleting an event leaves a gap in the indices. In a room with gaps, the store also counts
     * the events from the marked event to the nearer end of the timeline.
     *
     * @return whether the room has the event; also {@code true} when the event was marked as read before
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean markRead(String roomId, String channelId, String eventId);

    /**
     * Marks an event and all later events as unread, by moving the channel's marker back to the index before the event.
     * Does nothing when the marker is already before the event. This method takes as long as {@link #markRead}.
     *
     * @return whether the room has the event; also {@code true} when the event was unread before
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean markUnread(String roomId, String channelId, String eventId);

    /**
     * Marks all events of a room as read. Writes nothing in a room that never had an event, so the first event will be
     * unread.
     *
     * @throws RoomNotFoundException when the room does not exist
     */
    void markAllRead(String roomId, String channelId);

    /**
     * Counts the events of a room that were not read through a channel. Events of all types and blocked events are
     * counted. The count is exact, even after deletions, and takes constant time. Without a read marker, all events of
     * the room are unread. Returns 0 when the room does not exist.
     */
    default long getUnreadCount(String roomId, String channelId) {
        return getUnreadCounts(Set.of(Checks.notNull("roomId", roomId)), channelId)
                .getOrDefault(roomId, 0L);
    }

    /**
     * Counts the unread events of several rooms in one call, see {@link #getUnreadCount}.
     *
     * @param roomIds the ids of at most 1 000 rooms
     * @param channelId the channel
     * @param organizationId the organization whose rooms are counted; {@code null} counts all given rooms
     * @return the number of unread events by room id; 0 for a room that does not exist or belongs to another
     *     organization
     */
    Map<String, Long> getUnreadCounts(Collection<String> roomIds, String channelId, @Nullable String organizationId);

    /** Counts the unread events of all given rooms, whatever their organization, see {@link #getUnreadCount}. */
    default Map<String, Long> getUnreadCounts(Collection<String> roomIds, String channelId) {
        return getUnreadCounts(roomIds, channelId, null);
    }

    /**
     * Returns the read markers of a room: for the id of each channel, the highest index that was read through the
     * channel. The map does not contain channels through which no event has been read.
     */
    Map<String, Long> listReadMarkers(String roomId);
}
