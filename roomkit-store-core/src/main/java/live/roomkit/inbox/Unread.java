package live.roomkit.inbox;

import live.roomkit.internal.Checks;

/**
 * Numbers of the unread events and messages of a room, for one reader.
 *
 * @param events the number of events after the reader's marker, of all types and including blocked events
 * @param messages the number of messages after the marker that the room received and that others sent
 * @param capped whether {@code messages} may include messages of the reader. The reader's own messages are recognized among
 *     the newest 1 000 events after the marker; {@code true} when more events than that are unread
 */
public record Unread(long events, long messages, boolean capped) {

    /** Nothing is unread. */
    public static final Unread NONE = new Unread(0, 0, false);

    /** Number of events after a marker among which the reader's own messages are recognized. */
    private static final int SEARCHED = 1_000;

    /** Rejects negative numbers. */
    public Unread {
        Checks.check(events >= 0, "events must not be negative");
        Checks.check(messages >= 0, "messages must not be negative");
    }

    /** Returns what is unread, when the reader's own messages among the newest 1 000 unread events are not counted. */
    public static Unread of(long events, long messages) {
        return new Unread(events, messages, events > SEARCHED && messages > 0);
    }
}
