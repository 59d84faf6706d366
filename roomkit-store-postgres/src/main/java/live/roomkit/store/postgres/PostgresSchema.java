package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import live.roomkit.internal.Checks;
import live.roomkit.store.StoreException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Creates, updates and checks the tables of a store. Flyway records the version of these tables in its history table,
 * {@code schema_version}.
 *
 * <p>The store and the application can both use Flyway, even in the same schema: the store's scripts and history table
 * are separate from those of the application. A lock makes the migrations of several nodes run one after another, so
 * any number of nodes may start at once. All pending scripts run in one transaction. A migration must connect to
 * PostgreSQL directly and not through a pooler such as PgBouncer; a validation can use a pooler.
 *
 * <p>The store also works with tables of a newer library version, unless a migration of the newer version has declared
 * the tables incompatible with this library version. So nodes can be updated one by one, and can be downgraded again.
 *
 * <p>Every method that connects throws {@link StoreException} when the database cannot be used. Instances are immutable
 * and safe for use by many threads.
 */
public final class PostgresSchema {

    /** Takes an advisory lock until the end of the transaction, so that several nodes migrate one after another. */
    static final String IN_TURN = "SELECT pg_catalog.pg_advisory_xact_lock("
            + "pg_catalog.hashtext('roomkit'), pg_catalog.hashtext('schema'));";

    private static final String EXISTS = "SELECT pg_catalog.to_regnamespace(?) IS NOT NULL";

    private static final String CREATE = IN_TURN + "CREATE SCHEMA IF NOT EXISTS \"%1$s\"";

    private static final String VERSION = """
            SELECT version FROM %s
            WHERE success AND pg_catalog.length(CAST(version AS text)) < 4 AND CAST(type AS text) <> 'BASELINE'
            ORDER BY installed_rank DESC LIMIT 1
            """;

    private final DataSource dataSource;

    private final SchemaName schema;

    private final MigrationScripts scripts;

    private final @Nullable String grantee;

    private final Set<Option> options;

    private final Distribution distribution;

    /** Creates an instance for the tables in the schema {@code roomkit}. */
    public PostgresSchema(DataSource dataSource) {
        this(dataSource, SchemaName.DEFAULT);
    }

    /**
     * Creates an instance for the tables in the given schema.
     *
     * @throws IllegalArgumentException unless the name is a valid schema name of lower-case letters, digits and
     *     underscores
     */
    public PostgresSchema(DataSource dataSource, String schema) {
        this(Checks.notNull("dataSource", dataSource), new SchemaName(schema), new MigrationScripts());
    }

    PostgresSchema(DataSource dataSource, SchemaName schema, MigrationScripts scripts) {
        this(dataSource, schema, scripts, null, Set.of(), Distribution.NONE);
    }

    private PostgresSchema(
            DataSource dataSource,
            SchemaName schema,
            MigrationScripts scripts,
            @Nullable String grantee,
            Set<Option> options,
            Distribution distribution) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.scripts = scripts;
        this.grantee = grantee;
        this.options = options;
        this.distribution = distribution;
    }

    /**
     * Returns a copy that, after each migration, grants the given role the right to read and write the store's tables.
     * Grants no right on other tables in the schema.
     */
    public PostgresSchema grantTo(String role) {
        return copy(this.scripts, Checks.notBlank("role", role), this.options, this.distribution);
    }

    /**
     * Returns a copy that creates the store's tables even in a database with tables of RoomKit for Python.
     *
     * @see PythonTablesException
     */
    public PostgresSchema besidePythonStore() {
        return with(Option.BESIDE_PYTHON);
    }

    /**
     * Returns a copy for stores with a change feed. The {@link #migrate} of the copy also creates the tables of the
     * feed and switches the feed on. After the migration, a store without the feed can be opened only as a read-only
     * store. A store that is already open without the feed continues to write, but the feed does not record what this
     * store writes. On every node, open the store with the feed before any application reads the feed.
     */
    public PostgresSchema feed() {
        return with(Capability.FEED);
    }

    /**
     * Returns a copy for stores with holds, see {@link live.roomkit.protection.Protection#placeHold}. The
     * {@link #migrate} of the copy also creates the tables of holds.
     */
    public PostgresSchema holds() {
        return with(Capability.HOLDS);
    }

    /**
     * Returns a copy for stores whose application calls {@link live.roomkit.protection.Protection#sweepInTurn}. The
     * {@link #migrate} of the copy also creates the table that {@code sweepInTurn} needs.
     */
    public PostgresSchema sweepsInTurn() {
        return with(Capability.SWEEPS);
    }

    private PostgresSchema with(Capability capability) {
        return copy(this.scripts.with(capability), this.grantee, this.options, this.distribution);
    }

    /**
     * Switches the change feed off if it is on. All existing {@link live.roomkit.feed.FeedToken}s become invalid. The
     * tables of the feed remain. Stores that are open with the feed continue to record changes in these tables, but
     * nobody can read the changes. Call this method only when no store will be opened with the feed any more.
     *
     * @throws StoreException when the database cannot be used
     */
    public void switchFeedOff() {
        onConnection(SchemaSession.CHANGING, (jdbc, connection) -> {
            FeedSwitch.off(jdbc, this.schema);
            return this.schema;
        });
    }

    /**
     * Returns a copy that expects the given distribution of the tables over servers. With {@link Distribution#CITUS}, a
     * migration distributes the store's table {@code rooms} and the store's tables with a column {@code room_id}. A
     * validation checks that these tables are distributed.
     */
    public PostgresSchema distribution(Distribution distribution) {
        return copy(this.scripts, this.grantee, this.options, Checks.notNull("distribution", distribution));
    }

    /** Returns a copy whose exceptions mention settings of the migration connection, such as {@code migrationUrl}. */
    PostgresSchema apart() {
        return with(Option.APART);
    }

    /** Returns a copy for a read-only store. Such a store may work without the feed and the holds of the database. */
    PostgresSchema reading() {
        return with(Option.READING);
    }

    private PostgresSchema with(Option option) {
        Set<Option> options = EnumSet.of(option);
        options.addAll(this.options);
        return copy(this.scripts, this.grantee, options, this.distribution);
    }

    private PostgresSchema copy(
            MigrationScripts scripts, @Nullable String grantee, Set<Option> options, Distribution distribution) {
        return new PostgresSchema(this.dataSource, this.schema, scripts, grantee, options, distribution);
    }

    private boolean has(Option option) {
        return this.options.contains(option);
    }

    /**
     * Creates the schema and the tables when they do not exist, and updates them when they are of an older version.
     *
     * @throws StoreException when the migration fails; if a script fails, none is applied; the message says what to do
     * @throws PythonTablesException when the tables do not exist yet and the database has tables of RoomKit for Python
     */
    public void migrate() {
        migrated();
    }

    ServerFacts migrated() {
        return onConnection(SchemaSession.CHANGING, (jdbc, connection) -> {
            ServerFacts facts = ServerFacts.read(jdbc).requireUsable();
            refuseOnCitus(jdbc);
            history().refuseNewer(jdbc);
            SchemaTables tables = SchemaTables.read(jdbc, this.schema);
            tables.refuseForeignHistory(jdbc, this.schema);
            if (!tables.hasHistory() && !has(Option.BESIDE_PYTHON)) {
                SchemaTables.refusePython(jdbc, this.schema);
            }
            createSchema(jdbc);
            history().migrate(connection);
            SchemaTables migrated = SchemaTables.read(jdbc, this.schema);
            migrated.requireComplete(this.scripts.columns(), this.schema);
            if (this.scripts.include(Capability.FEED)) {
                FeedSwitch.on(jdbc, this.schema);
            }
            requireCapabilities(migrated, jdbc, true);
            if (this.distribution == Distribution.CITUS) {
                new CitusTables(jdbc, this.schema, this.scripts).distribute(IN_TURN);
            }
            if (this.grantee != null) {
                jdbc.execute(IN_TURN + migrated.grant(this.scripts.tables(), this.schema, this.grantee));
            }
            return facts;
        });
    }

    /**
     * Checks that the tables are complete and not older than this library needs. Changes nothing.
     *
     * @throws StoreException when tables are missing or too old; the message names pending migrations or missing tables
     */
    public void validate() {
        validated();
    }

    ServerFacts validated() {
        return onConnection(SchemaSession.READING, (jdbc, connection) -> {
            ServerFacts facts = ServerFacts.read(jdbc).requireUsable();
            refuseOnCitus(jdbc);
            history().refuseNewer(jdbc);
            SchemaTables tables = SchemaTables.read(jdbc, this.schema);
            tables.refuseForeignHistory(jdbc, this.schema);
            history().requireComplete(connection);
            tables.requireComplete(this.scripts.columns(), this.schema);
            requireCapabilities(tables, jdbc, true);
            requireDistributed(jdbc);
            return facts;
        });
    }

    /**
     * Returns the completed and the pending migrations of the tables, in order. Changes nothing.
     *
     * @throws StoreException when the database cannot be used
     */
    public List<SchemaMigration> migrations() {
        return onConnection(
                SchemaSession.READING, (jdbc, connection) -> history().migrations(connection));
    }

    /**
     * Returns the version of the tables according to Flyway's history, or empty without a history. Changes nothing.
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

    /** Checks that the server is supported, and returns its properties, such as its version. */
    ServerFacts checked() {
        return onConnection(
                SchemaSession.READING,
                (jdbc, connection) -> ServerFacts.read(jdbc).requireUsable());
    }

    /**
     * Checks the server as {@link #checked()} does, and checks the tables. When a table is missing, incomplete or not
     * distributed, passes the exception to {@code tables} instead of throwing it.
     */
    ServerFacts checked(Consumer<StoreException> tables) {
        return onConnection(SchemaSession.READING, (jdbc, connection) -> {
            ServerFacts facts = ServerFacts.read(jdbc).requireUsable();
            refuseOnCitus(jdbc);
            SchemaTables read = SchemaTables.read(jdbc, this.schema);
            boolean complete = true;
            try {
                read.requireComplete(this.scripts.columns(), this.schema);
                requireDistributed(jdbc);
            } catch (StoreException ex) {
                tables.accept(ex);
                complete = false;
            }
            requireCapabilities(read, jdbc, complete);
            return facts;
        });
    }

    private MigrationHistory history() {
        return new MigrationHistory(this.schema, this.scripts);
    }

    /** Creates a missing schema without Flyway. Flyway would retry for ten seconds if the user may not create it. */
    private void createSchema(JdbcTemplate jdbc) {
        if (!Boolean.TRUE.equals(jdbc.queryForObject(EXISTS, Boolean.class, '"' + this.schema.toString() + '"'))) {
            jdbc.execute(CREATE.formatted(this.schema));
        }
    }

    /**
     * Throws an exception when the store has the change feed or holds, and Citus distributes the tables. Each node of
     * Citus has separate transaction ids, so the change feed cannot compare ids of different nodes. The tables of holds
     * would be on one node, so statements on other nodes could not look for holds.
     */
    private void refuseOnCitus(JdbcTemplate jdbc) {
        boolean feed = this.scripts.include(Capability.FEED);
        if ((feed || this.scripts.include(Capability.HOLDS))
                && (this.distribution == Distribution.CITUS
                        || new CitusTables(jdbc, this.schema, this.scripts).isDistributed())) {
            throw (feed ? OpeningProblem.FEED_ON_CITUS : OpeningProblem.HOLDS_ON_CITUS).exception(this.schema);
        }
    }

    /**
     * Throws an exception when the change feed is on in the database but not in the store, or when the database contains
     * a hold and holds are off in the store. A read-only store may leave them off. When the tables are complete, also
     * throws an exception when the feed is on in the store but not in the database.
     */
    private void requireCapabilities(SchemaTables tables, JdbcTemplate jdbc, boolean complete) {
        boolean feed = this.scripts.include(Capability.FEED);
        if (feed ? complete : !has(Option.READING)) {
            FeedSwitch.require(feed, tables, jdbc, this.schema);
        }
        if (!has(Option.READING) && !this.scripts.include(Capability.HOLDS)) {
            tables.refuseHolds(jdbc, this.schema);
        }
    }

    private void requireDistributed(JdbcTemplate jdbc) {
        if (this.distribution == Distribution.CITUS) {
            new CitusTables(jdbc, this.schema, this.scripts).requireDistributed();
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
            throw OpeningFailures.working(ex, this.schema.toString(), has(Option.APART));
        }
    }

    /** Opens a connection. Replaces exceptions of the pool: their messages may contain the URL with the password. */
    private Connection connect() {
        try {
            return this.dataSource.getConnection();
        } catch (SQLException | RuntimeException ex) {
            throw OpeningFailures.connecting(ex, LoginSettings.of(this.dataSource), has(Option.APART));
        }
    }

    private StoreException failure(RuntimeException exception, Connection connection) {
        StoreException failure = OpeningFailures.working(exception, this.schema.toString(), has(Option.APART));
        if (!"42501".equals(failure.getSqlState())) {
            return failure;
        }
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            OpeningProblem problem = SchemaRights.lacking(jdbc, this.schema);
            return OpeningFailures.exception(problem, exception, has(Option.APART), this.schema);
        } catch (SQLException | DataAccessException ex) {
            return failure;
        }
    }

    /** Settings that are off by default. */
    private enum Option {
        BESIDE_PYTHON,
        APART,
        READING
    }
}
