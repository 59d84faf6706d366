package live.roomkit.boot.actuate;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.store.postgres.Examination;
import live.roomkit.store.postgres.PoolStats;
import live.roomkit.store.postgres.PostgresSchema;
import live.roomkit.store.postgres.SchemaMigration;
import live.roomkit.store.postgres.StoreDoctor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Actuator endpoint that shows the migrations of a store, the state of its connection pool, and statistics of its
 * tables. The endpoint also examines the store for faults.
 */
@Endpoint(id = "roomkit")
public final class RoomKitEndpoint {

    private static final String DATABASE = "SELECT pg_catalog.current_database()";

    private static final String SERVER_VERSION =
            "SELECT pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1)";

    private static final String DOCTOR = "doctor";

    private static final Duration EXAMINATION = Duration.ofSeconds(10);

    /** Maximum time of each statement that {@link #examine} runs, if the statement timeout of the store is zero. */
    private static final Duration UNLIMITED = Duration.ofMinutes(1);

    private final DataSource dataSource;

    private final String schema;

    private final JdbcTemplate jdbc;

    private final StoreDoctor doctor;

    /**
     * Creates an endpoint for the store that uses the given DataSource and schema. {@code statementTimeout} limits the
     * time of each statement that {@link #store} and {@link #examine} run, except queries for the migrations. If
     * {@code statementTimeout} is zero, each statement of {@link #examine} may take one minute.
     */
    public RoomKitEndpoint(DataSource dataSource, String schema, Duration statementTimeout) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setQueryTimeout((int) statementTimeout.toSeconds());
        this.doctor = StoreDoctor.builder()
                .dataSource(dataSource)
                .schema(schema)
                .within(EXAMINATION)
                .statementTimeout(statementTimeout.isZero() ? UNLIMITED : statementTimeout)
                .build();
    }

    /** Returns a description of the store at this moment. */
    @ReadOperation
    public StoreDescriptor store() {
        return new StoreDescriptor(
                this.jdbc.queryForObject(DATABASE, String.class),
                this.jdbc.queryForObject(SERVER_VERSION, String.class),
                this.schema,
                new PostgresSchema(this.dataSource, this.schema).migrations(),
                PoolStats.of(this.dataSource).orElse(null),
                TableStatistics.of(this.schema, this.jdbc));
    }

    /**
     * Examines the store for faults in steps, as {@link StoreDoctor} describes. After ten seconds, the examination
     * begins no further step. If {@code after} is given, the examination begins where an earlier examination ended.
     *
     * @param part the last segment of the path; {@code doctor} selects the examination
     * @param after the {@code resumeAfter} of the earlier result, or {@code null} to start a new examination
     * @return the result of the examination, or {@code null} when {@code part} is not {@code doctor}
     */
    @ReadOperation
    public @Nullable Examination examine(@Selector String part, @Nullable String after) {
        return part.equals(DOCTOR) ? this.doctor.examine(after) : null;
    }

    /**
     * Description of a store at one moment.
     *
     * @param database the name of the database
     * @param serverVersion the version of PostgreSQL
     * @param schema the schema that contains the tables
     * @param migrations the completed and the pending migrations of the tables
     * @param pool the statistics of the connection pool, or {@code null} when the DataSource is not a HikariCP pool
     * @param tables the statistics of the tables
     */
    public record StoreDescriptor(
            @Nullable String database,
            @Nullable String serverVersion,
            String schema,
            List<SchemaMigration> migrations,
            @Nullable PoolStats pool,
            List<TableStatistics> tables) {}
}
