package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Creates, updates and checks the tables of a store. Flyway keeps their versions in the table {@code schema_version} of
 * the schema.
 *
 * <p>The store's Flyway and the application's own Flyway do not affect each other, even in the same schema: the scripts
 * lie in a place of their own. A migration works on one connection of the DataSource and under a lock, so any number of
 * nodes may start at once. It runs all missing scripts in one transaction. A migration must bypass a pooler such as
 * PgBouncer; the methods that change nothing may pass through one.
 *
 * <p>A library uses a schema newer than itself as it is, so a rolling deploy and a rollback work. It refuses a schema
 * that declares itself unusable for a library this old.
 *
 * <p>Every method that connects throws {@link StoreException} when the database cannot be used. Instances are immutable
 * and safe for use by many threads.
 */
public final class PostgresSchema {

    private static final Pattern REQUIRED_VERSION = Pattern.compile("requires RoomKit schema version (\\d+)");

    /**
     * The lock that precedes other statements in one implicit transaction, so that nodes that start together take
     * turns.
     */
    private static final String IN_TURN = "SELECT pg_catalog.pg_advisory_xact_lock("
            + "pg_catalog.hashtext('roomkit'), pg_catalog.hashtext('schema'));";

    private static final String EXISTS = "SELECT pg_catalog.to_regnamespace(?) IS NOT NULL";

    private static final String CREATE = IN_TURN + "CREATE SCHEMA IF NOT EXISTS \"%1$s\"";

    static final String GRANT = IN_TURN + """
            GRANT USAGE ON SCHEMA "%1$s" TO "%2$s";
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "%1$s" TO "%2$s";
            """;

    private static final String VERSION = """
            SELECT version FROM %s
            WHERE success AND version IS NOT NULL AND CAST(type AS text) <> 'BASELINE'
            ORDER BY installed_rank DESC LIMIT 1
            """;

    private final DataSource dataSource;

    private final SchemaName schema;

    private final MigrationScripts scripts;

    private final @Nullable String grantee;

    private final boolean besidePython;

    private final boolean apart;

    /** Creates an instance for the tables in the schema {@code roomkit}. */
    public PostgresSchema(DataSource dataSource) {
        this(dataSource, SchemaName.DEFAULT);
    }

    /**
     * Creates an instance for the tables in the given schema.
     *
     * @throws IllegalArgumentException when the name is not a schema name of lower-case letters, digits and underscores
     */
    public PostgresSchema(DataSource dataSource, String schema) {
        this(Checks.notNull("dataSource", dataSource), new SchemaName(schema), new MigrationScripts());
    }

    PostgresSchema(DataSource dataSource, SchemaName schema, MigrationScripts scripts) {
        this(dataSource, schema, scripts, null, false, false);
    }

    private PostgresSchema(
            DataSource dataSource,
            SchemaName schema,
            MigrationScripts scripts,
            @Nullable String grantee,
            boolean besidePython,
            boolean apart) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.scripts = scripts;
        this.grantee = grantee;
        this.besidePython = besidePython;
        this.apart = apart;
    }

    /**
     * Returns a copy whose migration ends by granting that role the right to read and write the tables, and no other
     * right.
     */
    public PostgresSchema grantTo(String role) {
        return new PostgresSchema(
                this.dataSource,
                this.schema,
                this.scripts,
                Checks.notBlank("role", role),
                this.besidePython,
                this.apart);
    }

    /**
     * Returns a copy whose first migration goes on in a database that holds tables of RoomKit's Python program.
     *
     * @see PythonTablesException
     */
    public PostgresSchema besidePythonStore() {
        return new PostgresSchema(this.dataSource, this.schema, this.scripts, this.grantee, true, this.apart);
    }

    /** Returns a copy whose failures name the settings of a separate migration connection. */
    PostgresSchema apart() {
        return new PostgresSchema(this.dataSource, this.schema, this.scripts, this.grantee, this.besidePython, true);
    }

    /**
     * Creates the schema and its tables where they are missing, and updates them where they are old.
     *
     * @throws StoreException when the migration fails. Nothing is changed then, and the message says what to do.
     * @throws PythonTablesException before the first migration of a database that holds the Python program's tables
     */
    public void migrate() {
        migrated();
    }

    ServerFacts migrated() {
        return onConnection(SchemaSession.CHANGING, (jdbc, connection) -> {
            ServerFacts facts = ServerFacts.read(jdbc).requireUsable();
            refuseNewer(jdbc);
            SchemaTables tables = SchemaTables.read(jdbc, this.schema);
            tables.refuseForeignHistory(jdbc, this.schema);
            if (!tables.hasHistory() && !this.besidePython) {
                refusePython(jdbc);
            }
            createSchema(jdbc);
            migrate(connection);
            SchemaTables.read(jdbc, this.schema).requireComplete(this.scripts.columns(), this.schema);
            if (this.grantee != null) {
                jdbc.execute(GRANT.formatted(this.schema, this.grantee.replace("\"", "\"\"")));
            }
            return facts;
        });
    }

    /**
     * Checks that the tables are complete and new enough, and changes nothing.
     *
     * @throws StoreException when the tables are missing or older than this library needs. The message names the
     *     migrations to run.
     */
    public void validate() {
        validated();
    }

    ServerFacts validated() {
        return onConnection(SchemaSession.READING, (jdbc, connection) -> {
            ServerFacts facts = ServerFacts.read(jdbc).requireUsable();
            refuseNewer(jdbc);
            SchemaTables tables = SchemaTables.read(jdbc, this.schema);
            tables.refuseForeignHistory(jdbc, this.schema);
            MigrationInfoService migrations = flyway(connection).info();
            refuseOtherScripts(migrations);
            if (migrations.pending().length > 0) {
                throw new PendingMigrationsException(
                        this.schema.toString(),
                        Arrays.stream(migrations.pending())
                                .map(MigrationInfo::getScript)
                                .toList());
            }
            tables.requireComplete(this.scripts.columns(), this.schema);
            return facts;
        });
    }

    /**
     * Returns the migrations of the schema, run and pending, in order. Changes nothing.
     *
     * @throws StoreException when the database cannot be used
     */
    public List<SchemaMigration> migrations() {
        return onConnection(
                SchemaSession.READING,
                (jdbc, connection) -> Arrays.stream(flyway(connection).info().all())
                        .filter(migration ->
                                migration.getVersion() != null && migration.getState() != MigrationState.BASELINE)
                        .map(PostgresSchema::migration)
                        .toList());
    }

    /**
     * Returns the version of the tables according to their history. Returns empty without tables or history. Changes
     * nothing.
     *
     * @throws StoreException when the database cannot be used
     */
    public Optional<String> version() {
        return onConnection(
                SchemaSession.READING,
                (jdbc, connection) -> SchemaTables.read(jdbc, this.schema).hasFlywayHistory()
                        ? jdbc.queryForList(VERSION.formatted(SchemaTables.history(this.schema)), String.class).stream()
                                .findFirst()
                        : Optional.empty());
    }

    private static SchemaMigration migration(MigrationInfo migration) {
        Date installedOn = migration.getInstalledOn();
        return new SchemaMigration(
                String.valueOf(migration.getVersion()),
                migration.getDescription(),
                (installedOn != null) ? Instant.ofEpochMilli(installedOn.getTime()) : null);
    }

    /** Checks that the server can be used, and returns the facts that it reports. */
    ServerFacts checked() {
        return onConnection(
                SchemaSession.READING,
                (jdbc, connection) -> ServerFacts.read(jdbc).requireUsable());
    }

    /** Does what {@link #checked()} does, and passes a problem of the tables, if there is one, to the consumer. */
    ServerFacts checked(Consumer<StoreException> tables) {
        return onConnection(SchemaSession.READING, (jdbc, connection) -> {
            ServerFacts facts = ServerFacts.read(jdbc).requireUsable();
            try {
                SchemaTables.read(jdbc, this.schema).requireComplete(this.scripts.columns(), this.schema);
            } catch (StoreException ex) {
                tables.accept(ex);
            }
            return facts;
        });
    }

    /** Creates the schema here, because Flyway would retry for ten seconds where the right to create it is missing. */
    private void createSchema(JdbcTemplate jdbc) {
        String quoted = '"' + this.schema.toString() + '"';
        if (!Boolean.TRUE.equals(jdbc.queryForObject(EXISTS, Boolean.class, quoted))) {
            jdbc.execute(CREATE.formatted(this.schema));
        }
    }

    /**
     * Migrates, and tries a second time after a failure. Flyway checks for a history and for an empty schema before it
     * takes its lock, so a table that another node creates in between makes the first attempt fail, but not the second.
     */
    private void migrate(Connection connection) {
        try {
            flyway(connection).migrate();
        } catch (FlywayException ex) {
            if (PostgresErrors.sqlState(ex) != null) {
                throw ex;
            }
            refuseOtherScripts(flyway(connection).info());
            flyway(connection).migrate();
        }
    }

    /**
     * Hides the functions and operators of other schemas from Flyway, which calls those of the server by their name alone.
     */
    private Flyway flyway(Connection connection) {
        new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForObject("SELECT pg_catalog.set_config('search_path', '', false)", String.class);
        return IsolatedFlyway.on(connection, this.schema, this.scripts);
    }

    private void refuseOtherScripts(MigrationInfoService migrations) {
        for (MigrationInfo migration : migrations.applied()) {
            if (!migration.isChecksumMatching()) {
                throw OpeningProblem.OTHER_SCRIPTS.exception(this.schema, migration.getScript());
            }
        }
    }

    private void refusePython(JdbcTemplate jdbc) {
        List<String> schemas = SchemaTables.pythonSchemas(jdbc, this.schema);
        if (!schemas.isEmpty()) {
            throw new PythonTablesException(this.schema.toString(), schemas);
        }
    }

    /** Refuses a schema whose declaration, the comment on {@code rooms}, asks for a newer library. */
    private void refuseNewer(JdbcTemplate jdbc) {
        String comment = jdbc.queryForObject(
                "SELECT pg_catalog.obj_description(pg_catalog.to_regclass(?), 'pg_class')",
                String.class,
                '"' + this.schema.toString() + "\".rooms");
        Matcher required = REQUIRED_VERSION.matcher((comment != null) ? comment : "");
        if (required.find() && Integer.parseInt(required.group(1)) > MigrationScripts.LATEST_VERSION) {
            throw new NewerSchemaException(
                    this.schema.toString(), Integer.parseInt(required.group(1)), MigrationScripts.LATEST_VERSION);
        }
    }

    private <T> T onConnection(SchemaSession session, SchemaSession.Work<T> work) {
        Connection connection = connect();
        try (connection) {
            ServerFacts.requireSupported(connection.getMetaData());
            return session.run(connection, (jdbc, own) -> {
                try {
                    return work.on(jdbc, own);
                } catch (DataAccessException | FlywayException ex) {
                    throw failure(ex, connection);
                }
            });
        } catch (SQLException | DataAccessException ex) {
            throw OpeningFailures.working(ex, this.schema.toString(), this.apart);
        }
    }

    /** Connects and translates any exception of the pool, whose text may hold the URL. */
    private Connection connect() {
        try {
            return this.dataSource.getConnection();
        } catch (SQLException | RuntimeException ex) {
            throw OpeningFailures.connecting(ex, LoginSettings.of(this.dataSource), this.apart);
        }
    }

    private StoreException failure(RuntimeException exception, Connection connection) {
        StoreException failure = OpeningFailures.working(exception, this.schema.toString(), this.apart);
        if (!"42501".equals(failure.getSqlState())) {
            return failure;
        }
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            OpeningProblem problem = SchemaRights.lacking(jdbc, this.schema);
            return OpeningFailures.exception(problem, exception, this.apart, this.schema);
        } catch (SQLException | DataAccessException ex) {
            return failure;
        }
    }
}
