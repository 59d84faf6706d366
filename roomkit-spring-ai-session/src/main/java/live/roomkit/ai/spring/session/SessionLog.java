package live.roomkit.ai.spring.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.EventDecoder;
import live.roomkit.ai.internal.MemoryEvents;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.session.SessionEvent;

/**
 * Reads the log of a session, newest event first, and no further than it is asked. The newest boundary of a compaction is found
 * by its correlation id. It describes the log up to itself; events after it follow.
 */
final class SessionLog {

    /** The correlation id of boundaries. */
    static final String CORRELATION = "roomkit.session.view";

    private static final int FIRST_PAGE = 50;

    private static final int LARGEST_PAGE = 1_000;

    private final ConversationStore store;

    private final MemorySettings settings;

    private final String roomId;

    private final String sessionId;

    private final List<Part> parts;

    SessionLog(ConversationStore store, MemorySettings settings, String roomId, String sessionId) {
        this.store = store;
        this.settings = settings;
        this.roomId = roomId;
        this.sessionId = sessionId;
        this.parts = parts();
    }

    private List<Part> parts() {
        List<RoomEvent> boundary = this.store.listEvents(EventQuery.newest(this.roomId, 1).toBuilder()
                .filter(EventFilter.builder()
                        .correlationId(CORRELATION)
                        .includeBlocked(true)
                        .build())
                .build());
        return boundary.isEmpty() ? List.of(Part.from(0)) : Part.read(boundary.get(0));
    }

    /** Returns the parts that compactions archived. */
    List<Part> archived() {
        return this.parts.stream().filter(Part::archived).toList();
    }

    /** Returns the events that a filter accepts, in the order of the log: at most the given number, the newest ones. */
    List<SessionEvent> read(boolean withArchived, Predicate<SessionEvent> filter, int most) {
        List<SessionEvent> events = new ArrayList<>();
        for (Entry entry : entries(withArchived, filter, most)) {
            events.add(entry.event());
        }
        return events;
    }

    /** Returns the events that a filter accepts, with their places. */
    List<Entry> entries(boolean withArchived, Predicate<SessionEvent> filter, int most) {
        EventDecoder<Message> decoder = new EventDecoder<>(SessionValues.codec(), this.settings.mapping());
        List<Entry> entries = new ArrayList<>();
        for (int i = this.parts.size() - 1; i >= 0 && entries.size() < most; i--) {
            Part part = this.parts.get(i);
            if (withArchived || !part.archived()) {
                Reading reading = new Reading(decoder, filter, most, entries);
                read(part, i, reading);
            }
        }
        Collections.reverse(entries);
        return entries;
    }

    private void read(Part part, int number, Reading reading) {
        if (part.created() != null) {
            reading.take(part.created(), part, number, this.sessionId);
            return;
        }
        long end = part.to();
        int size = FIRST_PAGE;
        boolean more = true;
        while (more && end >= part.from() && !reading.isFull()) {
            EventPage page = MemoryEvents.page(this.store, this.roomId, end, size);
            List<RoomEvent> events = page.events();
            for (int i = events.size() - 1; i >= 0 && !reading.isFull(); i--) {
                if (events.get(i).index() >= part.from()) {
                    reading.take(events.get(i), part, number, this.sessionId);
                }
            }
            more = page.hasMore();
            end = more ? events.get(0).index() - 1 : end;
            size = LARGEST_PAGE;
        }
    }

    /** Collects the events of one read. */
    private record Reading(
            EventDecoder<Message> decoder, Predicate<SessionEvent> filter, int most, List<Entry> entries) {

        boolean isFull() {
            return this.entries.size() >= this.most;
        }

        void take(RoomEvent event, Part part, int number, String sessionId) {
            SessionEvent read = SessionValues.read(sessionId, event, this.decoder, part.archived());
            if (read != null && this.filter.test(read)) {
                this.entries.add(new Entry(read, number, (part.created() != null) ? null : event.index(), event));
            }
        }
    }

    /**
     * An event of the log, with its place.
     *
     * @param event the event
     * @param part the number of its part
     * @param index its index in the timeline, unless a compaction created it
     * @param stored the event as it is stored
     */
    record Entry(SessionEvent event, int part, @Nullable Long index, RoomEvent stored) {}
}
