package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.TimeOrderedUuid;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.ProtectionDisabledException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;

/** Places holds, and keeps data under a hold from being deleted. Where protection is off, it runs no statement. */
final class ProtectionHolds {

    private final StoreConnections connections;

    private final Database database;

    private final @Nullable HoldTable holds;

    private final RoomTable rooms;

    private final IdentityTable identities;

    /**
     * Creates the holds of a store.
     *
     * @param holds the table, or {@code null} where protection is off
     */
    ProtectionHolds(
            StoreConnections connections,
            Database database,
            @Nullable HoldTable holds,
            RoomTable rooms,
            IdentityTable identities) {
        this.connections = connections;
        this.database = database;
        this.holds = holds;
        this.rooms = rooms;
        this.identities = identities;
    }

    Hold place(HoldTarget target, String reason) {
        HoldTable table = table();
        Hold hold = new Hold(
                TimeOrderedUuid.next(),
                Checks.notNull("target", target),
                Checks.text("reason", reason),
                this.database.now());
        return this.connections.transaction(() -> {
            table.guard();
            requireTarget(target);
            table.insert(hold);
            return hold;
        });
    }

    private void requireTarget(HoldTarget target) {
        switch (target.kind()) {
            case ROOM -> {
                if (!this.rooms.exists(target.id())) {
                    throw new RoomNotFoundException(target.id());
                }
            }
            case IDENTITY -> {
                if (this.identities.findById(target.id()).isEmpty()) {
                    throw new IdentityNotFoundException(target.id());
                }
            }
            case ORGANIZATION -> {}
        }
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
        if (this.holds == null) {
            throw new ProtectionDisabledException();
        }
        return this.holds;
    }

    /** Checks whether deletions need a transaction in which they look for holds. */
    boolean areOn() {
        return this.holds != null;
    }

    /** Refuses a deletion in a room that a hold keeps. Runs in the transaction of the deletion, before its first write. */
    void refuseRoom(String roomId) {
        refuse(table -> table.findForRoom(roomId));
    }

    /** Refuses the deletion of an identity that a hold keeps, as {@link #refuseRoom} does. */
    void refuseIdentity(String identityId) {
        refuse(table -> table.findForIdentity(identityId));
    }

    private void refuse(Function<HoldTable, Optional<Hold>> search) {
        if (this.holds != null) {
            this.holds.respect();
            search.apply(this.holds).ifPresent(hold -> {
                throw new HoldException(hold.id(), hold.target());
            });
        }
    }
}
