package live.roomkit.protection;

import java.util.Locale;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Shown;

/**
 * Names what a hold keeps. A hold on an identity keeps the identity, those that are merged with it, and the rooms in which any
 * of them takes part. A hold on an organization keeps its rooms and identities.
 *
 * @param kind the kind of target
 * @param id the id of the room, identity or organization
 */
public record HoldTarget(Kind kind, String id) {

    /** Rejects ids that no record can have. */
    public HoldTarget {
        Checks.notNull("kind", kind);
        Checks.id("id", id);
    }

    /** Names a room. */
    public static HoldTarget room(String roomId) {
        return new HoldTarget(Kind.ROOM, roomId);
    }

    /** Names an identity. */
    public static HoldTarget identity(String identityId) {
        return new HoldTarget(Kind.IDENTITY, identityId);
    }

    /** Names an organization, which has a room or an identity. */
    public static HoldTarget organization(String organizationId) {
        return new HoldTarget(Kind.ORGANIZATION, organizationId);
    }

    /** Returns the target for a message, such as {@code room 'room-1'}. */
    @Override
    public String toString() {
        return this.kind.name().toLowerCase(Locale.ROOT) + ' ' + Shown.id(this.id);
    }

    /** Kinds of targets. */
    public enum Kind {

        /** A room. */
        ROOM,

        /** An identity. */
        IDENTITY,

        /** An organization. */
        ORGANIZATION
    }
}
