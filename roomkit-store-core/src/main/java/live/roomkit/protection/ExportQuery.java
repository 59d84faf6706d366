package live.roomkit.protection;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Names the records of an export.
 *
 * @param scope the kind of the selection
 * @param id the id of the organization, room or identity; {@code null} for all records
 */
public record ExportQuery(Scope scope, @Nullable String id) {

    /** Requires an id, except for all records. */
    public ExportQuery {
        Checks.notNull("scope", scope);
        if (scope == Scope.ALL) {
            Checks.check(id == null, "id must be null for all records");
        } else {
            Checks.text("id", id);
        }
    }

    /** Selects everything in the store. */
    public static ExportQuery all() {
        return new ExportQuery(Scope.ALL, null);
    }

    /** Selects the identities and rooms of an organization, with everything in these rooms. */
    public static ExportQuery ofOrganization(String organizationId) {
        return new ExportQuery(Scope.ORGANIZATION, organizationId);
    }

    /** Selects a room with everything in it, but no identities. */
    public static ExportQuery ofRoom(String roomId) {
        return new ExportQuery(Scope.ROOM, roomId);
    }

    /**
     * Selects what the store knows of a person: the identity, and from each room in which it takes part the room itself and
     * the records that {@code docs/protection.md} counts as the person's own.
     */
    public static ExportQuery ofIdentity(String identityId) {
        return new ExportQuery(Scope.IDENTITY, identityId);
    }

    /** Kinds of selections. */
    public enum Scope {

        /** Everything in the store. */
        ALL,

        /** The records of an organization. */
        ORGANIZATION,

        /** A room and everything in it. */
        ROOM,

        /** A person's own records. */
        IDENTITY
    }
}
