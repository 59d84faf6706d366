package live.roomkit.store;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;

/** Reads a timeline page by page, each beginning after the last index of the one before. */
final class EventPages {

    /** Messages, also blocked ones. */
    static final EventFilter CONVERSATION = EventFilter.ofTypes(EventType.MESSAGE).toBuilder()
            .includeBlocked(true)
            .build();

    private EventPages() {}

    static Stream<RoomEvent> stream(EventOperations store, EventQuery query) {
        Checks.check(
                query.beforeIndex() == null && query.offset() == null && !query.newestFirst(),
                "a stream begins at afterIndex and takes neither beforeIndex nor offset nor newestFirst");
        EventQuery first = query.toBuilder()
                .afterIndex(Objects.requireNonNullElse(query.afterIndex(), -1L))
                .build();
        return Stream.iterate(
                        new Page(first, List.of(), true),
                        page -> !page.events.isEmpty() || page.more,
                        page -> page.next(store))
                .flatMap(page -> page.events.stream());
    }

    /** A page that was read, and the query for the one after it. */
    private record Page(EventQuery following, List<RoomEvent> events, boolean more) {

        private Page next(EventOperations store) {
            if (!this.more) {
                return new Page(this.following, List.of(), false);
            }
            List<RoomEvent> events = store.listEvents(this.following);
            boolean more = events.size() == this.following.limit();
            EventQuery following = more
                    ? this.following.toBuilder()
                            .afterIndex(events.get(events.size() - 1).index())
                            .build()
                    : this.following;
            return new Page(following, events, more);
        }
    }
}
