package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import live.roomkit.store.PageTooLargeException;
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

    private final long maxPageSize;

    private final Clock clock;

    Database(JdbcTemplate jdbc, SchemaName schema, RecordJson json, long maxPageSize, Clock clock) {
        this.jdbc = jdbc;
        this.schema = schema;
        this.json = json;
        this.maxPageSize = maxPageSize;
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

    /**
     * Returns the rows of a query without a limit, which reads {@link Limits#records}.
     *
     * @throws PageTooLargeException when not all rows fit
     */
    <T> List<T> page(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return all(read(sql, this.maxPageSize, mapper, parameters));
    }

    /**
     * Returns the rows of a query with a limit.
     *
     * @throws PageTooLargeException when not all rows fit
     */
    <T> List<T> page(PageSql sql, int limit, RowMapper<T> mapper, @Nullable Object... parameters) {
        return all(fitting(sql, limit, mapper, parameters));
    }

    /**
     * Returns those rows of a query with a limit that fit. Asks again when a record is larger than its share of the page.
     */
    <T> Page<T> fitting(PageSql sql, int limit, RowMapper<T> mapper, @Nullable Object... parameters) {
        Page<T> page = read(sql.reading(Limits.shares(sql.alias())), this.maxPageSize / limit, mapper, parameters);
        return page.isWhole()
                ? page
                : read(sql.reading(Limits.records(sql.alias(), sql.order())), this.maxPageSize, mapper, parameters);
    }

    private <T> Page<T> read(String sql, long size, RowMapper<T> mapper, @Nullable Object... parameters) {
        @Nullable Object[] all = new @Nullable Object[parameters.length + 1];
        all[0] = size;
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        Page<T> page = new Page<>();
        this.jdbc.query(this.schema.replace(sql), Parameters.of(all), row -> {
            page.add(row, mapper);
        });
        return page;
    }

    private <T> List<T> all(Page<T> page) {
        if (!page.isWhole()) {
            throw new PageTooLargeException(page.count, page.bytes, this.maxPageSize, page.rows.size());
        }
        return Collections.unmodifiableList(page.rows);
    }

    /** Passes each row of a query to the handler, in the query's order. */
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

    /**
     * Does what {@link #update} does, for a statement that may run longer than the statement timeout by the given time.
     */
    int updateWithin(long moreNanos, String sql, @Nullable Object... parameters) {
        JdbcTemplate patient = new StoreJdbcTemplate(Objects.requireNonNull(this.jdbc.getDataSource()));
        int timeout = this.jdbc.getQueryTimeout();
        patient.setQueryTimeout(
                (timeout > 0) ? timeout + (int) Duration.ofNanos(moreNanos).toSeconds() : timeout);
        return patient.update(this.schema.apply(sql), Parameters.of(parameters));
    }

    private <T> List<T> rows(String sql, RowMapper<T> mapper, PreparedStatementSetter parameters) {
        List<T> rows = new ArrayList<>();
        this.jdbc.query(sql, parameters, row -> {
            rows.add(mapper.mapRow(row, rows.size()));
        });
        return Collections.unmodifiableList(rows);
    }

    /** Holds the rows that fit into a page, and the number and size of all rows. */
    static final class Page<T> {

        private final List<T> rows = new ArrayList<>();

        private int count;

        private long bytes;

        private void add(ResultSet row, RowMapper<T> mapper) throws SQLException {
            byte[] data = row.getBytes("data");
            if (data != null) {
                this.rows.add(mapper.mapRow(row, this.count));
            }
            this.count++;
            this.bytes += (data != null) ? data.length : row.getInt("bytes");
        }

        private boolean isWhole() {
            return this.count == this.rows.size();
        }

        List<T> rows() {
            return this.rows;
        }

        int count() {
            return this.count;
        }
    }

    /**
     * A query for a page, whose statement depends on how the records are read.
     *
     * @param alias the rows of the page
     * @param order the columns that they are ordered by
     * @param before the statement before what reads the records
     * @param after the statement after it
     */
    record PageSql(String alias, String order, String before, String after) {

        private String reading(String records) {
            return this.before + records + this.after;
        }
    }
}
