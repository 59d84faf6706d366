package live.roomkit.inbox;

/**
 * Counts what is unread in all rooms of an inbox together.
 *
 * @param unreadRooms the number of rooms with unread messages
 * @param unreadMessages the number of unread messages in all rooms of the inbox
 */
public record InboxTotals(long unreadRooms, long unreadMessages) {

    /** Totals of an inbox in which nothing is unread. */
    public static final InboxTotals NONE = new InboxTotals(0, 0);
}
