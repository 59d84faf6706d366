package live.roomkit.store;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Operations on read markers. A room has at most one read marker for each channel: the index up to which the events of
 * the room were read through this channel. Only {@link #markUnread} moves a marker back. Deleting events does not move
 * the markers of the room. A channel can have a read marker in a room to which the channel is not bound.
 */
public interface ReadMarkerOperations {

    /**
     * Marks an event and all earlier events as read.
     *
     * <p>The PostgreSQL store also stores how many events and messages were read, and may have to count them. The time
     * of this method grows with the number of events that the store counts. When messages follow the marked event, the
     * store may have to count the messages between the marked event and either the last message or the channel's
     * marker. Of these two, the store chooses the one whose index is nearer to the index of the marked event. When the
     * indices of the room have gaps, for example after an event was deleted, the store also counts the events between
     * the marked event and either the first or the last event of the room. Of these two, the store again chooses the
     * nearer one. In all other cases, the store counts nothing.
     *
     * @return whether the room has the event; also {@code true} when the event was already read
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean markRead(String roomId, String channelId, String eventId);

    /**
     * Marks an event and all later events as unread, by moving the channel's marker back to the index before the event.
     * Does nothing when the marker is already at an index before the event. This method takes as long as
     * {@link #markRead}.
     *
     * @return whether the room has the event; also {@code true} when the event was already unread
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean markUnread(String roomId, String channelId, String eventId);

    /**
     * Marks all events of a room as read. When the room never had an event, this method writes nothing, and the first
     * event that is added later is unread.
     *
     * @throws RoomNotFoundException when the room does not exist
     */
    void markAllRead(String roomId, String channelId);

    /**
     * Counts the events of a room that were not read through a channel. Events of all types and blocked events are
     * counted. The count is exact, even after deletions, and takes constant time. When the channel has no read marker
     * in the room, all events of the room are unread. Returns 0 when the room does not exist.
     */
    default long getUnreadCount(String roomId, String channelId) {
        return getUnreadCounts(Set.of(Checks.notNull("roomId", roomId)), channelId)
                .getOrDefault(roomId, 0L);
    }

    /**
     * Counts the unread events of several rooms in one call, see {@link #getUnreadCount}.
     *
     * @param roomIds the ids of at most 1 000 rooms
     * @param channelId the id of the channel whose read markers determine which events are unread
     * @param organizationId the organization of the rooms whose events are counted; {@code null} counts the events of
     *     all given rooms
     * @return the number of unread events by room id; 0 for a room that does not exist or belongs to another
     *     organization
     */
    Map<String, Long> getUnreadCounts(Collection<String> roomIds, String channelId, @Nullable String organizationId);

    /** Counts the unread events of all given rooms, whatever their organization, see {@link #getUnreadCount}. */
    default Map<String, Long> getUnreadCounts(Collection<String> roomIds, String channelId) {
        return getUnreadCounts(roomIds, channelId, null);
    }

    /**
     * Returns the read markers of a room. For the id of each channel, the map contains the index up to which the events
     * of the room were read through the channel. The map leaves out a channel that has no marker in the room, or whose
     * marker was moved back before index 0.
     */
    Map<String, Long> listReadMarkers(String roomId);
}
