package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import live.roomkit.event.RoomEvent;

/** Models a room's timeline and its read markers, and counts from the start each time. */
final class TimelineModel {

    private final TreeMap<Long, RoomEvent> events = new TreeMap<>();

    private final Map<String, Long> markers = new HashMap<>();

    private long next;

    void add(RoomEvent event) {
        this.events.put(event.index(), event);
        this.next = Math.max(this.next, event.index() + 1);
    }

    long next() {
        return this.next;
    }

    /** Replaces an event by its changed form. */
    void change(RoomEvent event) {
        this.events.put(event.index(), event);
    }

    boolean isFree(long index) {
        return !this.events.containsKey(index);
    }

    /** Returns the existing events, by index. */
    List<RoomEvent> events() {
        return List.copyOf(this.events.values());
    }

    /** Deletes an event, with its replies or without; the ids of what was deleted, its own first. */
    List<String> delete(RoomEvent root, boolean withReplies) {
        List<String> deleted = new ArrayList<>();
        this.events.remove(root.index());
        deleted.add(root.id());
        for (RoomEvent event : withReplies ? events() : List.<RoomEvent>of()) {
            if (root.id().equals(event.parentEventId())) {
                this.events.remove(event.index());
                deleted.add(event.id());
            }
        }
        return deleted;
    }

    void markRead(String channelId, RoomEvent event) {
        this.markers.merge(channelId, event.index(), Math::max);
    }

    void markAllRead(String channelId) {
        if (this.next > 0) {
            this.markers.merge(channelId, this.next - 1, Math::max);
        }
    }

    void markUnread(String channelId, RoomEvent event) {
        this.markers.computeIfPresent(channelId, (id, index) -> Math.min(index, event.index() - 1));
    }

    /** Returns the markers by which something was read. */
    Map<String, Long> markers() {
        Map<String, Long> read = new HashMap<>(this.markers);
        read.values().removeIf(index -> index < 0);
        return read;
    }

    long unread(String channelId) {
        return this.events
                .tailMap(this.markers.getOrDefault(channelId, -1L), false)
                .size();
    }
}
