package live.roomkit.internal.store;

import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;

/** Decides which events every store counts as messages that a room received. */
public final class ReceivedMessages {

    private ReceivedMessages() {}

    /** Checks whether an event is a message that was not blocked. */
    public static boolean include(RoomEvent event) {
        return event.type().equals(EventType.MESSAGE) && event.status() != EventStatus.BLOCKED;
    }
}
