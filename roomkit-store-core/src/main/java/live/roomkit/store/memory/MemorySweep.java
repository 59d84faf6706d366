package live.roomkit.store.memory;

import java.time.Instant;
import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Unicode;
import live.roomkit.internal.protection.Erasure;
import live.roomkit.internal.protection.Sweep;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;

/** Erases or deletes the events of an {@link InMemoryStore} that are older than a retention policy allows. */
final class MemorySweep implements Sweep.Target {

    private final RoomDirectory rooms;

    private final MemoryHolds holds;

    private final Erasure erasure;

    MemorySweep(RoomDirectory rooms, MemoryHolds holds, Erasure erasure) {
        this.rooms = rooms;
        this.holds = holds;
        this.erasure = erasure;
    }

    @Override
    public boolean mayRest() {
        return false;
    }

    @Override
    public Sweep.Page findDue(String afterRoomId, Sweep sweep, int most) {
        List<String> due = this.rooms.ids(sweep.policy().organizationId()).stream()
                .filter(roomId -> Unicode.compare(roomId, afterRoomId) > 0)
                .filter(roomId -> look(roomId, sweep, null, null, 1).due() > 0)
                .toList();
        return new Sweep.Page(due, afterRoomId, true);
    }

    @Override
    public Sweep.Part look(
            String roomId, Sweep sweep, Sweep.@Nullable Place previous, Sweep.@Nullable Place after, int most) {
        List<StoredEvent> due = this.rooms
                .find(roomId)
                .map(state -> state.lock.read(() -> due(state, sweep, after, most)))
                .orElse(List.of());
        Sweep.Place end = due.isEmpty() ? after : place(due.get(due.size() - 1).event());
        return new Sweep.Part(due.size(), end, due.size() < most);
    }

    @Override
    public boolean isHeld(String roomId) {
        return this.holds.keepRoom(roomId);
    }

    @Override
    public int sweep(String roomId, Sweep sweep, Sweep.@Nullable Place after, Sweep.Place end, int most) {
        try {
            return this.holds.unlessRoomIsHeld(
                    roomId,
                    () -> this.rooms
                            .find(roomId)
                            .map(state -> state.lock.write(() -> sweep(state, sweep, after, most)))
                            .orElse(0));
        } catch (HoldException ex) {
            return Sweep.HELD;
        } catch (RoomNotFoundException ex) {
            return 0;
        }
    }

    private int sweep(RoomState state, Sweep sweep, Sweep.@Nullable Place after, int most) {
        List<StoredEvent> due = due(state, sweep, after, most);
        for (StoredEvent stored : due) {
            if (sweep.policy().action() == RetentionPolicy.Action.DELETE) {
                state.remove(stored);
            } else {
                state.replace(stored, new StoredEvent(this.erasure.of(stored.event()), null));
            }
        }
        return due.size();
    }

    private static List<StoredEvent> due(RoomState state, Sweep sweep, Sweep.@Nullable Place after, int most) {
        long afterIndex = (after != null) ? after.index() : -1;
        return state.timeline.all().stream()
                .filter(stored -> stored.event().index() > afterIndex && isDue(stored, sweep))
                .limit(most)
                .toList();
    }

    private static Sweep.Place place(RoomEvent event) {
        return new Sweep.Place(event.createdAt(), event.index());
    }

    private static boolean isDue(StoredEvent stored, Sweep sweep) {
        RoomEvent event = stored.event();
        Instant createdAt = event.createdAt();
        RetentionPolicy policy = sweep.policy();
        return createdAt.isBefore(sweep.cutoff())
                && (policy.eventTypes() == null || policy.eventTypes().contains(event.type()))
                && (policy.action() == RetentionPolicy.Action.DELETE || !stored.isErased());
    }
}
