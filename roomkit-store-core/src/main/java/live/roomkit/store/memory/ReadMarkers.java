package live.roomkit.store.memory;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import live.roomkit.internal.Unicode;

/**
 * The read markers of a room. Each counts the events at or below it, and the count follows every event that is added or
 * deleted there, so that the unread ones need not be counted.
 */
final class ReadMarkers {

    private final Map<String, Marker> byChannel = new HashMap<>();

    /** Moves a channel's marker forward, or leaves it where it is. */
    void advance(String channelId, long index, LongUnaryOperator eventsUpTo) {
        Marker marker = this.byChannel.get(channelId);
        if (marker == null || marker.index < index) {
            this.byChannel.put(channelId, new Marker(index, eventsUpTo.applyAsLong(index)));
        }
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

    /** The index of each marker, in the order of the channels. */
    Map<String, Long> indices() {
        SortedMap<String, Long> indices = new TreeMap<>(Unicode::compare);
        this.byChannel.forEach((channelId, marker) -> indices.put(channelId, marker.index));
        return Collections.unmodifiableMap(indices);
    }

    private void adjust(long index, int events) {
        this.byChannel.replaceAll((channelId, marker) ->
                (marker.index >= index) ? new Marker(marker.index, marker.eventsRead + events) : marker);
    }

    private record Marker(long index, long eventsRead) {}
}
