package live.roomkit.store.memory;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import live.roomkit.internal.Unicode;

/**
 * Stores the read markers of a room. A read marker is the index up to which a channel has read. Each marker is stored
 * with the number of events up to its index. Adding an event with this index or a lower one increases the number, and
 * deleting such an event reduces the number. The room subtracts this number from its event count to count the unread
 * events without a scan.
 */
final class ReadMarkers {

    private final Map<String, Marker> byChannel = new HashMap<>();

    /**
     * Moves the read marker of a channel forward to an index. Returns {@code false} and does nothing when the marker is
     * already at this index or a higher one.
     */
    boolean advance(String channelId, long index, LongUnaryOperator eventsUpTo) {
        Marker marker = this.byChannel.get(channelId);
        if (marker == null || marker.index < index) {
            this.byChannel.put(channelId, new Marker(index, eventsUpTo.applyAsLong(index)));
            return true;
        }
        return false;
    }

    /**
     * Moves the read marker of a channel back to an index. Returns {@code false} and does nothing when the channel has
     * no marker, or when the marker is already at this index or a lower one.
     */
    boolean setBack(String channelId, long index, LongUnaryOperator eventsUpTo) {
        Marker marker = this.byChannel.get(channelId);
        boolean moves = marker != null && marker.index > index;
        if (moves) {
            this.byChannel.put(channelId, new Marker(index, eventsUpTo.applyAsLong(index)));
        }
        return moves;
    }

    void eventAdded(long index) {
        adjust(index, 1);
    }

    void eventDeleted(long index) {
        adjust(index, -1);
    }

    long index(String channelId) {
        Marker marker = this.byChannel.get(channelId);
        return (marker != null) ? marker.index : -1;
    }

    long eventsRead(String channelId) {
        Marker marker = this.byChannel.get(channelId);
        return (marker != null) ? marker.eventsRead : 0;
    }

    /**
     * Returns the index of each read marker by channel id, ordered by channel id. Leaves out markers with a negative
     * index, because their channels have read no event.
     */
    Map<String, Long> indices() {
        SortedMap<String, Long> indices = new TreeMap<>(Unicode::compare);
        this.byChannel.forEach((channelId, marker) -> {
            if (marker.index >= 0) {
                indices.put(channelId, marker.index);
            }
        });
        return Collections.unmodifiableMap(indices);
    }

    private void adjust(long index, int events) {
        this.byChannel.replaceAll((channelId, marker) ->
                (marker.index >= index) ? new Marker(marker.index, marker.eventsRead + events) : marker);
    }

    private record Marker(long index, long eventsRead) {}
}
