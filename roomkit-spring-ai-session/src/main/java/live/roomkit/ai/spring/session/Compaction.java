package live.roomkit.ai.spring.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.ai.internal.MemoryEvents;
import live.roomkit.ai.spring.session.SessionLog.Entry;
import live.roomkit.event.RoomEvent;
import org.springframework.ai.session.SessionEvent;
import org.springframework.util.Assert;

/**
 * Describes the result of a compaction. A compaction shortens the log of a session: some events become archived, and
 * others stay active. The description identifies stored events by their indices in the timeline of the room. When the
 * compaction created an event, such as a summary, the description contains this event.
 */
final class Compaction {

    private final MemoryEvents events;

    private final String roomId;

    private final String sessionId;

    private final List<Entry> active;

    private final List<Long> changes;

    private final Map<String, Integer> positions = new HashMap<>();

    Compaction(MemoryEvents events, String roomId, String sessionId, SessionLog.Reading active) {
        this.events = events;
        this.roomId = roomId;
        this.sessionId = sessionId;
        this.active = active.entries();
        this.changes = active.decoder().changes();
        for (int i = 0; i < this.active.size(); i++) {
            this.positions.put(this.active.get(i).event().getId(), i);
        }
    }

    /**
     * Returns the parts of the log that contain the given events. The compaction archives these events, which must be
     * active. Some edits and deletions in the active log may be outside these parts. The returned list then ends with
     * one more part for each of them. Such an edit or deletion may refer to an event that an earlier compaction
     * archived.
     */
    List<Part> archived(List<SessionEvent> archived) {
        for (SessionEvent event : archived) {
            Assert.isTrue(
                    isOurs(event) && this.positions.containsKey(event.getId()),
                    () -> "Session '" + this.sessionId + "' has no active event '" + event.getId()
                            + "' to archive; pass events that findEvents returned for this session");
        }
        List<Part> parts = parts(archived, true);
        parts.addAll(this.changes.stream()
                .filter(index -> parts.stream().noneMatch(part -> part.contains(index)))
                .sorted()
                .map(index -> Part.of(index, true))
                .toList());
        return parts;
    }

    /**
     * Returns the parts of the log that contain the given events, which stay active. For an event that a compaction
     * created, such as a summary, the returned list contains a part that consists of this event. The same applies to an
     * event that the active log does not contain, and to an event that differs from the active event with the same id.
     * When a part contains an event but not the edit of this event, a part for the edit is added at the end of the
     * returned list.
     */
    List<Part> retained(List<SessionEvent> retained) {
        for (SessionEvent event : retained) {
            Assert.isTrue(
                    isOurs(event),
                    () -> "Event '" + event.getId() + "' belongs to session '" + event.getSessionId() + "' and not to '"
                            + this.sessionId + "'; pass events of one session");
        }
        List<Part> parts = parts(retained, false);
        parts.addAll(edits(parts));
        return parts;
    }

    private boolean isOurs(SessionEvent event) {
        return this.sessionId.equals(event.getSessionId());
    }

    private List<Part> parts(List<SessionEvent> list, boolean archived) {
        List<Part> parts = new ArrayList<>();
        int previous = -1;
        for (SessionEvent event : list) {
            int position = this.positions.getOrDefault(event.getId(), -1);
            Entry entry = (position >= 0) ? this.active.get(position) : null;
            boolean same = entry != null && (archived || isSame(entry, event));
            if (entry == null || !same || entry.index() == null) {
                RoomEvent created =
                        (entry != null && same) ? entry.stored() : SessionValues.write(this.events, this.roomId, event);
                parts.add(Part.of(created, archived));
                previous = -1;
                continue;
            }
            if (previous >= 0 && follows(this.active.get(previous), entry, position - previous)) {
                parts.set(parts.size() - 1, parts.get(parts.size() - 1).upTo(entry.index()));
            } else {
                parts.add(Part.of(entry.index(), archived));
            }
            previous = position;
        }
        return parts;
    }

    /**
     * Returns one part for each edit that is outside the part of the edited event. Considers only events in the given
     * parts.
     */
    private List<Part> edits(List<Part> parts) {
        List<Part> edits = new ArrayList<>();
        for (Entry entry : this.active) {
            if (entry.index() != null && entry.edit() != null && lacks(parts, entry.index(), entry.edit())) {
                edits.add(Part.of(entry.edit(), false));
            }
        }
        return edits;
    }

    private static boolean lacks(List<Part> parts, long index, long edit) {
        return parts.stream().anyMatch(part -> part.contains(index) && !part.contains(edit));
    }

    private static boolean follows(Entry before, Entry after, int distance) {
        return distance == 1 && before.run() == after.run();
    }

    private boolean isSame(Entry entry, SessionEvent event) {
        return SessionValues.write(this.events, this.roomId, entry.event())
                .equals(SessionValues.write(this.events, this.roomId, event));
    }
}
