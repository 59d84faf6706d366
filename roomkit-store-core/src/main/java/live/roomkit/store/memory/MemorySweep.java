package live.roomkit.store.memory;

import java.time.Instant;
import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.protection.Erasure;
import live.roomkit.internal.protection.Sweep;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.store.RoomNotFoundException;

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
    public Sweep.Page findDue(String afterRoomId, Sweep sweep) {
        List<String> due = this.rooms.ids(sweep.policy().organizationId()).stream()
                .filter(roomId -> roomId.compareTo(afterRoomId) > 0 && count(roomId, sweep, 1) > 0)
                .toList();
        return new Sweep.Page(due, afterRoomId, true);
    }

    @Override
    public long count(String roomId, Sweep sweep, long most) {
        return this.rooms
                .find(roomId)
                .map(state -> state.lock.read(() -> state.timeline.all().stream()
                        .filter(stored -> isDue(stored, sweep))
                        .limit(most)
                        .count()))
                .orElse(0L);
    }

    @Override
    public boolean isHeld(String roomId) {
        return this.holds.keepRoom(roomId);
    }

    @Override
    public int sweep(String roomId, Sweep sweep, int most) {
        try {
            return this.holds.unlessRoomIsHeld(
                    roomId,
                    () -> this.rooms
                            .find(roomId)
                            .map(state -> state.lock.write(() -> sweep(state, sweep, most)))
                            .orElse(0));
        } catch (HoldException ex) {
            return Sweep.HELD;
        } catch (RoomNotFoundException ex) {
            return 0;
        }
    }

    private int sweep(RoomState state, Sweep sweep, int most) {
        List<StoredEvent> due = state.timeline.all().stream()
                .filter(stored -> isDue(stored, sweep))
                .limit(most)
                .toList();
        for (StoredEvent stored : due) {
            if (sweep.policy().action() == RetentionPolicy.Action.DELETE) {
                state.remove(stored);
            } else {
                state.replace(stored, new StoredEvent(this.erasure.of(stored.event()), null));
            }
        }
        return due.size();
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
