package live.roomkit.store.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import live.roomkit.Cursor;
import live.roomkit.identity.Identity;
import live.roomkit.internal.Checks;
import live.roomkit.internal.TimeOrderedUuid;
import live.roomkit.internal.protection.OwnRecords;
import live.roomkit.participant.Participant;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.HoldTargetNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Stores holds, which protect data from deletion and erasure. A thread that places a hold waits until the running
 * deletions have ended. Every deletion that begins after the hold was placed checks the hold.
 */
final class MemoryHolds {

    private final RoomDirectory rooms;

    private final IdentityDirectory identities;

    private final Map<String, Hold> byId = new ConcurrentHashMap<>();

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    MemoryHolds(RoomDirectory rooms, IdentityDirectory identities) {
        this.rooms = rooms;
        this.identities = identities;
    }

    Hold place(HoldTarget target, String reason, Instant now) {
        Hold hold = new Hold(TimeOrderedUuid.next(), Checks.notNull("target", target), reason, now);
        this.lock.writeLock().lock();
        try {
            if (!exists(target)) {
                throw new HoldTargetNotFoundException(target);
            }
            this.byId.put(hold.id(), hold);
            return hold;
        } finally {
            this.lock.writeLock().unlock();
        }
    }

    private boolean exists(HoldTarget target) {
        String id = target.id();
        return switch (target.kind()) {
            case ROOM -> this.rooms.find(id).isPresent();
            case IDENTITY -> this.identities.find(id).isPresent();
            case ORGANIZATION ->
                !this.rooms.ids(id).isEmpty() || !this.identities.list(id).isEmpty();
        };
    }

    boolean release(String holdId) {
        return this.byId.remove(holdId) != null;
    }

    List<Hold> list(int limit, @Nullable Cursor after) {
        return ordered().stream()
                .filter(hold -> RoomRecords.isAfter(hold.cursor(), after))
                .limit(limit)
                .toList();
    }

    /** Checks whether a hold protects a room. */
    boolean keepRoom(String roomId) {
        return ordered().stream().anyMatch(hold -> keepsRoom(hold.target(), roomId));
    }

    /** Runs a deletion within one room. Throws an exception instead when a hold protects the room. */
    <T> T unlessRoomIsHeld(String roomId, Supplier<T> deletion) {
        return unlessHeld(target -> keepsRoom(target, roomId), deletion);
    }

    /** Runs the deletion of an identity. Throws an exception instead when a hold protects the identity. */
    <T> T unlessIdentityIsHeld(String identityId, Supplier<T> deletion) {
        return unlessHeld(target -> keepsIdentity(target, identityId), deletion);
    }

    /**
     * Runs the erasure of a person in all rooms. Throws an exception instead when a hold protects one of the person's
     * identities or rooms.
     */
    <T> T unlessPersonIsHeld(Set<String> identityIds, Supplier<T> erasure) {
        return unlessHeld(
                target -> identityIds.stream().anyMatch(identityId -> keepsIdentity(target, identityId))
                        || this.rooms.ids(null).stream()
                                .filter(roomId -> keepsRoom(target, roomId))
                                .anyMatch(roomId -> isRoomOf(identityIds, roomId)),
                erasure);
    }

    /**
     * Runs a deletion while no other thread can place a hold. The deletion may begin even while another thread waits to
     * place a hold. If the deletion waited for that thread, three threads could wait for each other. Thread A wants to
     * place a hold and waits until a running deletion of thread B has ended. Thread B waits for the lock of a room.
     * Thread C has this lock, because it runs an update function. The function begins a deletion, and this deletion
     * would wait for thread A.
     */
    private <T> T unlessHeld(Predicate<HoldTarget> keeps, Supplier<T> deletion) {
        Lock shared = this.lock.readLock();
        if (!shared.tryLock()) {
            shared.lock();
        }
        try {
            ordered().stream()
                    .filter(hold -> keeps.test(hold.target()))
                    .findFirst()
                    .ifPresent(hold -> {
                        throw new HoldException(hold.id(), hold.target());
                    });
            return deletion.get();
        } finally {
            shared.unlock();
        }
    }

    private List<Hold> ordered() {
        return this.byId.values().stream()
                .sorted((left, right) -> RoomRecords.ORDER.compare(left.cursor(), right.cursor()))
                .toList();
    }

    private boolean keepsRoom(HoldTarget target, String roomId) {
        return switch (target.kind()) {
            case ROOM -> target.id().equals(roomId);
            case IDENTITY -> takePart(this.identities.group(target.id()), roomId);
            case ORGANIZATION ->
                this.rooms
                        .find(roomId)
                        .map(state -> state.room().organizationId())
                        .filter(target.id()::equals)
                        .isPresent();
        };
    }

    private boolean takePart(Set<String> identityIds, String roomId) {
        return this.rooms
                .find(roomId)
                .filter(state -> state.participants().list().stream()
                        .map(Participant::identityId)
                        .anyMatch(identityId -> identityId != null && identityIds.contains(identityId)))
                .isPresent();
    }

    private boolean isRoomOf(Set<String> identityIds, String roomId) {
        return this.rooms
                .find(roomId)
                .flatMap(state -> OwnRecords.find(
                        identityIds,
                        state.participants().list(),
                        state.bindings().list(),
                        state.tasks().list()))
                .isPresent();
    }

    private boolean keepsIdentity(HoldTarget target, String identityId) {
        return switch (target.kind()) {
            case ROOM -> false;
            case IDENTITY -> this.identities.group(target.id()).contains(identityId);
            case ORGANIZATION ->
                this.identities
                        .find(identityId)
                        .map(Identity::organizationId)
                        .filter(target.id()::equals)
                        .isPresent();
        };
    }
}
