package live.roomkit.store;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventQueryBuilder;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;

/** Reads a timeline page by page. Each page begins after the last index of the previous page. */
final class EventPages {

    static final EventFilter CONVERSATION = EventFilter.ofTypes(EventType.MESSAGE).toBuilder()
            .includeBlocked(true)
            .build();

    private EventPages() {}

    /**
     * Reads a page by {@code listEvents}. When {@code listEvents} throws {@link PageTooLargeException}, tries again
     * with a smaller limit.
     */
    static EventPage read(EventOperations store, EventQuery query) {
        EventQuery asked = query;
        while (true) {
            try {
                List<RoomEvent> events = store.listEvents(asked);
                return new EventPage(events, events.size() == asked.limit() && hasMore(store, asked, events));
            } catch (PageTooLargeException ex) {
                if (asked.limit() == 1) {
                    throw ex;
                }
                int smaller = Math.min(ex.getFittingLimit(), asked.limit() - 1);
                asked = query.toBuilder().limit(smaller).build();
            }
        }
    }

    private static boolean hasMore(EventOperations store, EventQuery query, List<RoomEvent> page) {
        EventQueryBuilder further =
                query.toBuilder().newestFirst(false).offset(null).limit(1);
        if (query.newestFirst() || query.beforeIndex() != null) {
            further.beforeIndex(page.get(0).index());
        } else {
            further.afterIndex(page.get(page.size() - 1).index());
        }
        return !store.listEvents(further.build()).isEmpty();
    }

    static Stream<RoomEvent> stream(EventOperations store, EventQuery query) {
        Checks.check(
                query.beforeIndex() == null && query.offset() == null && !query.newestFirst(),
                "a stream begins at afterIndex and takes neither beforeIndex nor offset nor newestFirst");
        EventQuery first = query.toBuilder()
                .afterIndex(Objects.requireNonNullElse(query.afterIndex(), -1L))
                .build();
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Events(store, first), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    /** Iterates over all events that match a query, and holds the events of one page in memory. */
    private static final class Events implements Iterator<RoomEvent> {

        private final EventOperations store;

        private final Queue<RoomEvent> page = new ArrayDeque<>();

        private EventQuery following;

        private boolean more = true;

        Events(EventOperations store, EventQuery first) {
            this.store = store;
            this.following = first;
        }

        @Override
        public boolean hasNext() {
            while (this.page.isEmpty() && this.more) {
                readPage();
            }
            return !this.page.isEmpty();
        }

        @Override
        public RoomEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return this.page.remove();
        }

        private void readPage() {
            EventPage read = this.store.pageEvents(this.following);
            this.page.addAll(read.events());
            this.more = read.hasMore();
            if (this.more) {
                long last = read.events().get(read.events().size() - 1).index();
                this.following = this.following.toBuilder().afterIndex(last).build();
            }
        }
    }
}
