package live.roomkit.inbox;

import java.util.List;

/**
 * Counts the unread messages in all rooms of an inbox, and the rooms that have unread messages.
 *
 * @param unreadRooms the number of rooms with unread messages
 * @param unreadMessages the number of unread messages in all rooms of the inbox
 * @param capped whether {@code unreadMessages} may include messages that the channel {@link InboxQuery#readBy()} itself
 *     has sent. The value is {@code true} when {@link Unread#capped()} is {@code true} for at least one of the rooms
 */
public record InboxTotals(long unreadRooms, long unreadMessages, boolean capped) {

    /** Totals of an inbox in which nothing is unread. */
    public static final InboxTotals NONE = new InboxTotals(0, 0, false);

    /** Returns the totals of the given rooms. Rooms without unread messages do not count. */
    public static InboxTotals of(List<Unread> rooms) {
        List<Unread> unread = rooms.stream().filter(room -> room.messages() > 0).toList();
        return new InboxTotals(
                unread.size(),
                unread.stream().mapToLong(Unread::messages).sum(),
                unread.stream().anyMatch(Unread::capped));
    }
}
