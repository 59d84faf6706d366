package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * Describes which parts of a room's timeline make up a conversation. The first view of a conversation is the whole
 * timeline. A framework can replace the messages of a conversation by a new list. When the new list only adds messages
 * after the stored messages, the view stays the same. When the new list differs from the stored messages in any other
 * way, the last event that the chat memory appends for this list defines a new view. The definition of a view contains
 * ranges of indices. The ranges select the events that contain the messages of the new list and the events that edit
 * these messages. The definition also contains the index of the newest event that was read for the replacement. Events
 * with higher indices belong to the view too, so that messages of concurrent writers are not lost. A replacement never
 * rewrites stored events.
 *
 * <p>Negative indices in a range are relative to the event that contains the definition: −1 is the event itself, −2 the
 * event before it.
 *
 * @param segments the ranges of indices, in the order of the conversation
 */
record View(List<Segment> segments) {

    /** Key under which the chat memory stores the definition of a view in the channel data of an event. */
    static final String KEY = "view";

    static final View WHOLE = new View(List.of(Segment.from(0)));

    /** Returns the view that an event defines, or {@code null} when the event defines none. */
    static @Nullable View of(RoomEvent event) {
        if (!(event.channelData().extra().get(KEY) instanceof Map<?, ?> boundary)
                || !(boundary.get("seen") instanceof Number seenNumber)
                || !(boundary.get("ranges") instanceof List<?> ranges)) {
            return null;
        }
        long own = event.index();
        long seen = absolute(own, seenNumber.longValue());
        List<Segment> segments = new ArrayList<>();
        long first = own;
        for (Object range : ranges) {
            Segment segment = segment(own, range);
            if (segment == null) {
                return null;
            }
            segments.add(segment);
            first = (segment.from() > seen) ? Math.min(first, segment.from()) : first;
        }
        addMeanwhile(segments, seen, new Segment(seen + 1, first - 1));
        segments.add(Segment.from(own + 1));
        return new View(segments);
    }

    /**
     * Inserts the segment {@code meanwhile} into the list. The segments at the end of the list that begin after the
     * index {@code seen} come after the inserted segment. These segments contain the new messages of the writer that
     * defined the view. The segment {@code meanwhile} contains the events that other writers appended before these new
     * messages.
     */
    private static void addMeanwhile(List<Segment> segments, long seen, Segment meanwhile) {
        int place = segments.size();
        while (place > 0 && segments.get(place - 1).from() > seen) {
            place--;
        }
        segments.add(place, meanwhile);
    }

    /** Returns the definition of a view that contains only events after the event with this definition. */
    static Map<String, @Nullable Object> nothing() {
        return Map.of(KEY, Map.of("seen", -1, "ranges", List.of()));
    }

    /** Returns the definition of a view. */
    static Map<String, @Nullable Object> boundary(long seen, List<Segment> ranges) {
        List<List<Long>> values =
                ranges.stream().map(range -> List.of(range.from(), range.to())).toList();
        return Map.of(KEY, Map.of("seen", seen, "ranges", values));
    }

    boolean contains(long index) {
        return this.segments.stream().anyMatch(segment -> segment.contains(index));
    }

    /** Returns the lowest index at which a segment of the view begins. */
    long lowest() {
        return this.segments.stream().mapToLong(Segment::from).min().orElse(0);
    }

    private static @Nullable Segment segment(long own, @Nullable Object range) {
        return (range instanceof List<?> ends
                        && ends.size() == 2
                        && ends.get(0) instanceof Number from
                        && ends.get(1) instanceof Number to)
                ? new Segment(absolute(own, from.longValue()), absolute(own, to.longValue()))
                : null;
    }

    private static long absolute(long own, long index) {
        return (index < 0) ? own + 1 + index : index;
    }
}
