package live.roomkit.store.postgres;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;

/**
 * Gives the table classes access to the database: it runs statements in the configured schema and maps records to JSON.
 */
final class Database {

    private final JdbcTemplate jdbc;

    private final SchemaName schema;

    private final RecordJson json;

    private final Clock clock;

    Database(JdbcTemplate jdbc, SchemaName schema, RecordJson json, Clock clock) {
        this.jdbc = jdbc;
        this.schema = schema;
        this.json = json;
        this.clock = clock;
    }

    /** Returns the present time by the store's clock, as the database holds it. */
    Instant now() {
        return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the given time, or the present time when that is earlier. */
    Instant notAfterNow(Instant time) {
        Instant now = now();
        return time.isAfter(now) ? now : time;
    }

    RecordJson json() {
        return this.json;
    }

    Jsonb jsonb(Record record) {
        return new Jsonb(this.json.write(record));
    }

    Jsonb jsonb(Map<String, ? extends @Nullable Object> values) {
        return new Jsonb(this.json.write(values));
    }

    /** Returns the rows of a query in the query's order, as an unmodifiable list. */
    <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return rows(this.schema.apply(sql), mapper, Parameters.of(parameters));
    }

    /** Does what {@link #list} does, for a statement that was put together at run time. */
    <T> List<T> listBuilt(String sql, RowMapper<T> mapper, PreparedStatementSetter parameters) {
        return rows(this.schema.replace(sql), mapper, parameters);
    }

    /** Hands each row of a query on, in its order. */
    void each(String sql, RowCallbackHandler handler, @Nullable Object... parameters) {
        this.jdbc.query(this.schema.apply(sql), Parameters.of(parameters), handler);
    }

    /** Returns the first row of a query, or of a statement's RETURNING clause. */
    <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        List<T> rows = list(sql, mapper, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    /** Checks whether a query returns a row. */
    boolean exists(String sql, @Nullable Object... parameters) {
        return !list(sql, (row, number) -> Boolean.TRUE, parameters).isEmpty();
    }

    /** Runs a statement and returns the number of rows that it wrote. */
    int update(String sql, @Nullable Object... parameters) {
        return this.jdbc.update(this.schema.apply(sql), Parameters.of(parameters));
    }

    private <T> List<T> rows(String sql, RowMapper<T> mapper, PreparedStatementSetter parameters) {
        List<T> rows = new ArrayList<>();
        this.jdbc.query(sql, parameters, row -> {
            rows.add(mapper.mapRow(row, rows.size()));
        });
        return Collections.unmodifiableList(rows);
    }
}
