package live.roomkit.event;

import java.util.List;
import live.roomkit.internal.Checks;

/**
 * Page of a room's timeline that is cut by the size of the events as well as by their number.
 *
 * @param events the events, in ascending order of the index
 * @param hasMore whether the query describes further events: after the last one or, where the page was read from its end,
 *     before the first one
 */
public record EventPage(List<RoomEvent> events, boolean hasMore) {

    /** Copies the list. Refuses a page that has more events but none from which to continue. */
    public EventPage {
        Checks.check(!hasMore || !events.isEmpty(), "a page that has more must have an event");
        events = List.copyOf(events);
    }
}
