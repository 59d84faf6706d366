package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Tests that a store that cannot be opened names the setting to change in time, and writes nothing secret to a log. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StartupFailureTests {

    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(1);

    /** What an attempt takes at least when nobody ends it before the driver does. */
    private static final Duration DRIVERS_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final String user = database.createUser("powerless");

    @ParameterizedTest
    @EnumSource
    void aWrongPassword(MigrationMode mode) {
        StoreException failure =
                failureOf(database.builder(user).password("wr0ng").migration(mode));

        assertThat(failure.getMessage())
                .contains("username", "password", "28P01")
                .doesNotContain("wr0ng");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void aMissingDatabase() {
        String url = database.url().replace(database.name(), "missing_database");

        StoreException failure = failureOf(database.builder(user).url(url));

        assertThat(failure.getMessage())
                .contains("does not exist", "url", "3D000")
                .doesNotContain("missing_database");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void anUnknownHost() {
        StoreException failure = failureOf(database.builder(user).url("jdbc:postgresql://s3cret.invalid/chat"));

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(failure.getMessage()).contains("host", "unknown", "url");
    }

    @Test
    void aPortThatNobodyListensOn() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        StoreException failure = failureOf(database.builder(user).url("postgresql://127.0.0.1:" + port + "/s3cret"));

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(failure.getMessage()).contains("host and port", "url");
        assertThat(failure.isOutcomeKnown()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatNeverAnswers(MigrationMode mode) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            StoreException failure =
                    failureOf(database.builder(user).url(silentUrl(silent)).migration(mode));

            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
            assertThat(failure.getMessage()).contains("cannot be reached", "host and port");
        }
    }

    @Test
    void aServerThatNeverAnswersBehindThePoolOfAnApplication() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HikariDataSource pool = poolOfAnApplication(silentUrl(silent))) {
            StoreException failure = failureOf(PostgresStore.builder().dataSource(pool));

            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
            assertThat(failure.getMessage()).contains("cannot be reached");
        }
    }

    @Test
    void aServerThatNeverAnswersMigrationsOnly() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            StoreException failure =
                    failureOf(database.builder(user).migrationUrl(silentUrl(silent), user, FreshDatabase.PASSWORD));

            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aUserWithoutTheRightToCreateTables() {
        StoreException failure = failureOf(database.builder(user));

        assertThat(failure.getMessage()).contains("no right", "schema roomkit", "migrationUrl", "42501");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void aUserWithoutTheRightToUseTheSchema() {
        database.jdbc().execute("CREATE SCHEMA hidden");

        StoreException failure = failureOf(database.builder(user).schema("hidden"));

        assertThat(failure.getMessage()).contains("no right", "schema hidden", "migrationUrl", "42501");
    }

    @ParameterizedTest
    @EnumSource
    void aParameterThatTheDatabaseRefuses(MigrationMode mode) {
        String url = database.clientUrl(user, FreshDatabase.PASSWORD);
        String refused = url + (url.contains("?") ? "&" : "?") + "options=-c%20s3cret%3D1";

        StoreException failure = failureOf(PostgresStore.builder().url(refused).migration(mode));

        assertThat(failure.getMessage()).contains("parameters in url", "42704");
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsTooOld(MigrationMode mode) {
        StoreException failure = failureOf(
                PostgresStore.builder().dataSource(server("PostgreSQL", 13)).migration(mode));

        assertThat(failure.getMessage()).contains("PostgreSQL 13", "PostgreSQL 14 or later");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void aServerThatIsNoPostgres() {
        StoreException failure = failureOf(PostgresStore.builder().dataSource(server("H2", 99)));

        assertThat(failure.getMessage()).contains("H2", "PostgreSQL 14 or later");
    }

    @ParameterizedTest
    @EnumSource(names = {"MIGRATE", "VALIDATE"})
    void aSchemaThatDeclaresToNeedANewerVersion(MigrationMode mode) {
        String schema = "newer_" + mode.name().toLowerCase(Locale.ROOT);
        database.builder().schema(schema).open().close();
        database.jdbc().execute("COMMENT ON TABLE " + schema + ".rooms IS 'requires RoomKit schema version 99'");

        StoreException failure = failureOf(database.builder().schema(schema).migration(mode));

        assertThat(failure.getMessage()).contains("Schema " + schema, "99", "newer one");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void aSchemaThatDeclaresToNeedThisVersionIsNone() {
        database.builder().schema("current").open().close();
        database.jdbc()
                .execute("COMMENT ON TABLE current.rooms IS 'requires RoomKit schema version "
                        + MigrationScripts.LATEST_VERSION + "'");

        try (PostgresStore store = database.builder().schema("current").open()) {
            assertThat(store.roomExists("room")).isFalse();
        }
    }

    @Test
    void aHistoryThatSomebodyChanged() {
        database.builder().schema("tampered").open().close();
        database.jdbc().update("UPDATE tampered.schema_version SET checksum = 1 WHERE version = '1'");

        StoreException failure = failureOf(database.builder().schema("tampered"));

        assertThat(failure.getMessage()).contains("schema tampered", "schema_version");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void aTableOfSomebodyElseInTheWay() {
        database.jdbc().execute("CREATE SCHEMA taken");
        database.jdbc().execute("CREATE TABLE taken.tasks (s3cret text)");

        StoreException failure = failureOf(database.builder().schema("taken"));

        assertThat(failure.getMessage()).contains("Schema taken", "another table", "42P07");
    }

    private static StoreException failureOf(PostgresStoreBuilder builder) {
        builder.acquireTimeout(ACQUIRE_TIMEOUT);
        long start = System.nanoTime();
        Throwable failure = catchThrowable(builder::open);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        assertThat(failure).isInstanceOf(StoreException.class);
        assertThat(elapsed).isLessThan(DRIVERS_CONNECT_TIMEOUT);
        assertSaysNothingElse(failure);
        return (StoreException) failure;
    }

    /** Neither passwords nor addresses, and of the driver its exceptions' types and SQLSTATEs at most. */
    private static void assertSaysNothingElse(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .doesNotContain(
                        FreshDatabase.PASSWORD, "s3cret", database.name(), "127.0.0.1", "FATAL", "ERROR", "://");
        assertThat(failure.getSuppressed()).isEmpty();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            assertThat(cause).isInstanceOf(DatabaseFailure.class);
            assertThat(cause.getMessage()).matches("[\\w.$]+( \\(SQLSTATE \\w{5}\\))?");
            assertThat(cause).hasToString(cause.getMessage());
            assertThat(cause.getSuppressed()).isEmpty();
        }
    }

    private static String silentUrl(ServerSocket silent) {
        return "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/chat";
    }

    private static HikariDataSource poolOfAnApplication(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setConnectionTimeout(ACQUIRE_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static DataSource server(String product, int version) {
        DatabaseMetaData metaData = fake(
                DatabaseMetaData.class, Map.of("getDatabaseProductName", product, "getDatabaseMajorVersion", version));
        Connection connection = fake(Connection.class, Map.of("getMetaData", metaData));
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() {
                return connection;
            }

            @Override
            public Connection getConnection(String username, String password) {
                return connection;
            }
        };
    }

    /** Answers these methods, can be closed, and refuses everything else. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (!answers.containsKey(method.getName())
                            && !method.getName().equals("close")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answers.get(method.getName());
                }));
    }
}
