package live.roomkit.store.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import live.roomkit.Cursor;
import live.roomkit.identity.Identity;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTarget;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;

/** Stores holds. Data is deleted while no hold is placed, so a hold is never overtaken. */
final class MemoryHolds {

    private final RoomDirectory rooms;

    private final IdentityDirectory identities;

    private final Map<String, Hold> byId = new ConcurrentHashMap<>();

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    MemoryHolds(RoomDirectory rooms, IdentityDirectory identities) {
        this.rooms = rooms;
        this.identities = identities;
    }

    Hold place(Hold hold) {
        this.lock.writeLock().lock();
        try {
            String id = hold.target().id();
            switch (hold.target().kind()) {
                case ROOM -> this.rooms.find(id).orElseThrow(() -> new RoomNotFoundException(id));
                case IDENTITY -> this.identities.find(id).orElseThrow(() -> new IdentityNotFoundException(id));
                case ORGANIZATION -> {}
            }
            this.byId.put(hold.id(), hold);
            return hold;
        } finally {
            this.lock.writeLock().unlock();
        }
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

    /** Deletes data of a room, unless a hold keeps it. */
    <T> T unlessRoomIsHeld(String roomId, Supplier<T> deletion) {
        return unlessHeld(hold -> keepsRoom(hold.target(), roomId), deletion);
    }

    /** Deletes an identity, unless a hold keeps it. */
    <T> T unlessIdentityIsHeld(String identityId, Supplier<T> deletion) {
        return unlessHeld(hold -> keepsIdentity(hold.target(), identityId), deletion);
    }

    private <T> T unlessHeld(Predicate<Hold> keeps, Supplier<T> deletion) {
        this.lock.readLock().lock();
        try {
            ordered().stream().filter(keeps).findFirst().ifPresent(hold -> {
                throw new HoldException(hold.id(), hold.target());
            });
            return deletion.get();
        } finally {
            this.lock.readLock().unlock();
        }
    }

    private List<Hold> ordered() {
        return this.byId.values().stream()
                .sorted((left, right) -> RoomRecords.ORDER.compare(left.cursor(), right.cursor()))
                .toList();
    }

    private boolean keepsRoom(HoldTarget target, String roomId) {
        Optional<RoomState> room = this.rooms.find(roomId);
        return room.isPresent()
                && switch (target.kind()) {
                    case ROOM -> target.id().equals(roomId);
                    case ORGANIZATION -> target.id().equals(room.get().room().organizationId());
                    case IDENTITY ->
                        room.get().participants().anyMatch(one -> target.id().equals(one.identityId()));
                };
    }

    private boolean keepsIdentity(HoldTarget target, String identityId) {
        return switch (target.kind()) {
            case ROOM -> false;
            case IDENTITY -> target.id().equals(identityId);
            case ORGANIZATION ->
                this.identities
                        .find(identityId)
                        .map(Identity::organizationId)
                        .filter(target.id()::equals)
                        .isPresent();
        };
    }
}
