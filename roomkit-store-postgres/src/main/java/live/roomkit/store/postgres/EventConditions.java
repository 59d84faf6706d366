package live.roomkit.store.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * The part of a statement behind {@code WHERE e.room_id = ?} that a query of events asks for: conditions that carry their
 * parameters, order and limit.
 *
 * <p>Whether a range of times is better found through its own index or by walking the timeline depends on how wide it
 * is, which only a plan made for the very values can know; so such a statement is not prepared on the server.
 */
final class EventConditions {

    private final StringBuilder sql = new StringBuilder();

    private final List<@Nullable Object> values = new ArrayList<>();

    private final boolean descending;

    private final boolean ofTime;

    private EventConditions(EventQuery query) {
        EventFilter filter = query.filter();
        this.descending = query.newestFirst() || query.beforeIndex() != null;
        this.ofTime = filter.afterTime() != null || filter.beforeTime() != null;
        this.values.add(query.roomId());
        add("e.index > ?", query.afterIndex());
        add("e.index < ?", query.beforeIndex());
        add("e.type = ANY (?)", values(filter.types()));
        add("e.type <> ALL (?)", values(filter.excludeTypes()));
        add("e.visibility = ?", filter.visibility());
        add("e.source_channel_id = ?", filter.sourceChannelId());
        add("e.source_channel_type = ?", (filter.channelType() != null) ? filter.channelType().value() : null);
        add("e.source_participant_id = ?", filter.participantId());
        add("e.correlation_id = ?", filter.correlationId());
        add("e.parent_event_id = ?", filter.parentEventId());
        if (filter.topLevelOnly()) {
            this.sql.append(" AND e.parent_event_id IS NULL");
        }
        add("e.created_at > ?", filter.afterTime());
        add("e.created_at < ?", filter.beforeTime());
        this.sql.append(" ORDER BY e.index").append(this.descending ? " DESC" : "").append(" LIMIT ? OFFSET ?");
        this.values.add(query.limit());
        this.values.add((query.offset() != null) ? query.offset() : 0);
    }

    static EventConditions of(EventQuery query) {
        return new EventConditions(query);
    }

    String sql() {
        return this.sql.toString();
    }

    PreparedStatementSetter parameters() {
        Parameters parameters = Parameters.of(this.values.toArray());
        return this.ofTime ? statement -> setUnprepared(statement, parameters) : parameters;
    }

    /** Whether the page is read from its end. */
    boolean descending() {
        return this.descending;
    }

    private void add(String condition, @Nullable Object value) {
        if (value != null) {
            this.sql.append(" AND ").append(condition);
            this.values.add(value);
        }
    }

    private static String @Nullable [] values(@Nullable Collection<EventType> types) {
        return (types != null) ? types.stream().map(EventType::value).toArray(String[]::new) : null;
    }

    private static void setUnprepared(PreparedStatement statement, Parameters parameters) throws SQLException {
        if (statement.isWrapperFor(PGStatement.class)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        parameters.setValues(statement);
    }
}
