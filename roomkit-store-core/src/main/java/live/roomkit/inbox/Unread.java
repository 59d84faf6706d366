package live.roomkit.inbox;

import live.roomkit.internal.Checks;

/**
 * Counts the events and messages that one channel has not read in one room.
 *
 * @param events the number of events after the channel's read marker, of all types and including blocked events
 * @param messages the number of messages after the channel's read marker, without blocked messages and without messages
 *     that the channel itself sent
 * @param capped whether {@code messages} may include messages that the channel itself sent. The store recognizes these
 *     messages only among the newest 1 000 events after the read marker. So {@code capped} is {@code true} when there
 *     are unread messages and more than 1 000 unread events
 */
public record Unread(long events, long messages, boolean capped) {

    /** The value for a room in which nothing is unread. */
    public static final Unread NONE = new Unread(0, 0, false);

    /** The store searches this many of the newest unread events for messages that the channel itself sent. */
    private static final int SEARCHED = 1_000;

    /** Rejects negative numbers. */
    public Unread {
        Checks.check(events >= 0, "events must not be negative");
        Checks.check(messages >= 0, "messages must not be negative");
    }

    /**
     * Returns the given numbers of unread events and messages. In the returned record, {@link #capped()} is
     * {@code true} when there are unread messages and more than 1 000 unread events.
     */
    public static Unread of(long events, long messages) {
        return new Unread(events, messages, events > SEARCHED && messages > 0);
    }
}
