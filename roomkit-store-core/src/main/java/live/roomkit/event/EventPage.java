package live.roomkit.event;

import java.util.List;
import live.roomkit.internal.Checks;

/**
 * Page of a room's timeline, read with an {@link EventQuery}. The length of a page is limited by the number of events
 * and by their total size.
 *
 * @param events the events, in ascending order of the index
 * @param hasMore whether more events match the query. These events come after the page or, when the query has
 *     {@code newestFirst} or {@code beforeIndex}, before the page
 */
public record EventPage(List<RoomEvent> events, boolean hasMore) {

    /**
     * Copies the list. Rejects an empty page with {@code hasMore}, because the caller could not continue after an empty
     * page.
     */
    public EventPage {
        Checks.check(!hasMore || !events.isEmpty(), "hasMore must be false when events is empty");
        events = List.copyOf(events);
    }
}
