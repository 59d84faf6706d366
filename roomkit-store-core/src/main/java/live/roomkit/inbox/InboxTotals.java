package live.roomkit.inbox;

/**
 * Totals of an inbox.
 *
 * @param unreadRooms the number of rooms with unread messages
 * @param unreadMessages the number of unread messages in all rooms
 */
public record InboxTotals(long unreadRooms, long unreadMessages) {

    /** Nothing is unread. */
    public static final InboxTotals NONE = new InboxTotals(0, 0);
}
