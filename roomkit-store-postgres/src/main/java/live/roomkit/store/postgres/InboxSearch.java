package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxQuery.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL that finds the rooms of an inbox.
 *
 * <p>The rooms of an organization come from an index on organization, status and {@code activity_bucket}, which is the time of the
 * last activity cut to five minutes. The server sorts the rooms of one bucket at a time and stops when the page is full. A query
 * over several statuses reads the first rooms of each status.
 *
 * <p>The rooms of a person are looked up and sorted when they are few. When they are many, the statement walks the liveliest rooms
 * of the organization and checks whether the person is present in each. The walk visits at most 3 000 rooms of each status. When
 * it does not fill the page, the statement looks up all rooms of the person. A query with a condition that few rooms might meet
 * does not walk.
 */
final class InboxSearch {

    /** Number of rooms of a person that the statement looks up rather than walks to. */
    private static final int FEW = 2_000;

    /** Number of rooms of each status that a walk visits. */
    private static final int WALK = 3_000;

    /** Expression that hides a text from the planner, so that one plan serves all values. */
    private static final String ASKED = "(SELECT CAST(? AS text))";

    private static final String ACTIVE_AT = "COALESCE(r.last_activity_at, r.created_at)";

    private static final String BUCKET = "(SELECT pg_catalog.date_bin(CAST('5 minutes' AS interval),"
            + " CAST(? AS timestamptz), CAST('2000-01-01 00:00:00Z' AS timestamptz)))";

    private static final String IN_ORDER_OF_INDEX =
            " ORDER BY r.organization_id DESC, r.status DESC, r.activity_bucket DESC";

    /** The merged identities that contain an identity, which is the parameter. */
    private static final String GROUP = """
            SELECT COALESCE((SELECT i.merged_into FROM roomkit.identities AS i WHERE i.id = ?), CAST(? AS text))
            UNION ALL
            SELECT i.id FROM roomkit.identities AS i
            WHERE i.merged_into
                = COALESCE((SELECT n.merged_into FROM roomkit.identities AS n WHERE n.id = ?), CAST(? AS text))""";

    /** Read marker of one room {@code r}. Takes the reader as a parameter. */
    private static final String MARKER_OF_ONE =
            " LEFT JOIN roomkit.read_markers AS m ON m.room_id = r.id AND m.channel_id = ?";

    /** Read markers of rooms {@code r}, which the server looks up one by one. Takes the reader as a parameter. */
    static final String MARKER = " LEFT JOIN LATERAL (SELECT k.event_index, k.events_read, k.messages_read"
            + " FROM roomkit.read_markers AS k WHERE k.room_id = r.id AND k.channel_id = ? LIMIT 1) AS m ON TRUE";

    /** Unread messages of the room {@code r}, whose marker is {@code m}. Takes the reader as a parameter. */
    static final String UNREAD_MESSAGES = """
            CASE WHEN r.message_count > COALESCE(m.messages_read, 0)
                THEN r.message_count - COALESCE(m.messages_read, 0) - (
                    SELECT pg_catalog.count(*)
                    FROM (
                        SELECT e.source_channel_id, e.type, e.blocked
                        FROM roomkit.events AS e
                        WHERE e.room_id = r.id AND e.index > COALESCE(m.event_index, -1)
                        ORDER BY e.index DESC LIMIT 1000
                    ) AS e
                    WHERE e.source_channel_id = ? AND %s)
                ELSE 0 END""".formatted(EventTable.IS_MESSAGE);

    private final InboxQuery query;

    private final Database database;

    /** Columns of the found rooms {@code r}. */
    private final String columns;

    private final @Nullable Integer limit;

    private InboxSearch(InboxQuery query, Database database, String columns, @Nullable Integer limit) {
        this.query = query;
        this.database = database;
        this.columns = columns;
        this.limit = limit;
    }

    /** Returns a query for the ids of the first rooms, in any order. */
    static SqlText first(InboxQuery query, Database database, int limit) {
        return new InboxSearch(query, database, "r.id, " + ACTIVE_AT + " AS active_at", limit).first();
    }

    /** Returns a query for the numbers of unread messages in all rooms that have some. */
    static SqlText unread(InboxQuery query, Database database) {
        return new InboxSearch(
                        query.unreadOnly(true).after(null), database, "(" + UNREAD_MESSAGES + ") AS messages", null)
                .all();
    }

    private SqlText first() {
        String page = " AS r ORDER BY r.active_at DESC, r.id DESC LIMIT " + this.limit;
        if (!canWalk()) {
            return SqlText.of("SELECT r.id FROM (", all(), ")", page);
        }
        return SqlText.of(
                "WITH few AS MATERIALIZED (",
                present(" LIMIT " + (FEW + 1)),
                "), counted AS MATERIALIZED (SELECT pg_catalog.count(*) > " + FEW + " AS many FROM few)",
                ", horizon AS MATERIALIZED (",
                horizon(),
                "), walked AS MATERIALIZED (SELECT r.id, r.active_at FROM (",
                ofOrganization(),
                ")" + page + "), found AS MATERIALIZED (SELECT pg_catalog.count(*) = " + this.limit
                        + " AS enough FROM walked)\nSELECT r.id FROM (",
                SqlText.union(
                        List.of(
                                lookUp(SqlText.of(
                                        "SELECT n.room_id FROM few AS n WHERE NOT (SELECT c.many FROM counted AS c)")),
                                SqlText.of(
                                        "SELECT w.id, w.active_at FROM walked AS w WHERE (SELECT f.enough FROM found AS f)"),
                                lookUp(
                                        SqlText.of(
                                                "SELECT n.room_id FROM (",
                                                present(""),
                                                ") AS n WHERE (SELECT c.many AND NOT f.enough FROM counted AS c CROSS JOIN found AS f)")))),
                ")" + page);
    }

    private SqlText all() {
        return (this.query.owner() == Owner.ORGANIZATION) ? ofOrganization() : lookUp(present(""));
    }

    /** Checks whether the person's rooms are probably among the liveliest rooms of an organization. */
    private boolean canWalk() {
        return this.query.owner() != Owner.ORGANIZATION
                && this.query.organizationId() != null
                && this.query.channelType() == null
                && this.query.metadata().isEmpty()
                && !this.query.unreadOnly();
    }

    private List<States> states() {
        return States.of(this.query.statuses(), States.OF_ROOMS);
    }

    /** Returns the rooms of the organization, and of the person when the query is for a person, the liveliest of each status. */
    private SqlText ofOrganization() {
        boolean walks = this.query.owner() != Owner.ORGANIZATION;
        List<SqlText> parts = new ArrayList<>();
        for (States state : states()) {
            parts.add(SqlText.of(
                    rooms(MARKER),
                    " WHERE ",
                    walks ? "(SELECT c.many FROM counted AS c) AND " : "",
                    state.isOne() ? ofState(state) : ofRange(state),
                    walks && state.isOne() ? " AND r.activity_bucket >= (SELECT h.bucket FROM horizon AS h)" : "",
                    walks ? isPresent() : "",
                    restrictions(),
                    (this.limit != null) ? IN_ORDER_OF_INDEX + ", active_at DESC, r.id DESC LIMIT " + this.limit : ""));
        }
        return SqlText.union(parts);
    }

    private SqlText ofState(States state) {
        String organizationId = this.query.organizationId();
        InboxCursor after = this.query.after();
        String values = ASKED + ", " + state.name();
        SqlText bound = (after != null)
                ? SqlText.with(
                        "(r.organization_id, r.status, r.activity_bucket) <= (" + values + ", " + BUCKET + ")",
                        organizationId,
                        after.activeAt())
                : SqlText.with("(r.organization_id, r.status) <= (" + values + ")", organizationId);
        return SqlText.of(
                bound, SqlText.with(" AND (r.organization_id, r.status) >= (" + values + ")", organizationId));
    }

    private SqlText ofRange(States state) {
        return SqlText.of(
                state.condition("r.status"),
                SqlText.with(" AND r.organization_id = " + ASKED, this.query.organizationId()));
    }

    /** Returns the earliest bucket of the walk, at which it has visited 3 000 rooms of one status. */
    private SqlText horizon() {
        List<SqlText> parts = states().stream()
                .filter(States::isOne)
                .map(state -> SqlText.of(
                        "SELECT CASE WHEN pg_catalog.count(*) = " + WALK
                                + " THEN pg_catalog.min(r.activity_bucket) END AS bucket"
                                + " FROM (SELECT r.activity_bucket FROM roomkit.rooms AS r WHERE ",
                        ofState(state),
                        IN_ORDER_OF_INDEX + " LIMIT " + WALK + ") AS r"))
                .toList();
        return SqlText.of(
                "SELECT COALESCE(pg_catalog.max(h.bucket), CAST('-infinity' AS timestamptz)) AS bucket FROM (",
                SqlText.union(parts),
                ") AS h");
    }

    /** Returns the ids of the rooms in which the person or channel is present. */
    private SqlText present(String limit) {
        String id = this.query.ownerId();
        return switch (this.query.owner()) {
            case CHANNEL -> ofChannel(limit);
            case PARTICIPANT ->
                SqlText.of(
                        "SELECT n.room_id FROM (",
                        SqlText.union(List.of(
                                SqlText.with(
                                        "SELECT b.room_id FROM roomkit.bindings AS b WHERE b.participant_id = " + ASKED
                                                + limit,
                                        id),
                                SqlText.with(
                                        "SELECT p.room_id FROM roomkit.participants AS p WHERE p.id = " + ASKED + limit,
                                        id))),
                        ") AS n GROUP BY n.room_id" + limit);
            default ->
                SqlText.with(
                        "SELECT n.room_id FROM (SELECT p.room_id FROM roomkit.participants AS p"
                                + " WHERE p.identity_id = ANY (ARRAY(" + GROUP + "))" + limit
                                + ") AS n GROUP BY n.room_id" + limit,
                        id,
                        id,
                        id,
                        id);
        };
    }

    private SqlText ofChannel(String limit) {
        String organizationId = this.query.organizationId();
        SqlText ofOrganization = (organizationId != null)
                ? SqlText.with(
                        " AND pg_catalog.left(b.room_organization_id, 64) = pg_catalog.left(CAST(? AS text), 64)"
                                + " AND b.room_organization_id = ?",
                        organizationId,
                        organizationId)
                : SqlText.of();
        List<SqlText> parts = states().stream()
                .map(state -> SqlText.of(
                        SqlText.with(
                                "SELECT b.room_id FROM roomkit.bindings AS b WHERE b.channel_id = " + ASKED,
                                this.query.ownerId()),
                        ofOrganization,
                        " AND " + state.condition("b.room_status") + limit))
                .toList();
        return SqlText.of("SELECT n.room_id FROM (", SqlText.union(parts), ") AS n" + limit);
    }

    /** Returns the condition that the person or channel is present in the room {@code r}. */
    private SqlText isPresent() {
        String id = this.query.ownerId();
        return switch (this.query.owner()) {
            case CHANNEL ->
                SqlText.with(
                        " AND EXISTS (SELECT 1 FROM roomkit.bindings AS b WHERE b.room_id = r.id AND b.channel_id = ?"
                                + " UNION ALL SELECT 1 WHERE FALSE)",
                        id);
            case PARTICIPANT ->
                SqlText.with(
                        " AND EXISTS (SELECT 1 FROM roomkit.bindings AS b WHERE b.room_id = r.id"
                                + " AND b.participant_id = ? AND b.room_created_at = r.created_at"
                                + " UNION ALL SELECT 1 FROM roomkit.participants AS p WHERE p.room_id = r.id AND p.id = ?)",
                        id,
                        id);
            default ->
                SqlText.with(
                        " AND EXISTS (SELECT 1 FROM roomkit.participants AS p WHERE p.room_id = r.id"
                                + " AND p.room_created_at = r.created_at AND p.identity_id = ANY (ARRAY(" + GROUP
                                + ")) UNION ALL SELECT 1 WHERE FALSE)",
                        id,
                        id,
                        id,
                        id);
        };
    }

    /** Returns the rooms with the given ids that meet the conditions of the query. */
    private SqlText lookUp(SqlText ids) {
        SqlText conditions = restrictions();
        if (this.query.organizationId() != null) {
            conditions = SqlText.of(
                    conditions,
                    SqlText.with(
                            " AND r.organization_id IS NOT DISTINCT FROM CAST(? AS text)",
                            this.query.organizationId()));
        }
        if (this.query.statuses() != null) {
            conditions = SqlText.of(conditions, SqlText.with(" AND r.status = ANY (CAST(? AS text[]))", (Object)
                    this.query.statuses().stream().map(Rows::value).toArray(String[]::new)));
        }
        return SqlText.of(
                "SELECT " + ((this.limit != null) ? "f.id, f.active_at" : "f.messages") + " FROM (",
                ids,
                ") AS k CROSS JOIN LATERAL (",
                rooms(MARKER_OF_ONE),
                " WHERE k.room_id = r.id",
                conditions,
                " LIMIT 1) AS f");
    }

    private SqlText rooms(String marker) {
        SqlText columns =
                (this.limit == null) ? SqlText.with(this.columns, this.query.readBy()) : SqlText.of(this.columns);
        return SqlText.of(
                "SELECT ",
                columns,
                " FROM roomkit.rooms AS r",
                this.query.unreadOnly() ? SqlText.with(marker, this.query.readBy()) : "");
    }

    /** Returns the conditions on the room {@code r}, apart from organization and status. */
    private SqlText restrictions() {
        InboxCursor after = this.query.after();
        return SqlText.of(
                (after != null)
                        ? SqlText.with(
                                " AND (" + ACTIVE_AT + ", r.id) < (CAST(? AS timestamptz), " + ASKED + ")",
                                after.activeAt(),
                                after.roomId())
                        : "",
                (this.query.channelType() != null)
                        ? SqlText.with(
                                " AND EXISTS (SELECT 1 FROM roomkit.bindings AS t WHERE t.room_id = r.id"
                                        + " AND t.channel_type = ? UNION ALL SELECT 1 WHERE FALSE)",
                                this.query.channelType().value())
                        : "",
                this.query.metadata().isEmpty()
                        ? ""
                        : SqlText.with(
                                " AND (r.data -> CAST('metadata' AS text)) @> (SELECT CAST(? AS jsonb))",
                                this.database.jsonb(this.query.metadata())),
                this.query.unreadOnly() ? SqlText.with(" AND (" + UNREAD_MESSAGES + ") > 0", this.query.readBy()) : "");
    }
}
