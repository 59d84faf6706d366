package live.roomkit.ai.spring.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Describes a part of a session's log: a range of indices in the room's timeline, or an event that a compaction
 * created.
 *
 * @param from the lowest index of the range
 * @param to the highest index of the range
 * @param created the event that a compaction created; {@code null} when the part is a range of indices
 * @param archived whether a compaction archived the part
 */
record Part(long from, long to, @Nullable RoomEvent created, boolean archived) {

    private static final String ARCHIVED = "archived";

    private static final String RETAINED = "retained";

    private static final String EARLIER = "earlier";

    private static final RecordJson JSON = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    static Part of(long index, boolean archived) {
        return new Part(index, index, null, archived);
    }

    static Part of(RoomEvent created, boolean archived) {
        return new Part(0, -1, created, archived);
    }

    /** Returns a part that begins at the given index of the timeline and has no end. */
    static Part from(long index) {
        return new Part(index, Long.MAX_VALUE, null, false);
    }

    boolean contains(long index) {
        return this.from <= index && index <= this.to;
    }

    Part upTo(long to) {
        return new Part(this.from, to, this.created, this.archived);
    }

    /**
     * Returns the active parts of the log after a compaction: the parts that the compaction kept active, and the part
     * after the event {@code boundary}.
     *
     * @param boundary the event that describes the result of the compaction
     */
    static List<Part> active(RoomEvent boundary) {
        List<Part> parts = read(boundary, RETAINED, false);
        parts.add(from(boundary.index() + 1));
        return parts;
    }

    /**
     * Returns the parts of the log that a compaction archived.
     *
     * @param boundary the event that describes the result of the compaction
     */
    static List<Part> archived(RoomEvent boundary) {
        return read(boundary, ARCHIVED, true);
    }

    /**
     * Returns the index of the event that describes the previous compaction, or {@code -1} for the first compaction.
     *
     * @param boundary the event that describes the result of a compaction
     */
    static long earlier(RoomEvent boundary) {
        return (boundary.channelData().extra().get(EARLIER) instanceof Number index) ? index.longValue() : -1;
    }

    private static List<Part> read(RoomEvent boundary, String name, boolean archived) {
        List<Part> parts = new ArrayList<>();
        read(boundary.channelData().extra().get(name), archived, parts);
        return parts;
    }

    private static void read(@Nullable Object values, boolean archived, List<Part> parts) {
        if (!(values instanceof List<?> list)) {
            return;
        }
        for (Object value : list) {
            if (value instanceof List<?> ends
                    && ends.size() == 2
                    && ends.get(0) instanceof Number from
                    && ends.get(1) instanceof Number to) {
                parts.add(new Part(from.longValue(), to.longValue(), null, archived));
            } else if (value instanceof String event) {
                parts.add(of(JSON.readEvent(event.getBytes(StandardCharsets.UTF_8), 0), archived));
            }
        }
    }

    /**
     * Returns the values to store in the event that describes the result of a compaction.
     *
     * @param earlier the index of the event that describes the previous compaction, or {@code -1} for the first
     *     compaction
     */
    static Map<String, @Nullable Object> write(List<Part> archived, List<Part> retained, long earlier) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (earlier >= 0) {
            values.put(EARLIER, earlier);
        }
        values.put(ARCHIVED, archived.stream().map(Part::write).toList());
        values.put(RETAINED, retained.stream().map(Part::write).toList());
        return values;
    }

    private Object write() {
        return (this.created != null)
                ? new String(JSON.writeEvent(this.created).json(), StandardCharsets.UTF_8)
                : List.of(this.from, this.to);
    }
}
