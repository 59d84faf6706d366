package live.roomkit.internal.store;

import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;

/** Contains the rule by which stores count an event as a message that a room received. */
public final class ReceivedMessages {

    private ReceivedMessages() {}

    /** Tells whether an event is a message that was not blocked. */
    public static boolean include(RoomEvent event) {
        return event.type().equals(EventType.MESSAGE) && event.status() != EventStatus.BLOCKED;
    }

    /** Tells whether an event is a message that came from the given channel and was not blocked. */
    public static boolean isSentBy(RoomEvent event, String channelId) {
        return include(event) && event.source().channelId().equals(channelId);
    }
}
