package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL for a page of a room's timeline: the conditions with their parameters, the order and the limit.
 *
 * <p>There are two ways to read the events in a range of creation times: through the database index on the creation
 * time, or by reading all events of the room in the order of the timeline. Which way is faster depends on the number of
 * events in the range of times, and the planner's estimate of this number is not good enough. The SQL therefore first
 * counts the events in the range, and stops counting at 1 001. When the range has at most 1 000 events, the SQL uses
 * the database index on the creation time. When the range has more events, the SQL reads the timeline. In this second
 * case, the SQL compares the expression {@code created_at AT TIME ZONE 'UTC'} instead of the column {@code created_at}.
 * No database index contains this expression, so the planner has to read the timeline.
 */
final class EventConditions {

    private static final String PAGE = """
            SELECT %4$s
            FROM roomkit.events AS e
            WHERE e.room_id = ?%1$s
            ORDER BY e.index%2$s%3$s
            """;

    private static final String PAGE_OF_TIMES = """
            WITH ranged AS MATERIALIZED (
                SELECT e.index
                FROM roomkit.events AS e
                WHERE e.room_id = ?%3$s
                ORDER BY e.created_at, e.index LIMIT 1001
            )
            SELECT %7$s
            FROM (
                (SELECT %7$s
                 FROM (SELECT n.index FROM ranged AS n ORDER BY n.index%2$s) AS n CROSS JOIN LATERAL (
                     SELECT %7$s
                     FROM roomkit.events AS e
                     WHERE e.room_id = ? AND e.index = n.index%1$s LIMIT 1
                 ) AS e
                 WHERE (SELECT pg_catalog.count(*) FROM ranged) <= 1000
                 ORDER BY n.index%2$s%6$s)
                UNION ALL
                (SELECT %7$s
                 FROM roomkit.events AS e
                 WHERE (SELECT pg_catalog.count(*) FROM ranged) > 1000 AND e.room_id = ?%1$s%4$s
                 ORDER BY e.index%2$s%6$s)
            ) AS e
            ORDER BY e.index%2$s%5$s
            """;

    private static final String COUNT = "SELECT pg_catalog.count(*) FROM roomkit.events AS e WHERE e.room_id = ?%s";

    private static final String WALKED =
            " AND e.created_at AT TIME ZONE 'UTC' %s CAST(? AS timestamptz) AT TIME ZONE 'UTC'";

    private final EventQuery query;

    private final boolean descending;

    private final StringBuilder conditions = new StringBuilder();

    private final List<Object> values = new ArrayList<>();

    private final StringBuilder times = new StringBuilder();

    private final StringBuilder walkedTimes = new StringBuilder();

    private final List<Object> timeValues = new ArrayList<>();

    private final int limit;

    private EventConditions(EventQuery query, int limit) {
        EventFilter filter = query.filter();
        this.query = query;
        this.limit = limit;
        this.descending = query.newestFirst() || query.beforeIndex() != null;
        add("e.index > ?", query.afterIndex());
        add("e.index < ?", query.beforeIndex());
        add("e.type = ANY (ARRAY(SELECT pg_catalog.unnest(CAST(? AS text[]))))", values(filter.types()));
        add("e.type <> ALL (ARRAY(SELECT pg_catalog.unnest(CAST(? AS text[]))))", values(filter.excludeTypes()));
        add("e.visibility = ?", filter.visibility());
        add("e.source_channel_id = ?", filter.sourceChannelId());
        add(
                "e.source_channel_type = ?",
                (filter.channelType() != null) ? filter.channelType().value() : null);
        add("e.source_participant_id = ?", filter.participantId());
        add("e.correlation_id = ?", filter.correlationId());
        add("e.parent_event_id = ?", filter.parentEventId());
        if (!filter.includeBlocked()) {
            this.conditions.append(" AND NOT e.blocked");
        }
        if (filter.topLevelOnly()) {
            this.conditions.append(" AND e.parent_event_id IS NULL");
        }
        addTime(">", filter.afterTime());
        addTime("<", filter.beforeTime());
    }

    /** Creates the conditions for a query, with the given limit instead of the query's own limit. */
    static EventConditions of(EventQuery query, int limit) {
        return new EventConditions(query, limit);
    }

    /**
     * Returns the SQL that selects the given columns of the events of the page. The table {@code events} has the alias
     * {@code e}.
     */
    String sql(String columns) {
        String order = this.descending ? " DESC" : "";
        String limit = Limits.page(this.limit, offset());
        return this.timeValues.isEmpty()
                ? PAGE.formatted(this.conditions, order, limit, columns)
                : PAGE_OF_TIMES.formatted(
                        this.conditions,
                        order,
                        this.times,
                        this.walkedTimes,
                        limit,
                        Limits.part(this.limit, offset()),
                        columns);
    }

    String countSql() {
        return COUNT.formatted(this.times.toString() + this.conditions);
    }

    Parameters countParameters() {
        List<Object> all = new ArrayList<>(List.of(this.query.roomId()));
        all.addAll(this.timeValues);
        all.addAll(this.values);
        return Parameters.of(all.toArray());
    }

    @Nullable
    Object[] parameters() {
        List<Object> all = new ArrayList<>(List.of(this.query.roomId()));
        if (!this.timeValues.isEmpty()) {
            List<Object> read = (offset() > 0) ? List.of((long) offset() + this.limit) : List.of();
            all.addAll(this.timeValues);
            all.add(this.query.roomId());
            all.addAll(this.values);
            all.addAll(read);
            all.add(this.query.roomId());
            all.addAll(this.values);
            all.addAll(this.timeValues);
            all.addAll(read);
        } else {
            all.addAll(this.values);
        }
        if (offset() > 0) {
            all.add(offset());
        }
        return all.toArray();
    }

    private int offset() {
        return (this.query.offset() != null) ? this.query.offset() : 0;
    }

    /** Returns the ORDER BY expression of the query. The table {@code events} has the alias {@code e}. */
    String order() {
        return this.descending ? "e.index DESC" : "e.index";
    }

    boolean descending() {
        return this.descending;
    }

    private void add(String condition, @Nullable Object value) {
        if (value != null) {
            this.conditions.append(" AND ").append(condition);
            this.values.add(value);
        }
    }

    private void addTime(String comparison, @Nullable Object value) {
        if (value != null) {
            this.times.append(" AND e.created_at ").append(comparison).append(" ?");
            this.walkedTimes.append(WALKED.formatted(comparison));
            this.timeValues.add(value);
        }
    }

    private static String @Nullable [] values(@Nullable Collection<EventType> types) {
        return (types != null) ? types.stream().map(EventType::value).toArray(String[]::new) : null;
    }
}
