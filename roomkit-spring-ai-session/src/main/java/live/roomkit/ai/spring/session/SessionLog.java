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
import live.roomkit.event.EventQueryBuilder;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.session.SessionEvent;

/**
 * Reads the events of a session from its room. Begins with the newest events, and stops when enough events are found.
 * Each compaction of the session appends a boundary event to the room. The boundary event describes the events that the
 * compaction archived and the events that are active after the compaction. The boundary event also contains the index
 * of the previous boundary event. The deletion of a session also appends a boundary event when the room stays in the
 * store. The events before this boundary event no longer belong to a session.
 */
final class SessionLog {

    /** Correlation id of boundary events. */
    static final String CORRELATION = "roomkit.session.view";

    private static final int FIRST_PAGE = 50;

    private static final int LARGEST_PAGE = 1_000;

    private final ConversationStore store;

    private final MemorySettings settings;

    private final String roomId;

    private final String sessionId;

    private final @Nullable RoomEvent boundary;

    SessionLog(ConversationStore store, MemorySettings settings, String roomId, String sessionId) {
        this.store = store;
        this.settings = settings;
        this.roomId = roomId;
        this.sessionId = sessionId;
        this.boundary = newestBoundary();
    }

    private @Nullable RoomEvent newestBoundary() {
        return first(boundaries().newestFirst(true));
    }

    private @Nullable RoomEvent earlier(RoomEvent boundary) {
        long index = Part.earlier(boundary);
        RoomEvent found = (index >= 0) ? first(boundaries().beforeIndex(index + 1)) : null;
        return (found != null && found.index() == index) ? found : null;
    }

    private EventQueryBuilder boundaries() {
        return EventQuery.builder(this.roomId)
                .limit(1)
                .filter(EventFilter.builder()
                        .correlationId(CORRELATION)
                        .includeBlocked(true)
                        .build());
    }

    private @Nullable RoomEvent first(EventQueryBuilder query) {
        List<RoomEvent> found = this.store.listEvents(query.build());
        return found.isEmpty() ? null : found.get(0);
    }

    /** Returns the index of the newest boundary event, or {@code -1} when the room contains no boundary event. */
    long boundaryIndex() {
        return (this.boundary != null) ? this.boundary.index() : -1;
    }

    /**
     * Returns the newest events of the session that {@code filter} accepts. The parameter {@code most} limits the
     * number of returned events.
     */
    List<SessionEvent> read(boolean withArchived, Predicate<SessionEvent> filter, int most) {
        List<SessionEvent> events = new ArrayList<>();
        for (Entry entry : reading(withArchived, filter, most).entries()) {
            events.add(entry.event());
        }
        return events;
    }

    Reading reading(boolean withArchived, Predicate<SessionEvent> filter, int most) {
        EventDecoder<Message> decoder = new EventDecoder<>(SessionValues.codec(), this.settings);
        Reading reading = new Reading(decoder, filter, most, new ArrayList<>());
        read((this.boundary != null) ? Part.active(this.boundary) : List.of(Part.from(0)), reading);
        RoomEvent archive = withArchived ? this.boundary : null;
        while (archive != null && !reading.isFull()) {
            read(Part.archived(archive), reading);
            archive = earlier(archive);
        }
        Collections.reverse(reading.entries());
        return reading;
    }

    private void read(List<Part> parts, Reading reading) {
        for (int i = parts.size() - 1; i >= 0 && !reading.isFull(); i--) {
            read(parts.get(i), i, reading);
        }
    }

    private void read(Part part, int number, Reading reading) {
        if (part.created() != null) {
            reading.take(part.created(), part, number, this.sessionId);
            return;
        }
        long end = part.to();
        int size = (int) Math.min(FIRST_PAGE - 1, end - part.from()) + 1;
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

    /** Collects the events of a session, and decodes the events of its room. */
    record Reading(EventDecoder<Message> decoder, Predicate<SessionEvent> filter, int most, List<Entry> entries) {

        boolean isFull() {
            return this.entries.size() >= this.most;
        }

        void take(RoomEvent event, Part part, int number, String sessionId) {
            SessionEvent read = SessionValues.read(sessionId, event, this.decoder, part.archived());
            if (read != null && this.filter.test(read)) {
                this.entries.add(new Entry(
                        read,
                        number - this.decoder.deletions(),
                        (part.created() != null) ? null : event.index(),
                        this.decoder.editOf(event),
                        event));
            }
        }
    }

    /**
     * Contains an event of a session and its position.
     *
     * @param run the number of the run to which the event belongs. A run is a section of a {@link Part} in which no
     *     event was deleted
     * @param index the index of the event in the room; {@code null} when a compaction created the event
     * @param edit the index of the edit of this event; {@code null} when nobody edited this event
     * @param stored the event of the room from which {@code event} was restored
     */
    record Entry(
            SessionEvent event,
            int run,
            @Nullable Long index,
            @Nullable Long edit,
            RoomEvent stored) {}
}
