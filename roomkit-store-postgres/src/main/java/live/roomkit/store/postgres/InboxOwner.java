package live.roomkit.store.postgres;

import java.util.List;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxQuery.Owner;

/** Builds the SQL that finds the rooms of the person or channel to which an inbox belongs. */
final class InboxOwner {

    /** Text parameter whose value the planner does not see, so that the planner makes the same plan for all values. */
    static final String ASKED = "(SELECT CAST(? AS text))";

    /**
     * Query for the ids of an identity and of all identities that are merged with it. All four parameters are the id of
     * the identity.
     */
    private static final String GROUP = """
            SELECT COALESCE((SELECT i.merged_into FROM roomkit.identities AS i WHERE i.id = ?), CAST(? AS text))
            UNION ALL
            SELECT i.id FROM roomkit.identities AS i
            WHERE i.merged_into
                = COALESCE((SELECT n.merged_into FROM roomkit.identities AS n WHERE n.id = ?), CAST(? AS text))""";

    private final InboxQuery query;

    private final List<States> states;

    InboxOwner(InboxQuery query, List<States> states) {
        this.query = query;
        this.states = states;
    }

    /** Tells whether the inbox belongs to a person or a channel, and not to an organization. */
    boolean isPerson() {
        return this.query.owner() != Owner.ORGANIZATION;
    }

    /** Tells whether the condition of {@link #isPresent()} uses the creation time of the room. */
    boolean isFoundByCreation() {
        return this.query.owner() == Owner.PARTICIPANT || this.query.owner() == Owner.IDENTITY;
    }

    /**
     * Returns a query for the ids of the rooms in which the person or channel is present. The query returns a room id
     * once for each binding or participant record, so an id can occur several times.
     */
    SqlText rooms(String limit) {
        String id = this.query.ownerId();
        return switch (this.query.owner()) {
            case CHANNEL -> ofChannel(limit);
            case PARTICIPANT ->
                SqlText.union(List.of(
                        SqlText.with(
                                "SELECT b.room_id FROM roomkit.bindings AS b WHERE b.participant_id = " + ASKED + limit,
                                id),
                        SqlText.with(
                                "SELECT p.room_id FROM roomkit.participants AS p WHERE p.id = " + ASKED + limit, id)));
            default ->
                SqlText.with(
                        "SELECT p.room_id FROM roomkit.participants AS p WHERE p.identity_id = ANY (ARRAY(" + GROUP
                                + "))" + limit,
                        id,
                        id,
                        id,
                        id);
        };
    }

    /**
     * Returns a query for the ids of the rooms of a channel. When {@code limit} contains a LIMIT clause, the query does
     * not check the organization of the rooms. The query can then find the rooms in an index of the table
     * {@code bindings}, without reading the rows of the table. A check would have to read the rows too, because the
     * index contains only the first 64 characters of the organization's id.
     */
    private SqlText ofChannel(String limit) {
        String organizationId = limit.isEmpty() ? this.query.organizationId() : null;
        SqlText ofOrganization = (organizationId != null)
                ? SqlText.with(
                        " AND pg_catalog.left(b.room_organization_id, 64) = pg_catalog.left(CAST(? AS text), 64)"
                                + " AND b.room_organization_id = ?",
                        organizationId,
                        organizationId)
                : SqlText.of();
        List<SqlText> parts = this.states.stream()
                .map(state -> SqlText.of(
                        SqlText.with(
                                "SELECT b.room_id FROM roomkit.bindings AS b WHERE b.channel_id = " + ASKED,
                                this.query.ownerId()),
                        ofOrganization,
                        " AND " + state.condition("b.room_status") + limit))
                .toList();
        return SqlText.union(parts);
    }

    /** Returns the condition that the person or channel is present in the room {@code r}. */
    SqlText isPresent() {
        String id = this.query.ownerId();
        return switch (this.query.owner()) {
            case CHANNEL ->
                SqlText.with(
                        " AND (SELECT TRUE FROM roomkit.bindings AS b WHERE b.room_id = r.id AND b.channel_id = ?)",
                        id);
            case PARTICIPANT ->
                SqlText.with(
                        " AND COALESCE((SELECT TRUE FROM roomkit.bindings AS b WHERE b.room_id = r.id"
                                + " AND b.participant_id = ? AND b.room_created_at = r.created_at LIMIT 1),"
                                + " (SELECT TRUE FROM roomkit.participants AS p WHERE p.room_id = r.id AND p.id = ?))",
                        id,
                        id);
            case IDENTITY ->
                SqlText.with(
                        " AND (SELECT TRUE FROM roomkit.participants AS p WHERE p.room_id = r.id"
                                + " AND p.room_created_at = r.created_at AND p.identity_id = ANY (ARRAY(" + GROUP
                                + ")) LIMIT 1)",
                        id,
                        id,
                        id,
                        id);
            case ORGANIZATION -> SqlText.of();
        };
    }
}
