package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * The part of a room's timeline that a conversation consists of. It begins as the whole timeline. When a framework replaces
 * its list by one that does not continue it, the event that is appended carries a boundary: the ranges of indices that the
 * new list consists of, and the highest index that the writer had seen. Events above that index belong to the view too, so
 * that a boundary never removes what another writer added meanwhile. No row is rewritten.
 *
 * <p>A range of negative numbers counts from the event that carries it: −1 is the event itself, −2 the one before it.
 *
 * @param segments the parts of the timeline, in the order of the conversation
 */
record View(List<Segment> segments) {

    /** The key of a boundary in the values that the memory keeps with an event. */
    static final String KEY = "view";

    /** The whole timeline. */
    static final View WHOLE = new View(List.of(Segment.from(0)));

    /** Returns the view that begins with an event, or {@code null} when the event carries no boundary. */
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

    /** Adds what others appended before the boundary, in front of the boundary's own new messages at the end. */
    private static void addMeanwhile(List<Segment> segments, long seen, Segment meanwhile) {
        int place = segments.size();
        while (place > 0 && segments.get(place - 1).from() > seen) {
            place--;
        }
        segments.add(place, meanwhile);
    }

    /** Returns the value of a boundary that forgets everything up to the event that carries it. */
    static Map<String, @Nullable Object> nothing() {
        return Map.of(KEY, Map.of("seen", -1, "ranges", List.of()));
    }

    /** Returns the value of a boundary. */
    static Map<String, @Nullable Object> boundary(long seen, List<Segment> ranges) {
        List<List<Long>> values =
                ranges.stream().map(range -> List.of(range.from(), range.to())).toList();
        return Map.of(KEY, Map.of("seen", seen, "ranges", values));
    }

    boolean contains(long index) {
        return this.segments.stream().anyMatch(segment -> segment.contains(index));
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
