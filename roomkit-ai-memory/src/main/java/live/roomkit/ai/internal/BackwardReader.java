package live.roomkit.ai.internal;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads, page by page, the events that belong to a conversation, from the newest event backwards. Reads an older page
 * only when an event of this page is requested. An event in the room may define which events belong to the
 * conversation. When the newest page does not contain such an event, the reader searches the room for the newest such
 * event, by its correlation id.
 */
final class BackwardReader implements Iterator<RoomEvent> {

    private static final int LARGEST_PAGE = 1_000;

    private final ConversationStore store;

    private final String roomId;

    /** Correlation id of events that define which events of the room belong to the conversation. */
    private final String correlationId;

    private final long newestIndex;

    private int pageSize;

    private EventPage page;

    private long pageEnd = Long.MAX_VALUE;

    private @Nullable View view;

    /** Number of segments that were read completely. A {@link Segment} is a range of events of the conversation. */
    private int segment;

    /** Highest event index that has not been read yet in the current {@link Segment}, which is a range of events. */
    private long position = Long.MAX_VALUE;

    private @Nullable RoomEvent next;

    /**
     * Creates a reader and reads the newest page, which has at most {@code pageSize} events. Pages that are read later
     * may be larger.
     *
     * @param correlationId the correlation id of events that define which events of the room belong to the conversation
     */
    BackwardReader(ConversationStore store, String roomId, String correlationId, int pageSize) {
        this.store = store;
        this.roomId = roomId;
        this.correlationId = correlationId;
        this.pageSize = Math.min(pageSize, LARGEST_PAGE);
        this.page = MemoryEvents.page(store, roomId, Long.MAX_VALUE, this.pageSize);
        List<RoomEvent> events = this.page.events();
        this.newestIndex = events.isEmpty() ? -1 : events.get(events.size() - 1).index();
        this.view = newestBoundary(events);
        if (this.view == null && !this.page.hasMore()) {
            this.view = View.WHOLE;
        }
    }

    /** Returns the index of the newest event on the first page that was read, or -1 when this page was empty. */
    long newestIndex() {
        return this.newestIndex;
    }

    /** Returns the view that says which events belonged to the conversation when the reading began. */
    View view() {
        if (this.view == null) {
            List<RoomEvent> boundaries = this.store.listEvents(EventQuery.builder(this.roomId)
                    .limit(1)
                    .beforeIndex(this.newestIndex + 1)
                    .filter(EventFilter.builder()
                            .correlationId(this.correlationId)
                            .includeBlocked(true)
                            .build())
                    .build());
            View found = newestBoundary(boundaries);
            this.view = (found != null) ? found : View.WHOLE;
        }
        return this.view;
    }

    /**
     * Returns the number of the {@link Segment} that contains the event that was read last. A segment is a range of
     * events. Segments are counted backwards: the last segment of the conversation has the number 0.
     */
    int segment() {
        return this.segment;
    }

    @Override
    public boolean hasNext() {
        if (this.next == null) {
            this.next = advance();
        }
        return this.next != null;
    }

    @Override
    public RoomEvent next() {
        if (!hasNext() || this.next == null) {
            throw new NoSuchElementException();
        }
        RoomEvent event = this.next;
        this.next = null;
        return event;
    }

    private @Nullable RoomEvent advance() {
        if (this.view == null) {
            RoomEvent event = inPage(this.position);
            if (event != null) {
                this.position = event.index() - 1;
                return event;
            }
        }
        List<Segment> segments = view().segments();
        while (this.segment < segments.size()) {
            Segment current = segments.get(segments.size() - 1 - this.segment);
            long end = Math.min(this.position, current.to());
            RoomEvent event = (end >= current.from()) ? before(end) : null;
            if (event != null && event.index() >= current.from()) {
                this.position = event.index() - 1;
                return event;
            }
            this.segment++;
            this.position = Long.MAX_VALUE;
        }
        return null;
    }

    /** Returns the newest event whose index is at most the given index, or {@code null} when there is no such event. */
    private @Nullable RoomEvent before(long index) {
        if (index > this.pageEnd || index < pageStart()) {
            this.pageSize = Math.min(4 * this.pageSize, LARGEST_PAGE);
            this.page = MemoryEvents.page(this.store, this.roomId, index, this.pageSize);
            this.pageEnd = index;
        }
        return inPage(index);
    }

    private long pageStart() {
        return this.page.hasMore() ? this.page.events().get(0).index() : 0;
    }

    private @Nullable RoomEvent inPage(long index) {
        List<RoomEvent> events = this.page.events();
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).index() <= index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (low > 0) ? events.get(low - 1) : null;
    }

    private @Nullable View newestBoundary(List<RoomEvent> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            View view = this.correlationId.equals(events.get(i).correlationId()) ? View.of(events.get(i)) : null;
            if (view != null) {
                return view;
            }
        }
        return null;
    }
}
