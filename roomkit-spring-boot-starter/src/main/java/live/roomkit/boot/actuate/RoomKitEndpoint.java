package live.roomkit.boot.actuate;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.store.postgres.PoolStats;
import live.roomkit.store.postgres.PostgresSchema;
import live.roomkit.store.postgres.SchemaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jdbc.core.JdbcTemplate;

/** The actuator endpoint that shows the tables of a store and their migrations, and its connection pool. */
@Endpoint(id = "roomkit")
public final class RoomKitEndpoint {

    private static final String DATABASE = "SELECT current_database()";

    private static final String SERVER_VERSION = "SELECT split_part(current_setting('server_version'), ' ', 1)";

    private final DataSource dataSource;

    private final String schema;

    private final JdbcTemplate jdbc;

    /** Shows the store that works on that DataSource, in that schema; a statement may take as long as given. */
    public RoomKitEndpoint(DataSource dataSource, String schema, Duration statementTimeout) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setQueryTimeout((int) statementTimeout.toSeconds());
    }

    /** The store as it is now. */
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
     * A store at one moment.
     *
     * @param database the name of the database
     * @param serverVersion the version of PostgreSQL
     * @param schema the schema that holds the tables
     * @param migrations what was run on the schema and what is to be run
     * @param pool the connection pool, where it is one of HikariCP
     * @param tables the tables
     */
    public record StoreDescriptor(
            @Nullable String database,
            @Nullable String serverVersion,
            String schema,
            List<SchemaMigration> migrations,
            @Nullable PoolStats pool,
            List<TableStatistics> tables) {}
}
