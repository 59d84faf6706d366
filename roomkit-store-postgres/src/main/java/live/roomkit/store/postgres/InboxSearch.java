package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxQuery;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL statement that finds the rooms of an inbox.
 *
 * <p>For the inbox of an organization, the statement uses an index on organization, status and {@code activity_bucket}.
 * The {@code activity_bucket} of a room is the time of its last activity, truncated to a multiple of two minutes. For a
 * page of n rooms, the statement first finds, for each status, the {@code activity_bucket} of the n-th most recently
 * active room. In this step, the server reads only the index. Then the statement takes the latest of these values, and
 * reads and sorts the rooms with this or a later {@code activity_bucket}.
 *
 * <p>For the inbox of a person with few rooms, the statement reads and sorts all rooms of the person. When the person
 * has many rooms and the query names an organization, the statement reads the most recently active rooms of this
 * organization and selects the person's rooms from them. For a page of n rooms, the statement first reads 15 * n rooms
 * of each status. When fewer than n of these rooms are rooms of the person, the statement reads 60 * n rooms of each
 * status. Both numbers are limited to 3 000. When the page is still not full, the statement reads all rooms of the
 * person. When the query for the inbox of an organization has a condition, such as unread messages, the statement
 * searches the rooms of the organization in the same steps. The statement treats the inbox of a channel like that of a
 * person.
 *
 * <p>When Citus distributes the rooms over several servers, each server reads only the rooms that it stores. For the
 * inbox of a person, each server looks up the rooms of the person. For the inbox of an organization, each server reads
 * the rooms of the organization in the order of {@code activity_bucket}. Each server returns only as many rooms as the
 * page needs.
 */
final class InboxSearch {

    /**
     * When a person has at most this number of bindings and participant records, the statement reads all rooms of the
     * person. When the person has more, the statement reads the most recently active rooms of the organization instead.
     */
    private static final int FEW = 2_000;

    /** For a page of n rooms, the statement first reads {@code n * READ_FIRST} rooms of each status. */
    private static final int READ_FIRST = 15;

    /**
     * When {@code n * READ_FIRST} rooms of each status do not fill a page of n rooms, the statement reads
     * {@code n * READ_NEXT} rooms of each status.
     */
    private static final int READ_NEXT = 60;

    /**
     * Largest number of rooms of each status that the statement reads before it reads all rooms of the person or
     * organization.
     */
    private static final int MOST_READ = 3_000;

    private static final String ACTIVE_AT = "COALESCE(r.last_activity_at, r.created_at)";

    private static final String BUCKET = "(SELECT " + ActivityBucket.of("CAST(? AS timestamptz)") + ")";

    /**
     * Makes the server read the rooms in the order of the index on {@code activity_bucket}, which is twice as fast as
     * first collecting the rooms in a bitmap. The limit is {@code NULL}, so the server returns all rooms. The planner
     * does not see this value. The planner assumes that only a part of the rooms is requested, and therefore chooses
     * the order of the index.
     */
    private static final String IN_ORDER = " ORDER BY r.activity_bucket LIMIT (SELECT CAST(NULL AS bigint))";

    private static final String LIVELIEST_FIRST = " ORDER BY r.active_at DESC, r.id DESC LIMIT ";

    /**
     * Joins each room {@code r} with the read marker {@code m} of a channel in this room. The parameter is the id of
     * the channel.
     */
    static final String MARKER = " LEFT JOIN LATERAL (SELECT k.event_index, k.events_read, k.messages_read"
            + " FROM roomkit.read_markers AS k WHERE k.room_id = r.id AND k.channel_id = ? LIMIT 1) AS m ON TRUE";

    /** Number of unread events of the room {@code r}, whose read marker is {@code m}. */
    static final String UNREAD_EVENTS = "r.event_count - COALESCE(m.events_read, 0)";

    /**
     * Number of unread messages of the room {@code r}, except those that the reading channel itself has sent. Looks for
     * messages of the reading channel only among the latest 1 000 unread events. The parameter is the id of the reading
     * channel.
     */
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

    private final SqlText columns;

    private final @Nullable Integer limit;

    private final List<States> states;

    private final InboxOwner owner;

    private InboxSearch(InboxQuery query, Database database, SqlText columns, @Nullable Integer limit) {
        this.query = query;
        this.database = database;
        this.columns = columns;
        this.limit = limit;
        this.states = States.of(query.statuses(), States.OF_ROOMS);
        this.owner = new InboxOwner(query, this.states);
    }

    /**
     * Returns a query for the ids of the rooms on one page of an inbox. The page contains at most {@code limit} rooms.
     * The query may return the ids in any order.
     */
    static SqlText first(InboxQuery query, Database database, int limit) {
        SqlText columns = SqlText.of("r.id, " + ACTIVE_AT + " AS active_at");
        return new InboxSearch(query, database, columns, limit).first();
    }

    /**
     * Returns a query that searches an inbox for rooms with unread messages. For each such room, the query returns the
     * number of unread events and the number of unread messages.
     */
    static SqlText unread(InboxQuery query, Database database) {
        SqlText columns = SqlText.with(
                UNREAD_EVENTS + " AS unread_events, (" + UNREAD_MESSAGES + ") AS messages", query.readBy());
        return new InboxSearch(query.unreadOnly(true).after(null), database, columns, null).all();
    }

    private SqlText first() {
        String page = ") AS r" + LIVELIEST_FIRST + limit();
        String few = " LIMIT " + (FEW + 1);
        if (this.query.organizationId() == null || this.database.isDistributed()) {
            return SqlText.of("SELECT r.id FROM (", all(), page);
        }
        if (!this.owner.isPerson() && hasNoConditions()) {
            return SqlText.of("WITH ", walk("walked", limit(), "TRUE"), "\nSELECT w.id FROM walked AS w");
        }
        SqlText counted = this.owner.isPerson()
                ? SqlText.of(
                        "few AS MATERIALIZED (SELECT n.room_id FROM (",
                        this.owner.rooms(few),
                        ") AS n" + few + "), counted AS MATERIALIZED (SELECT pg_catalog.count(*) > " + FEW
                                + " AS many FROM few), ")
                : SqlText.of();
        String many = this.owner.isPerson() ? "(SELECT c.many FROM counted AS c)" : "TRUE";
        List<SqlText> parts = new ArrayList<>();
        if (this.owner.isPerson()) {
            parts.add(lookUp(SqlText.of("SELECT n.room_id FROM few AS n WHERE NOT " + many)));
        }
        int first = rooms(READ_FIRST);
        int next = rooms(READ_NEXT);
        List<String> walks = (first < next) ? List.of("walked", "walked_on") : List.of("walked");
        StringBuilder lacking = new StringBuilder(" WHERE ").append(many);
        for (String walk : walks) {
            parts.add(SqlText.of("SELECT w.id, w.active_at FROM " + walk + " AS w WHERE (SELECT f.enough FROM page_of_"
                    + walk + " AS f)"));
            lacking.append(" AND ").append(lacks(walk));
        }
        parts.add(
                this.owner.isPerson()
                        ? lookUp(SqlText.of("SELECT n.room_id FROM (", this.owner.rooms(""), ") AS n" + lacking))
                        : SqlText.of("SELECT a.id, a.active_at FROM (", ofOrganization(), ") AS a" + lacking));
        return SqlText.of(
                "WITH ",
                counted,
                walk("walked", first, many),
                (first < next) ? SqlText.of(", ", walk("walked_on", next, many + " AND " + lacks("walked"))) : "",
                "\nSELECT r.id FROM (",
                SqlText.union(parts),
                page);
    }

    /** Returns the condition that the rooms in the common table expression named {@code walk} do not fill the page. */
    private static String lacks(String walk) {
        return "(SELECT NOT f.enough FROM page_of_" + walk + " AS f)";
    }

    private SqlText all() {
        return this.owner.isPerson() ? lookUp(this.owner.rooms("")) : ofOrganization();
    }

    private boolean hasNoConditions() {
        return this.query.channelType() == null && this.query.metadata().isEmpty() && !this.query.unreadOnly();
    }

    /**
     * Returns a query for the rooms of the organization that meet the conditions of the inbox query, in any order. When
     * Citus distributes the tables over several servers and {@code limit} is set, the query returns only the most
     * recently active rooms. In this case, it returns at most {@code limit} rooms of each status.
     */
    private SqlText ofOrganization() {
        String first = (this.database.isDistributed() && this.limit != null)
                ? " ORDER BY r.activity_bucket DESC, active_at DESC, r.id DESC LIMIT " + this.limit
                : "";
        return SqlText.union(this.states.stream()
                .map(state -> SqlText.of(rooms(), " WHERE ", ofState(state), after(), conditions(), first))
                .toList());
    }

    private SqlText ofState(States state) {
        return SqlText.of(
                SqlText.with("r.organization_id = " + InboxOwner.ASKED + " AND ", this.query.organizationId()),
                state.condition("r.status"));
    }

    /**
     * Returns a query for the latest {@code activity_bucket} B that meets this condition: at least {@code number} rooms
     * of one status have B or a later {@code activity_bucket}. The {@code activity_bucket} of a room is the time of its
     * last activity, truncated to a multiple of two minutes. When the inbox query has a cursor, the query truncates the
     * time of the cursor in the same way, and counts only rooms with an earlier {@code activity_bucket}. When every
     * status has fewer than {@code number} such rooms, the query returns {@code -infinity}.
     *
     * <p>The query hides its limit from the planner, like {@link #IN_ORDER}. If the planner saw the limit and expected
     * fewer rooms than the limit, the server would sort all rooms of the organization.
     */
    private SqlText horizon(int number) {
        InboxCursor after = this.query.after();
        List<SqlText> parts = this.states.stream()
                .map(state -> SqlText.of(
                        "SELECT CASE WHEN pg_catalog.count(*) = " + number
                                + " THEN pg_catalog.min(r.activity_bucket) END AS bucket"
                                + " FROM (SELECT r.activity_bucket FROM roomkit.rooms AS r WHERE ",
                        ofState(state),
                        (after != null) ? SqlText.with(" AND r.activity_bucket < " + BUCKET, after.activeAt()) : "",
                        " ORDER BY r.activity_bucket DESC LIMIT (SELECT " + number + ")) AS r"))
                .toList();
        return SqlText.of(
                "SELECT COALESCE(pg_catalog.max(h.bucket), CAST('-infinity' AS timestamptz)) AS bucket FROM (",
                SqlText.union(parts),
                ") AS h");
    }

    private int limit() {
        return Objects.requireNonNull(this.limit);
    }

    private int rooms(int perRoom) {
        return Math.min(perRoom * limit(), MOST_READ);
    }

    /**
     * Returns three common table expressions, which read the most recently active rooms of the organization. The
     * expression {@code "horizon_" + name} contains the result of {@link #horizon}. The expression {@code name}
     * contains the rooms of the page that are among the most recently active rooms. The expression
     * {@code "page_of_" + name} tells whether the expression {@code name} contains all rooms of the page.
     *
     * @param number the number of rooms of each status to read
     * @param condition an SQL condition; the server reads no room when this condition is false
     */
    private SqlText walk(String name, int number, String condition) {
        InboxCursor after = this.query.after();
        String columns = ", r.activity_bucket"
                + (this.owner.isFoundByCreation() ? ", r.created_at" : "")
                + (this.query.unreadOnly() ? ", r.message_count" : "")
                + (this.query.metadata().isEmpty() ? "" : ", r.data");
        List<SqlText> parts = this.states.stream()
                .map(state -> SqlText.of(
                        "SELECT r.id, " + ACTIVE_AT + " AS active_at" + columns + " FROM roomkit.rooms AS r WHERE "
                                + condition + " AND ",
                        ofState(state),
                        " AND r.activity_bucket >= (SELECT h.bucket FROM horizon_" + name + " AS h)",
                        (after != null) ? SqlText.with(" AND r.activity_bucket <= " + BUCKET, after.activeAt()) : "",
                        after(),
                        IN_ORDER))
                .toList();
        return SqlText.of(
                "horizon_" + name + " AS MATERIALIZED (",
                horizon(number),
                "), " + name + " AS MATERIALIZED (SELECT r.id, r.active_at FROM (SELECT r.id, r.active_at" + columns
                        + " FROM (",
                SqlText.union(parts),
                ") AS r" + LIVELIEST_FIRST + "(SELECT CASE WHEN h.bucket > CAST('-infinity' AS timestamptz) THEN "
                        + number * parts.size() + " END FROM horizon_" + name + " AS h)) AS r",
                this.query.unreadOnly() ? SqlText.with(MARKER, this.query.readBy()) : "",
                " WHERE TRUE",
                this.owner.isPresent(),
                conditions(),
                LIVELIEST_FIRST + limit() + "), page_of_" + name + " AS MATERIALIZED (SELECT " + condition
                        + " AND ((SELECT pg_catalog.count(*) = " + limit() + " FROM " + name
                        + " AS w) OR (SELECT h.bucket FROM horizon_" + name
                        + " AS h) = CAST('-infinity' AS timestamptz)) AS enough)");
    }

    /** Returns a query for those rooms of the inbox whose ids the query {@code ids} finds. */
    private SqlText lookUp(SqlText ids) {
        SqlText ofOrganization = (this.query.organizationId() != null)
                ? SqlText.with(
                        " AND r.organization_id IS NOT DISTINCT FROM CAST(? AS text)", this.query.organizationId())
                : SqlText.of();
        SqlText ofStatuses = (this.query.statuses() != null)
                ? SqlText.with(" AND r.status = ANY (CAST(? AS text[]))", (Object)
                        this.query.statuses().stream().map(Rows::value).toArray(String[]::new))
                : SqlText.of();
        return SqlText.of(
                rooms(),
                this.database.isDistributed() ? " WHERE r.id IN (" : " WHERE r.id = ANY (ARRAY(",
                ids,
                this.database.isDistributed() ? ")" : "))",
                after(),
                conditions(),
                ofOrganization,
                ofStatuses);
    }

    private SqlText rooms() {
        return SqlText.of(
                "SELECT ",
                this.columns,
                " FROM roomkit.rooms AS r",
                this.query.unreadOnly() ? SqlText.with(MARKER, this.query.readBy()) : "");
    }

    /** Returns the condition that the room {@code r} comes after the cursor of the inbox query. */
    private SqlText after() {
        InboxCursor after = this.query.after();
        return (after != null)
                ? SqlText.with(
                        " AND (" + ACTIVE_AT + ", r.id) < (CAST(? AS timestamptz), " + InboxOwner.ASKED + ")",
                        after.activeAt(),
                        after.roomId())
                : SqlText.of();
    }

    /** Returns the conditions of the inbox query on the room {@code r}, apart from organization and status. */
    private SqlText conditions() {
        return SqlText.of(
                (this.query.channelType() != null)
                        ? SqlText.with(
                                " AND (SELECT TRUE FROM roomkit.bindings AS t WHERE t.room_id = r.id"
                                        + " AND t.channel_type = ? LIMIT 1)",
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
