package live.roomkit.protection;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Selects the records to export.
 *
 * @param scope the kind of the selection
 * @param id the id of the organization, room or identity; {@code null} for {@link Scope#ALL}
 */
public record ExportQuery(Scope scope, @Nullable String id) {

    /** Requires an id for every scope except {@link Scope#ALL}, and rejects an id for {@link Scope#ALL}. */
    public ExportQuery {
        Checks.notNull("scope", scope);
        if (scope == Scope.ALL) {
            Checks.check(id == null, "id must be null for all records");
        } else {
            Checks.text("id", id);
        }
    }

    /** Selects all records of the store. */
    public static ExportQuery all() {
        return new ExportQuery(Scope.ALL, null);
    }

    /** Selects the identities and rooms of an organization, with all records of these rooms. */
    public static ExportQuery ofOrganization(String organizationId) {
        return new ExportQuery(Scope.ORGANIZATION, organizationId);
    }

    /** Selects a room with all of its records, but no identities. */
    public static ExportQuery ofRoom(String roomId) {
        return new ExportQuery(Scope.ROOM, roomId);
    }

    /**
     * Selects the data of a person: the identity, the identities that are merged with it, the rooms in which one of
     * these identities is a participant or the assignee of a task, and the person's own records in these rooms.
     * {@code docs/protection.md} defines which records are the person's own.
     */
    public static ExportQuery ofIdentity(String identityId) {
        return new ExportQuery(Scope.IDENTITY, identityId);
    }

    /** Says which records an export contains. */
    public enum Scope {

        /** All records of the store. */
        ALL,

        /** The records of an organization. */
        ORGANIZATION,

        /** A room and all of its records. */
        ROOM,

        /** The data of a person, as {@link ExportQuery#ofIdentity} selects it. */
        IDENTITY
    }
}
