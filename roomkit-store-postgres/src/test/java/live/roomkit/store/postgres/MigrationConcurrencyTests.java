package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.sql.DataSource;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Tests migrations by several nodes at once, on scarce connections, and interrupted migrations. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class MigrationConcurrencyTests {

    private static final int NODES = 8;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @RepeatedTest(4)
    void eightNodesThatStartAtOnceOnAnEmptyDatabaseAllComeUp() throws Exception {
        startTogether(() -> this.database.builder().minPoolSize(0));

        assertMigratedOnce();
    }

    @RepeatedTest(2)
    void eightNodesThatMigrateAsAnotherUserAllComeUp() throws Exception {
        String owner = this.database.createSchemaCreator("owner");
        String user = this.database.createUser("user");

        startTogether(() -> this.database
                .builder(user)
                .minPoolSize(0)
                .migrationUrl(this.database.url(), owner, FreshDatabase.PASSWORD));

        assertMigratedOnce();
    }

    @Test
    void aNodeThatGrantsWhileAnotherDoesTakesItsTurn() throws Exception {
        String user = this.database.createUser("user");
        PostgresSchema schema = new PostgresSchema(this.database.dataSource()).grantTo(user);
        schema.migrate();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection otherNode = this.database.dataSource().getConnection()) {
            otherNode.setAutoCommit(false);
            otherNode
                    .createStatement()
                    .execute(PostgresSchema.IN_TURN + "GRANT SELECT ON roomkit.rooms TO \"" + user + '"');
            Future<?> node = executor.submit(schema::migrate);
            Eventually.isTrue(() -> !waitingForLocks().isEmpty());

            otherNode.commit();

            assertThat(node).succeedsWithin(Duration.ofSeconds(20));
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDataSourceWithOneConnectionIsEnough(boolean autoCommit) throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(this.database.dataSource());
            pool.setMaximumPoolSize(1);
            pool.setAutoCommit(autoCommit);

            startTogether(() -> PostgresStore.builder().dataSource(pool));

            assertMigratedOnce();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionIsGivenBackAsItWas(boolean autoCommit) throws SQLException {
        try (Connection connection = this.database.dataSource().getConnection()) {
            assertGivenBackAsItWas(connection, autoCommit);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatTookAnotherRoleIsGivenBackAsItWas(boolean autoCommit) throws SQLException {
        String user = this.database.createUser("login");
        String role = this.database.createSchemaCreator("role");
        this.database.jdbc().execute("GRANT \"" + role + "\" TO \"" + user + "\"");
        try (Connection connection = this.database.dataSource(user).getConnection()) {
            connection.createStatement().execute("SET ROLE \"" + role + "\"");
            connection.createStatement().execute("SET search_path = pg_catalog, \"$user\", public");

            assertGivenBackAsItWas(connection, autoCommit);
        }
        assertThat(this.database
                        .jdbc()
                        .queryForList(
                                "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'roomkit'",
                                String.class))
                .containsExactly(role);
    }

    @Test
    void aConnectionIsGivenBackAsItWasAfterAFailureToo() throws SQLException {
        this.database.jdbc().execute("CREATE SCHEMA roomkit");
        this.database.jdbc().execute("CREATE TABLE roomkit.tasks (id bigint)");
        try (Connection connection = this.database.dataSource().getConnection()) {
            SingleConnectionDataSource dataSource = new SingleConnectionDataSource(connection, true);
            List<String> before = session(dataSource);
            connection.setAutoCommit(false);

            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> PostgresStore.open(dataSource));

            assertThat(connection.getAutoCommit()).isFalse();
            connection.setAutoCommit(true);
            assertThat(session(dataSource)).isEqualTo(before);
        }
    }

    @Test
    void aMigrationThatFailsMidwayLeavesNothingAndStartsAgain() {
        JdbcTemplate jdbc = this.database.jdbc();
        jdbc.execute("CREATE SCHEMA roomkit");
        jdbc.execute("CREATE TABLE roomkit.tasks (id bigint)");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(this.database.builder()::open)
                .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("42P07"));
        assertThat(SchemaSnapshot.tables(jdbc, "roomkit")).contains("tasks").isSubsetOf("tasks", "schema_version");

        jdbc.execute("DROP TABLE roomkit.tasks");

        assertStarts();
        assertMigratedOnce();
    }

    @Test
    void aMigrationWhoseSessionDiesMidwayLeavesNothingAndStartsAgain() throws Exception {
        JdbcTemplate jdbc = this.database.jdbc();
        jdbc.execute("CREATE SCHEMA roomkit");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection inTheWay = this.database.dataSource().getConnection()) {
            inTheWay.setAutoCommit(false);
            inTheWay.createStatement().execute("CREATE TABLE roomkit.tasks (id bigint)");
            Future<PostgresStore> start =
                    executor.submit(() -> this.database.builder().open());
            Eventually.isTrue(() -> !waitingForLocks().isEmpty());
            waitingForLocks().forEach(session -> jdbc.queryForList("SELECT pg_terminate_backend(?)", session));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(start::get)
                    .withCauseInstanceOf(StoreUnavailableException.class);
            inTheWay.rollback();
        } finally {
            executor.shutdownNow();
        }
        assertThat(SchemaSnapshot.tables(jdbc, "roomkit")).isSubsetOf("schema_version");

        assertStarts();
        assertMigratedOnce();
    }

    /** Without bound, it would keep every statement on the tables waiting behind it. */
    @Test
    void aMigrationDoesNotWaitForALockForLong() throws SQLException {
        this.database.jdbc().execute("CREATE SCHEMA roomkit");
        try (Connection inTheWay = this.database.dataSource().getConnection()) {
            inTheWay.setAutoCommit(false);
            inTheWay.createStatement().execute("CREATE TABLE roomkit.tasks (id bigint)");

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(this.database.builder()::open)
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("55P03"));
        }
        assertStarts();
    }

    private static void assertGivenBackAsItWas(Connection connection, boolean autoCommit) throws SQLException {
        SingleConnectionDataSource dataSource = new SingleConnectionDataSource(connection, true);
        List<String> before = session(dataSource);
        connection.setAutoCommit(autoCommit);

        PostgresStore.open(dataSource);
        PostgresStore.open(dataSource);

        assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
        connection.setAutoCommit(true);
        assertThat(session(dataSource)).isEqualTo(before);
    }

    private void assertStarts() {
        try (PostgresStore store = this.database.builder().open()) {
            BasicFlow.worksOn(store);
        }
    }

    private List<Integer> waitingForLocks() {
        return this.database
                .jdbc()
                .queryForList(
                        "SELECT pid FROM pg_stat_activity WHERE datname = ? AND wait_event_type = 'Lock'",
                        Integer.class,
                        this.database.name());
    }

    private void assertMigratedOnce() {
        assertThat(SchemaSnapshot.tables(this.database.jdbc(), "roomkit")).hasSize(10);
        assertThat(this.database
                        .jdbc()
                        .queryForList(
                                "SELECT script FROM roomkit.schema_version WHERE version = '1' AND success",
                                String.class))
                .containsExactly("V1__create_tables.sql");
    }

    /** Opens a store on each of the nodes at the same moment, works with it, and closes it. */
    private static void startTogether(Supplier<PostgresStoreBuilder> node) throws Exception {
        Race.run(NODES, thread -> {
            try (PostgresStore store =
                    node.get().acquireTimeout(Duration.ofSeconds(20)).open()) {
                BasicFlow.worksOn(store);
            }
        });
    }

    private static List<String> session(DataSource dataSource) {
        return new JdbcTemplate(dataSource)
                .queryForList(
                        "SELECT name || '=' || setting FROM pg_settings WHERE source = 'session' OR name IN"
                                + " ('search_path', 'lock_timeout', 'statement_timeout')"
                                + " UNION ALL SELECT 'role=' || current_setting('role')"
                                + " UNION ALL SELECT 'user=' || current_user ORDER BY 1",
                        String.class);
    }
}
