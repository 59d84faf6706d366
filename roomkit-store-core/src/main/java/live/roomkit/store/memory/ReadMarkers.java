package live.roomkit.store.memory;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import live.roomkit.internal.Unicode;

/**
 * Stores the read markers of a room. Each marker counts the events at or below its index. Adding or deleting such an
 * event adjusts the count, so that unread events need not be counted.
 */
final class ReadMarkers {

    private final Map<String, Marker> byChannel = new HashMap<>();

    /** Moves a channel's marker forward. Leaves it in place when it is already at the index or beyond. */
    void advance(String channelId, long index, LongUnaryOperator eventsUpTo) {
        Marker marker = this.byChannel.get(channelId);
        if (marker == null || marker.index < index) {
            this.byChannel.put(channelId, new Marker(index, eventsUpTo.applyAsLong(index)));
        }
    }

    /** Moves a channel's marker back. Leaves it in place when it is already at the index or before it. */
    void setBack(String channelId, long index, LongUnaryOperator eventsUpTo) {
        this.byChannel.computeIfPresent(
                channelId,
                (id, marker) -> (marker.index > index) ? new Marker(index, eventsUpTo.applyAsLong(index)) : marker);
    }

    void eventAdded(long index) {
        adjust(index, 1);
    }

    void eventDeleted(long index) {
        adjust(index, -1);
    }

    long eventsRead(String channelId) {
        Marker marker = this.byChannel.get(channelId);
        return (marker != null) ? marker.eventsRead : 0;
    }

    /** Returns the index of each marker by which something was read, ordered by channel. */
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
