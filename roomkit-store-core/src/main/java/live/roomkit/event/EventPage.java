package live.roomkit.event;

import java.util.List;
import live.roomkit.internal.Checks;

/**
 * Page of a room's timeline, read with an {@link EventQuery}. A page contains at most as many events as the query's
 * {@code limit}. A page contains fewer events when more would exceed the store's {@code maxPageSize}.
 *
 * @param events the events, in ascending order of the index
 * @param hasMore whether more events after the page match the query. When the query has {@code newestFirst} or
 *     {@code beforeIndex}, {@code hasMore} tells whether more events before the page match the query
 */
public record EventPage(List<RoomEvent> events, boolean hasMore) {

    /**
     * Copies the list. Rejects an empty page with {@code hasMore}, because the caller needs the index of an event of
     * this page to query the next page.
     */
    public EventPage {
        Checks.check(!hasMore || !events.isEmpty(), "hasMore must be false when events is empty");
        events = List.copyOf(events);
    }
}
