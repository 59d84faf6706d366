package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedState;
import live.roomkit.feed.StandbyFeedException;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.feed.ChangeRow;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL that reads and deletes changes of the change feed. {@link Recorded} inserts the rows of the table
 * {@code changes}, and {@link FeedSwitch} inserts the row of the table {@code feed}.
 *
 * <p>A page contains changes that a newer snapshot sees and an older snapshot does not see. {@link FeedPosition}
 * explains the two snapshots. A page has two parts. The first part contains late changes, with ids up to the highest id
 * that the older snapshot sees. Late changes belong to transactions that were running when the older snapshot was
 * taken, or that began later. A change of a transaction that began later can also have a low id, because a statement
 * takes the id of a change before PostgreSQL gives the transaction an id. The second part contains the changes with
 * higher ids, up to {@link FeedPosition#pageId()}. The time to read a page does not depend on the number of changes
 * that were read before, and reading a page never waits for another transaction.
 *
 * <p>Every range of ids in the SQL has a lower and an upper bound, because the planner estimates that a range with only
 * one bound contains 33 % of the table. The bounds are hidden from the planner by subqueries, so that the planner need
 * not plan the statement again for each page.
 *
 * <p>The SQL searches a range of ids for late changes. For the transactions that were running when the older snapshot
 * was taken, the SQL finds the late changes in two steps. First, it selects all changes of these transactions. Then, it
 * keeps the changes whose ids are in the range. With a single step, the planner could choose to read the whole range of
 * ids. For the transactions that began later, the SQL compares the expression {@code id + 0} with the range. No index
 * exists on this expression, so the planner cannot choose to read the range of ids.
 */
final class FeedTable {

    private static final String COLUMNS = "c.id, c.kind, c.index, c.created_at, c.room_id, c.organization_id, c.key";

    private static final String STATE = """
            SELECT f.epoch, f.first_id, CAST(pg_catalog.pg_current_snapshot() AS text) AS snapshot,
                CAST(CAST(pg_catalog.pg_current_xact_id_if_assigned() AS text) AS bigint) AS own_xid,
                (SELECT c.id FROM roomkit.changes AS c ORDER BY c.id DESC LIMIT 1) AS last_id,
                d.id AS deleted_id, CAST(CAST(d.xid AS text) AS bigint) AS deleted_xid,
                pg_catalog.pg_is_in_recovery() AS standby""";

    private static final String FROM_STATE =
            " FROM roomkit.feed AS f LEFT JOIN roomkit.feed_deletions AS d ON d.epoch = f.epoch";

    private static final String FIND_STATE = STATE + FROM_STATE + " WHERE f.id = 1";

    private static final String PAGE = STATE + ", p.id AS change_id, p.kind, p.index, p.created_at, p.room_id,"
            + " p.organization_id, p.key" + FROM_STATE + " LEFT JOIN (%s) AS p ON true WHERE f.id = 1 ORDER BY p.id";

    /**
     * Finds the ids of late changes, whose transactions had not ended when the reader read changes with higher ids. The
     * planner plans this query separately from the rest of the statement. If the planner planned both together, it
     * could choose to read all changes with ids that late changes may have, in the order of these ids.
     */
    private static final String LATE = """
            WITH running AS MATERIALIZED (
                SELECT c.id
                FROM roomkit.changes AS c
                WHERE c.xid = ANY (ARRAY(SELECT pg_catalog.unnest(CAST(? AS xid8[]))))%1$s
            ), late AS MATERIALIZED (
                SELECT n.id
                FROM running AS n
                WHERE n.id > ? AND n.id <= ?
                UNION ALL
                SELECT c.id
                FROM roomkit.changes AS c
                WHERE c.xid >= (SELECT CAST(? AS xid8)) AND c.xid < CAST('18446744073709551615' AS xid8)
                    AND c.id + CAST(0 AS bigint) > (SELECT CAST(? AS bigint))
                    AND c.id + CAST(0 AS bigint) <= (SELECT CAST(? AS bigint))%1$s
            )
            """;

    private static final String OF_LATE = "(SELECT " + COLUMNS + """
             FROM roomkit.changes AS c
            WHERE c.id = ANY (ARRAY(SELECT n.id FROM late AS n ORDER BY n.id%s))""";

    private static final String HIGHER = "(SELECT " + COLUMNS + """
             FROM roomkit.changes AS c
            WHERE c.id > (SELECT CAST(? AS bigint)) AND c.id <= (SELECT CAST(? AS bigint))""";

    /** SQL condition that excludes changes that the reader's own transaction has recorded but not committed yet. */
    private static final String NOT_OWN =
            " AND c.xid IS DISTINCT FROM (SELECT pg_catalog.pg_current_xact_id_if_assigned())";

    private static final String VISIBLE =
            " AND pg_catalog.pg_visible_in_snapshot(c.xid, (SELECT CAST(? AS pg_snapshot)))";

    private static final String OF_KINDS = " AND c.kind = ANY (ARRAY(SELECT pg_catalog.unnest(CAST(? AS smallint[]))))";

    private static final String OF_ORGANIZATION = " AND c.organization_id = (SELECT CAST(? AS text))";

    private static final String OF_ROOM = " AND c.room_id = (SELECT CAST(? AS text))";

    private static final String FIND_KEPT = """
            SELECT (SELECT c.id FROM roomkit.changes AS c ORDER BY c.id LIMIT 1) AS first_id,
                (SELECT c.id FROM roomkit.changes AS c ORDER BY c.id DESC LIMIT 1) AS last_id,
                (SELECT c.created_at FROM roomkit.changes AS c ORDER BY c.id LIMIT 1) AS oldest,
                (SELECT c.created_at
                    FROM roomkit.changes AS c
                    WHERE c.xid >= (SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot()))
                        AND c.xid < CAST('18446744073709551615' AS xid8) AND c.id > f.first_id
                    ORDER BY c.xid, c.id LIMIT 1) AS oldest_open
            FROM roomkit.feed AS f
            WHERE f.id = 1
            """;

    private static final String PREVENT_DELETION =
            "SELECT f.id FROM roomkit.feed AS f WHERE f.id = 1 FOR NO KEY UPDATE";

    /**
     * Deletes old changes. The lock on the row of the table {@code feed} lets only one transaction delete at a time. A
     * change that was recorded after the feed was last switched on must meet three conditions. Its id is at most the
     * {@link FeedPosition#readId()} of every consumer group. Its transaction id is lower than the ids of all running
     * transactions. Its transaction id is also lower than the {@link FeedPosition#lateXid()} of every consumer group.
     * The SQL does not check these conditions for a change that was recorded earlier. The transaction id of such a
     * change may come from another database, because the database may have been restored from a dump.
     */
    private static final String DELETE_OLD = """
            WITH turn AS MATERIALIZED (
                SELECT f.first_id FROM roomkit.feed AS f WHERE f.id = 1 FOR NO KEY UPDATE SKIP LOCKED
            ), first AS MATERIALIZED (
                SELECT c.id,
                    c.created_at < ? AND (c.id <= (SELECT t.first_id FROM turn AS t)
                        OR (c.xid < pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())
                            AND c.id <= COALESCE(
                                (SELECT pg_catalog.min(p.read_id) FROM roomkit.feed_positions AS p), 9223372036854775807)
                            AND c.xid < COALESCE(
                                (SELECT p.late_xid FROM roomkit.feed_positions AS p
                                    ORDER BY p.late_xid, p.group_name, p.partition LIMIT 1),
                                CAST('18446744073709551615' AS xid8)))) AS old
                FROM roomkit.changes AS c
                WHERE EXISTS (SELECT 1 FROM turn AS t)
                ORDER BY c.id LIMIT 10000
            ), deleted AS (
                DELETE FROM roomkit.changes AS c
                WHERE c.id <= (SELECT pg_catalog.max(n.id) FROM first AS n)
                    AND c.id < COALESCE((SELECT pg_catalog.min(n.id) FROM first AS n WHERE NOT n.old), 9223372036854775807)
                RETURNING c.id, c.xid
            ), noted AS (
                INSERT INTO roomkit.feed_deletions AS d (epoch, id, xid)
                SELECT f.epoch, (SELECT pg_catalog.max(n.id) FROM deleted AS n),
                    COALESCE(
                        (SELECT n.xid FROM deleted AS n WHERE n.id > f.first_id ORDER BY n.xid DESC, n.id LIMIT 1),
                        CAST('0' AS xid8))
                FROM roomkit.feed AS f
                WHERE EXISTS (SELECT 1 FROM deleted AS n)
                ON CONFLICT (epoch) DO UPDATE
                SET id = GREATEST(d.id, EXCLUDED.id), xid = GREATEST(d.xid, EXCLUDED.xid)
            )
            SELECT pg_catalog.count(*) FROM deleted AS n
            """;

    private final Database database;

    FeedTable(Database database) {
        this.database = database;
    }

    /** Returns the state of the feed, or empty when the feed is off. */
    Optional<State> findState() {
        return this.database.first(FIND_STATE, (row, number) -> mapState(row));
    }

    /**
     * Returns a page of the changes after a position, and the state of the feed. Returns empty when the feed is off.
     */
    Optional<Page> read(FeedPosition position, FeedQuery query) {
        FeedSnapshot window = position.window();
        String visible = (window != null) ? VISIBLE : NOT_OWN;
        String narrowing = ((query.kinds() != null) ? OF_KINDS : "")
                + ((query.organizationId() != null) ? OF_ORGANIZATION : "")
                + ((query.roomId() != null) ? OF_ROOM : "");
        String limit = Limits.page(query.limit(), 0);
        String ordered = narrowing + " ORDER BY c.id" + limit + ")";
        String higher = HIGHER + visible + ordered;
        List<@Nullable Object> parameters = new ArrayList<>();
        if (position.hasLate()) {
            long after = Math.max(position.last(), position.floor());
            parameters.add(position.seen().runningTexts());
            add(parameters, window);
            Collections.addAll(parameters, after, position.seenId());
            Collections.addAll(parameters, Long.toString(position.seen().xmax()), after, position.seenId());
            add(parameters, window);
            addNarrowing(parameters, query);
        }
        Collections.addAll(parameters, position.readId(), position.pageId());
        add(parameters, window);
        addNarrowing(parameters, query);
        String sql = position.hasLate()
                ? LATE.formatted(visible)
                        + PAGE.formatted("SELECT " + COLUMNS + " FROM ("
                                + OF_LATE.formatted(narrowing.isEmpty() ? limit : "") + ordered + " UNION ALL " + higher
                                + ") AS c ORDER BY c.id" + limit)
                : PAGE.formatted(higher);
        return page(sql, parameters);
    }

    private Optional<Page> page(String sql, List<@Nullable Object> parameters) {
        List<Page> pages = new ArrayList<>();
        this.database.listBuilt(
                sql,
                (row, number) -> {
                    if (pages.isEmpty()) {
                        pages.add(new Page(mapState(row), new ArrayList<>(), new ArrayList<>()));
                    }
                    if (row.getObject("change_id") != null) {
                        pages.get(0).add(row);
                    }
                    return number;
                },
                Parameters.of(parameters.toArray()));
        return pages.stream().findFirst();
    }

    private static void addNarrowing(List<@Nullable Object> parameters, FeedQuery query) {
        add(parameters, (query.kinds() != null) ? codes(query.kinds()) : null);
        add(parameters, query.organizationId());
        add(parameters, query.roomId());
    }

    /** Adds a parameter, unless its value is {@code null}. For {@code null}, the SQL contains no placeholder. */
    private static void add(List<@Nullable Object> parameters, @Nullable Object value) {
        if (value != null) {
            parameters.add((value instanceof FeedSnapshot snapshot) ? snapshot.toString() : value);
        }
    }

    private static Short[] codes(Set<Class<? extends Change>> kinds) {
        return kinds.stream()
                .map(kind -> (short) ChangeKind.of(kind).code())
                .sorted()
                .toArray(Short[]::new);
    }

    /** Describes the changes in the feed. Returns empty when the feed is off. */
    Optional<FeedState> findKept() {
        return this.database.first(FIND_KEPT, (row, number) -> {
            long last = row.getLong("last_id");
            return new FeedState(
                    (last > 0) ? last - row.getLong("first_id") + 1 : 0,
                    age(Rows.instant(row, "oldest")),
                    age(Rows.instant(row, "oldest_open")));
        });
    }

    private Duration age(@Nullable Instant time) {
        Duration age = (time != null) ? Duration.between(time, this.database.now()) : Duration.ZERO;
        return age.isNegative() ? Duration.ZERO : age;
    }

    /**
     * Waits for a running deletion of old changes, and prevents further deletions until the current transaction ends.
     */
    void preventDeletion() {
        this.database.exists(PREVENT_DELETION);
    }

    /**
     * Deletes at most 10 000 of the oldest changes, and returns their number. Deletes only changes that were recorded
     * before the given time, and keeps changes that a consumer group has not read yet.
     */
    int deleteOld(Instant time) {
        return this.database
                .first(DELETE_OLD, (row, number) -> row.getInt(1), time)
                .orElse(0);
    }

    private static State mapState(ResultSet row) throws SQLException {
        if (row.getBoolean("standby")) {
            throw new StandbyFeedException();
        }
        FeedSnapshot snapshot = FeedSnapshot.parse(row.getString("snapshot"));
        Long own = row.getObject("own_xid", Long.class);
        long firstId = row.getLong("first_id");
        return new State(
                row.getString("epoch"),
                firstId,
                (own != null) ? snapshot.without(own) : snapshot,
                Math.max(firstId, Math.max(row.getLong("last_id"), row.getLong("deleted_id"))),
                row.getLong("deleted_id"),
                row.getLong("deleted_xid"));
    }

    /**
     * Contains the state of the feed at one moment.
     *
     * @param epoch the text that identifies the period since the feed was last switched on
     * @param firstId the highest id in the table {@code changes} when the feed was last switched on, or 0 when the
     *     table was empty
     * @param snapshot the snapshot that sees all transactions that were committed at that moment
     * @param lastId the highest id of a change that the snapshot sees, or the highest id of a deleted change if that id
     *     is higher
     * @param deletedId the highest id of a deleted change
     * @param deletedXid the highest transaction id of the deleted changes
     */
    record State(String epoch, long firstId, FeedSnapshot snapshot, long lastId, long deletedId, long deletedXid) {}

    /**
     * Contains a page of changes in the order of their ids.
     *
     * @param ids the ids of all changes that were read, including changes of kinds that this version does not know
     */
    record Page(State state, List<Change> changes, List<Long> ids) {

        private void add(ResultSet row) throws SQLException {
            long id = row.getLong("change_id");
            this.ids.add(id);
            Optional<ChangeKind> kind = ChangeKind.ofCode(row.getInt("kind"));
            if (kind.isPresent()) {
                this.changes.add(kind.get()
                        .make(new ChangeRow(
                                id,
                                row.getString("room_id"),
                                row.getString("organization_id"),
                                Objects.requireNonNull(Rows.instant(row, "created_at")),
                                row.getString("key"),
                                row.getLong("index"))));
            }
        }
    }
}
