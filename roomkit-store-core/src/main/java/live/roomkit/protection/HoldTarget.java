package live.roomkit.protection;

import java.util.Locale;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Shown;

/**
 * Names the data that a hold protects. A hold on an identity protects the identity, the identities that are merged with
 * it, and the rooms in which any of these identities is a participant. A hold on an organization protects the rooms and
 * identities of the organization.
 *
 * @param kind the kind of target
 * @param id the id of the room, identity or organization
 */
public record HoldTarget(Kind kind, String id) {

    /** Rejects missing values, and ids that are blank or longer than 255 characters or 1 000 bytes in UTF-8. */
    public HoldTarget {
        Checks.notNull("kind", kind);
        Checks.id("id", id);
    }

    /** Returns the target for a hold on a room. */
    public static HoldTarget room(String roomId) {
        return new HoldTarget(Kind.ROOM, roomId);
    }

    /** Returns the target for a hold on an identity. */
    public static HoldTarget identity(String identityId) {
        return new HoldTarget(Kind.IDENTITY, identityId);
    }

    /**
     * Returns the target for a hold on an organization. The hold can be placed only if the organization has at least
     * one room or identity.
     */
    public static HoldTarget organization(String organizationId) {
        return new HoldTarget(Kind.ORGANIZATION, organizationId);
    }

    /** Returns this target as text for a message, such as {@code room 'room-1'}. */
    @Override
    public String toString() {
        return this.kind.name().toLowerCase(Locale.ROOT) + ' ' + Shown.id(this.id);
    }

    /** Kind of data that a hold protects. */
    public enum Kind {

        /** A room. */
        ROOM,

        /** An identity. */
        IDENTITY,

        /** An organization. */
        ORGANIZATION
    }
}
