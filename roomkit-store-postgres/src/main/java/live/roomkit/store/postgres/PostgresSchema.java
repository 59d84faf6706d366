package live.roomkit.store.postgres;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import live.roomkit.internal.Checks;
import live.roomkit.store.StoreException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The tables of a store and their versions, kept by Flyway in the table {@code schema_version} of the schema.
 *
 * <p>Flyway is used inside and is no business of the application's own Flyway: the scripts lie in a place of their own,
 * and an application that migrates the same database, or even the same schema, is not disturbed. The work is done on one
 * connection of the DataSource and under a lock, so that any number of nodes may start at once; all that is missing is
 * migrated in one transaction. Where connections pass a pooler such as PgBouncer, migrate past it; looking may pass it.
 *
 * <p>A schema newer than this library is used as it is, so that a rolling deploy and a rollback work, unless it declares
 * to be of no use to a library this old.
 */
public final class PostgresSchema {

    private static final int OLDEST_SERVER = 14;

    private static final Pattern REQUIRED_VERSION = Pattern.compile("requires RoomKit schema version (\\d+)");

    /** Sent in front of other statements: in one implicit transaction, nodes that start together take turns. */
    private static final String IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('roomkit'), hashtext('schema'));";

    private static final String EXISTS = "SELECT to_regnamespace(?) IS NOT NULL";

    private static final String CREATE = IN_TURN + "CREATE SCHEMA IF NOT EXISTS \"%1$s\"";

    static final String GRANT = IN_TURN + """
            GRANT USAGE ON SCHEMA "%1$s" TO "%2$s";
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "%1$s" TO "%2$s";
            """;

    private static final String HISTORY = "SELECT to_regclass(?)::text";

    private static final String VERSION = """
            SELECT version FROM %s
            WHERE success AND version IS NOT NULL AND type <> 'BASELINE'
            ORDER BY installed_rank DESC LIMIT 1
            """;

    private final DataSource dataSource;

    private final SchemaName schema;

    private final MigrationScripts scripts;

    private final @Nullable String grantee;

    /** The tables in the schema {@code roomkit}. */
    public PostgresSchema(DataSource dataSource) {
        this(dataSource, SchemaName.DEFAULT);
    }

    /** The tables in that schema: lower-case letters, digits and underscores. */
    public PostgresSchema(DataSource dataSource, String schema) {
        this(Checks.notNull("dataSource", dataSource), new SchemaName(schema));
    }

    private PostgresSchema(DataSource dataSource, SchemaName schema) {
        this(dataSource, schema, new MigrationScripts(schema), null);
    }

    PostgresSchema(DataSource dataSource, SchemaName schema, MigrationScripts scripts, @Nullable String grantee) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.scripts = scripts;
        this.grantee = grantee;
    }

    /** The same, whose migration ends by granting that role to read and write the tables, and no more. */
    public PostgresSchema grantTo(String role) {
        return new PostgresSchema(this.dataSource, this.schema, this.scripts, Checks.notBlank("role", role));
    }

    /**
     * Creates the schema and its tables where they are missing, and updates them where they are old.
     *
     * @throws StoreException when that cannot be done, with nothing changed; the message names what to change
     */
    public void migrate() {
        onConnection(PostgresSchema::changing, jdbc -> {
            refuseNewer(jdbc);
            createSchema(jdbc);
            migrate(jdbc);
            if (this.grantee != null) {
                jdbc.execute(GRANT.formatted(this.schema, this.grantee.replace("\"", "\"\"")));
            }
            return this.schema;
        });
    }

    /**
     * Changes nothing.
     *
     * @throws StoreException when the tables are missing or older than this library needs; the message names which
     *     migrations are to be run
     */
    public void validate() {
        MigrationInfo[] pending = onConnection(PostgresSchema::reading, jdbc -> {
            refuseNewer(jdbc);
            MigrationInfoService info = flyway(jdbc).info();
            refuseRewritten(info);
            return info.pending();
        });
        if (pending.length > 0) {
            throw new PendingMigrationsException(
                    this.schema.toString(),
                    Arrays.stream(pending).map(MigrationInfo::getScript).toList());
        }
    }

    /**
     * What was run on the schema and what is to be run, in order. Changes nothing.
     *
     * @throws StoreException when the database cannot be used
     */
    public List<SchemaMigration> migrations() {
        return onConnection(
                PostgresSchema::reading,
                jdbc -> Arrays.stream(flyway(jdbc).info().all())
                        .filter(migration ->
                                migration.getVersion() != null && migration.getState() != MigrationState.BASELINE)
                        .map(PostgresSchema::migration)
                        .toList());
    }

    /**
     * The version of the tables, as their history tells; empty without tables or history.
     *
     * @throws StoreException when the database cannot be used
     */
    public Optional<String> version() {
        String history = '"' + this.schema.toString() + "\".schema_version";
        return onConnection(
                PostgresSchema::reading,
                jdbc -> (jdbc.queryForObject(HISTORY, String.class, history) == null)
                        ? Optional.empty()
                        : jdbc.queryForList(VERSION.formatted(history), String.class).stream()
                                .findFirst());
    }

    private static SchemaMigration migration(MigrationInfo migration) {
        Date installedOn = migration.getInstalledOn();
        return new SchemaMigration(
                String.valueOf(migration.getVersion()),
                migration.getDescription(),
                (installedOn != null) ? Instant.ofEpochMilli(installedOn.getTime()) : null);
    }

    /** Whether the server can be used at all; the role that is logged in. */
    String check() {
        return onConnection(
                PostgresSchema::reading,
                jdbc -> String.valueOf(jdbc.queryForObject("SELECT current_user", String.class)));
    }

    /** Not left to Flyway, which tries for ten seconds where the right to do so is missing. */
    private void createSchema(JdbcTemplate jdbc) {
        String quoted = '"' + this.schema.toString() + '"';
        if (!Boolean.TRUE.equals(jdbc.queryForObject(EXISTS, Boolean.class, quoted))) {
            jdbc.execute(CREATE.formatted(this.schema));
        }
    }

    /**
     * Flyway looks whether there is a history, and whether the schema is empty, before it takes its lock. What another
     * node creates in between makes it fail, but not a second time.
     */
    private void migrate(JdbcTemplate jdbc) {
        try {
            flyway(jdbc).migrate();
        } catch (FlywayException ex) {
            if (PostgresErrors.sqlState(ex) != null) {
                throw ex;
            }
            refuseRewritten(flyway(jdbc).info());
            flyway(jdbc).migrate();
        }
    }

    private Flyway flyway(JdbcTemplate jdbc) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(jdbc.getDataSource())
                .resourceProvider(this.scripts)
                .locations(MigrationScripts.LOCATION)
                .failOnMissingLocations(false)
                .javaMigrationClassProvider(List::of)
                .defaultSchema(this.schema.toString())
                .schemas(this.schema.toString())
                .createSchemas(false)
                .table("schema_version")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .group(true)
                .placeholderReplacement(false)
                .cleanDisabled(true)
                .loggers("slf4j");
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(true);
        return configuration.load();
    }

    private static void refuseUnsupported(DatabaseMetaData server) throws SQLException {
        String product = server.getDatabaseProductName();
        int version = server.getDatabaseMajorVersion();
        if (!"PostgreSQL".equals(product) || version < OLDEST_SERVER) {
            throw new UnsupportedServerException("The server is " + product + " " + version
                    + "; RoomKit needs PostgreSQL " + OLDEST_SERVER + " or later");
        }
    }

    /** Refuses a schema whose declaration, the comment on {@code rooms}, asks for a newer library. */
    private void refuseNewer(JdbcTemplate jdbc) {
        String comment = jdbc.queryForObject(
                "SELECT obj_description(to_regclass(?), 'pg_class')",
                String.class,
                '"' + this.schema.toString() + "\".rooms");
        Matcher required = REQUIRED_VERSION.matcher((comment != null) ? comment : "");
        if (required.find() && Integer.parseInt(required.group(1)) > MigrationScripts.LATEST_VERSION) {
            throw new NewerSchemaException(
                    this.schema.toString(), Integer.parseInt(required.group(1)), MigrationScripts.LATEST_VERSION);
        }
    }

    /** Refuses tables made by a script that said something else then, which only a script that is not released may. */
    private void refuseRewritten(MigrationInfoService info) {
        for (MigrationInfo migration : info.applied()) {
            if (!migration.isChecksumMatching()) {
                throw new StoreException(
                        "The tables in schema " + this.schema
                                + " were made by another build of RoomKit, such as an earlier"
                                + " SNAPSHOT: schema_version holds another checksum of " + migration.getScript()
                                + ". Drop the schema and open again to have it created; to keep what is in it, dump its data"
                                + " before and load it afterwards",
                        null,
                        false,
                        true,
                        null);
            }
        }
    }

    private <T> T onConnection(Manner<T> manner, Work<T> work) {
        try (Connection connection = this.dataSource.getConnection()) {
            refuseUnsupported(connection.getMetaData());
            return manner.run(connection, work);
        } catch (SQLException | DataAccessException | FlywayException | PoolInitializationException ex) {
            throw PostgresErrors.opening(ex, this.schema.toString());
        }
    }

    /** Flyway may ask for a connection as often as it likes: it is always the same one, given back as it was. */
    private static <T> T changing(Connection connection, Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        String searchPath = jdbc.queryForObject("SHOW search_path", String.class);
        String role = jdbc.queryForObject("SHOW role", String.class);
        try {
            return work.on(jdbc);
        } finally {
            connection.setAutoCommit(true);
            jdbc.queryForObject("SELECT set_config('search_path', ?, false)", String.class, searchPath);
            jdbc.queryForObject("SELECT set_config('role', ?, false)", String.class, role);
            connection.setAutoCommit(autoCommit);
        }
    }

    /**
     * In one transaction, which Flyway cannot end and which is rolled back, so that nothing of what it sets for its session
     * stays. Behind a pooler that session may be somebody else's a moment later.
     */
    private static <T> T reading(Connection connection, Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            return work.on(new JdbcTemplate(new SingleConnectionDataSource(withoutCommit(connection), true)));
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private static Connection withoutCommit(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                PostgresSchema.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAutoCommit" -> true;
                    case "setAutoCommit", "commit", "rollback" -> null;
                    default -> invoke(method, connection, arguments);
                });
    }

    private static @Nullable Object invoke(Method method, Connection connection, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }

    private interface Work<T> {

        T on(JdbcTemplate jdbc);
    }

    private interface Manner<T> {

        T run(Connection connection, Work<T> work) throws SQLException;
    }
}
