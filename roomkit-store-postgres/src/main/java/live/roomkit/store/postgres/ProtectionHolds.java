package live.roomkit.store.postgres;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.TimeOrderedUuid;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.HoldTargetNotFoundException;
import live.roomkit.protection.HoldsDisabledException;
import org.jspecify.annotations.Nullable;

/**
 * Places holds, and refuses deletions of data that a hold protects. Does not access the tables of holds while holds are
 * off in the store.
 */
final class ProtectionHolds {

    private final StoreConnections connections;

    private final Database database;

    private final @Nullable HoldTable holds;

    private final RoomTable rooms;

    private final IdentityTable identities;

    ProtectionHolds(
            StoreConnections connections, Database database, boolean on, RoomTable rooms, IdentityTable identities) {
        this.connections = connections;
        this.database = database;
        this.holds = on ? new HoldTable(database) : null;
        this.rooms = rooms;
        this.identities = identities;
    }

    boolean areOn() {
        return this.holds != null;
    }

    Hold place(HoldTarget target, String reason) {
        HoldTable table = table();
        Hold hold = new Hold(TimeOrderedUuid.next(), Checks.notNull("target", target), reason, this.database.now());
        return this.connections.transaction(() -> {
            table.guard();
            if (!exists(target, table)) {
                throw new HoldTargetNotFoundException(target);
            }
            table.insert(hold);
            return hold;
        });
    }

    private boolean exists(HoldTarget target, HoldTable table) {
        return switch (target.kind()) {
            case ROOM -> this.rooms.exists(target.id());
            case IDENTITY -> this.identities.findById(target.id()).isPresent();
            case ORGANIZATION -> table.hasOrganization(target.id());
        };
    }

    boolean release(String holdId) {
        Checks.text("holdId", holdId);
        HoldTable table = table();
        return this.connections.statement(() -> table.delete(holdId));
    }

    List<Hold> list(int limit, @Nullable Cursor after) {
        Checks.limit(limit);
        HoldTable table = table();
        return this.connections.read(() -> table.list(limit, after));
    }

    private HoldTable table() {
        this.connections.requireOpen();
        if (this.holds == null) {
            throw new HoldsDisabledException();
        }
        return this.holds;
    }

    /**
     * Runs a statement that deletes data of a room.
     *
     * @throws HoldException when a hold protects the room; nothing is deleted then
     */
    <T> T statement(String roomId, Supplier<T> deletion) {
        return (this.holds == null)
                ? this.connections.statement(deletion)
                : this.connections.transaction(() -> {
                    refuseRoom(roomId);
                    return deletion.get();
                });
    }

    /**
     * Throws a {@link HoldException} when a hold protects the room. Otherwise prevents other transactions from placing
     * a hold until the current transaction ends. The transaction of a deletion calls this method before its first
     * write.
     */
    void refuseRoom(String roomId) {
        refuse(table -> table.findForRooms(List.of(roomId)));
    }

    /**
     * Throws a {@link HoldException} when a hold protects the identity, or another identity that is merged with it.
     * Otherwise prevents other transactions from placing a hold until the current transaction ends. The transaction of
     * a deletion calls this method before its first write.
     */
    void refuseIdentity(String identityId) {
        refuse(table -> table.findForIdentities(this.identities.findGroup(identityId)));
    }

    /**
     * Checks for holds before an erasure begins.
     *
     * @throws HoldException when a hold protects one of the identities
     */
    void refuseIdentities(Collection<String> identityIds) {
        refuseAhead(table -> table.findForIdentities(identityIds));
    }

    /**
     * Checks for holds before an erasure begins.
     *
     * @throws HoldException when a hold protects one of the rooms
     */
    void refuseRooms(Collection<String> roomIds) {
        refuseAhead(table -> table.findForRooms(roomIds));
    }

    /** Checks whether a hold protects a room. */
    boolean keepRoom(String roomId) {
        HoldTable table = this.holds;
        return table != null
                && this.connections
                        .read(() -> table.findForRooms(List.of(roomId)))
                        .isPresent();
    }

    /**
     * Checks whether a hold protects a room, and prevents other transactions from placing a hold until the current
     * transaction ends.
     */
    boolean keepRoomForNow(String roomId) {
        if (this.holds == null) {
            return false;
        }
        this.holds.respect();
        return this.holds.findForRooms(List.of(roomId)).isPresent();
    }

    private void refuse(Function<HoldTable, Optional<Hold>> search) {
        if (this.holds != null) {
            this.holds.respect();
            search.apply(this.holds).ifPresent(ProtectionHolds::refuse);
        }
    }

    private void refuseAhead(Function<HoldTable, Optional<Hold>> search) {
        HoldTable table = this.holds;
        if (table != null) {
            this.connections.read(() -> search.apply(table)).ifPresent(ProtectionHolds::refuse);
        }
    }

    private static void refuse(Hold hold) {
        throw new HoldException(hold.id(), hold.target());
    }
}
