package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import live.roomkit.store.PageTooLargeException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;

/** Runs the SQL of classes such as {@link EventTable} in the configured schema, and converts records to JSON. */
final class Database {

    private final JdbcTemplate jdbc;

    private final SchemaName schema;

    private final RecordJson json;

    private final long maxPageSize;

    private final Clock clock;

    private final boolean recording;

    private final boolean distributed;

    private volatile Runnable whenRecorded = () -> {};

    Database(
            JdbcTemplate jdbc,
            SchemaName schema,
            RecordJson json,
            long maxPageSize,
            Clock clock,
            boolean recording,
            boolean distributed) {
        this.jdbc = jdbc;
        this.schema = schema;
        this.json = json;
        this.maxPageSize = maxPageSize;
        this.clock = clock;
        this.recording = recording;
        this.distributed = distributed;
    }

    /** Returns the current time of the store's clock, truncated to microseconds. */
    Instant now() {
        return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    Instant notAfterNow(Instant time) {
        Instant now = now();
        return time.isAfter(now) ? now : time;
    }

    /** Sets the code to call before each statement that records its changes in the change feed. */
    void whenRecorded(Runnable action) {
        this.whenRecorded = action;
    }

    /** Checks whether statements record their changes in the change feed. */
    boolean isRecording() {
        return this.recording;
    }

    /** Checks whether Citus distributes the rooms over its nodes. */
    boolean isDistributed() {
        return this.distributed;
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

    <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return rows(this.schema.apply(sql), mapper, Parameters.of(parameters));
    }

    /**
     * Returns the rows of a query as {@link #list} does, for SQL that is built at run time. Unlike {@code list}, this
     * method does not cache the SQL into which it has inserted the name of the schema.
     */
    <T> List<T> listBuilt(String sql, RowMapper<T> mapper, PreparedStatementSetter parameters) {
        return rows(this.schema.replace(sql), mapper, parameters);
    }

    /**
     * Runs a query that has no LIMIT clause, and returns its rows. The query must select the expressions of
     * {@link Limits#records}.
     *
     * @throws PageTooLargeException when the records of the rows are together larger than {@code maxPageSize} bytes
     */
    <T> List<T> page(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return all(read(sql, this.maxPageSize, mapper, parameters));
    }

    /**
     * Runs a query that has a LIMIT clause, and returns its rows.
     *
     * @throws PageTooLargeException when the records of the rows are together larger than {@code maxPageSize} bytes
     */
    <T> List<T> page(PageSql sql, int limit, RowMapper<T> mapper, @Nullable Object... parameters) {
        return all(fitting(sql, limit, mapper, parameters));
    }

    /**
     * Runs a query that has a LIMIT clause, and returns the rows whose records fit into {@code maxPageSize} bytes. All
     * rows fit when no record is larger than {@code maxPageSize} divided by the limit. When a record is larger, a
     * second query adds up the sizes of the records.
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

    void each(String sql, RowCallbackHandler handler, @Nullable Object... parameters) {
        this.jdbc.query(this.schema.apply(sql), Parameters.of(parameters), handler);
    }

    <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        List<T> rows = list(sql, mapper, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    boolean exists(String sql, @Nullable Object... parameters) {
        return !list(sql, (row, number) -> Boolean.TRUE, parameters).isEmpty();
    }

    int update(String sql, @Nullable Object... parameters) {
        return this.jdbc.update(this.schema.apply(sql), Parameters.of(parameters));
    }

    /**
     * Runs a statement as {@link #update} does, with a timeout that is longer than the statement timeout by
     * {@code moreNanos} nanoseconds, rounded down to seconds. During the statement, the socket timeout of the
     * connection is longer by the same time. The caller must run this method in a transaction.
     */
    int updateWithin(long moreNanos, String sql, @Nullable Object... parameters) {
        JdbcTemplate patient = new StoreJdbcTemplate(Objects.requireNonNull(this.jdbc.getDataSource()));
        int timeout = this.jdbc.getQueryTimeout();
        long more = Duration.ofNanos(moreNanos).toSeconds();
        patient.setQueryTimeout((timeout > 0) ? timeout + (int) more : timeout);
        ConnectionCallback<Integer> update = connection -> {
            int socketTimeout = connection.getNetworkTimeout();
            long longer = (socketTimeout > 0) ? Math.min(Integer.MAX_VALUE, socketTimeout + more * 1_000) : 0;
            connection.setNetworkTimeout(Runnable::run, (int) longer);
            try {
                return patient.update(this.schema.apply(sql), Parameters.of(parameters));
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, socketTimeout);
                }
            }
        };
        return Objects.requireNonNull(patient.execute(update));
    }

    <T> List<T> list(Recorded sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return this.recording
                ? list(sql.recording(), mapper, timed(parameters))
                : list(sql.plain(), mapper, parameters);
    }

    <T> Optional<T> first(Recorded sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        List<T> rows = list(sql, mapper, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    boolean exists(Recorded sql, @Nullable Object... parameters) {
        return !list(sql, (row, number) -> Boolean.TRUE, parameters).isEmpty();
    }

    int update(Recorded sql, @Nullable Object... parameters) {
        return this.recording ? update(sql.recording(), timed(parameters)) : update(sql.plain(), parameters);
    }

    int updateWithin(long moreNanos, Recorded sql, @Nullable Object... parameters) {
        return this.recording
                ? updateWithin(moreNanos, sql.recording(), timed(parameters))
                : updateWithin(moreNanos, sql.plain(), parameters);
    }

    /**
     * Calls the code that {@link #whenRecorded} has set, and returns the given parameters followed by the current time.
     */
    private @Nullable Object[] timed(@Nullable Object[] parameters) {
        this.whenRecorded.run();
        @Nullable Object[] timed = Arrays.copyOf(parameters, parameters.length + 1);
        timed[parameters.length] = now();
        return timed;
    }

    private <T> List<T> rows(String sql, RowMapper<T> mapper, PreparedStatementSetter parameters) {
        List<T> rows = new ArrayList<>();
        this.jdbc.query(sql, parameters, row -> {
            rows.add(mapper.mapRow(row, rows.size()));
        });
        return Collections.unmodifiableList(rows);
    }

    /** Contains the rows that fit into a page, with the number and total size of all rows of the query. */
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
     * Query for a page of records. The method {@code reading} returns the whole SQL: {@code before}, an expression that
     * reads the records, and {@code after}.
     *
     * @param alias the alias of the table or subquery that has the records
     * @param order the columns by which the rows are ordered
     * @param before the SQL before the expression that reads the records
     * @param after the SQL after the expression that reads the records
     */
    record PageSql(String alias, String order, String before, String after) {

        private String reading(String records) {
            return this.before + records + this.after;
        }
    }
}
