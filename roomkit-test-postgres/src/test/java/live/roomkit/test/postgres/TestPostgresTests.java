package live.roomkit.test.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class TestPostgresTests {

    private static final TestPostgres postgres = TestPostgres.shared();

    @Test
    void theSharedServerIsOne() {
        assertThat(TestPostgres.shared()).isSameAs(postgres);
        postgres.close();
        assertThat(query(postgres.dataSource(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    @DisabledIfSystemProperty(named = TestPostgres.PROPERTY, matches = "jdbc:.*")
    void theServerHasTheVersionOfTheBuild() {
        assertThat(postgres.majorVersion()).isEqualTo(Server.majorVersion());
    }

    @Test
    @DisabledIfSystemProperty(named = TestPostgres.PROPERTY, matches = "jdbc:.*")
    void theServerAsksForAPassword() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.username(), "wrong"))
                .returns("28P01", SQLException::getSQLState);
    }

    @Test
    @DisabledIfSystemProperty(named = TestPostgres.PROPERTY, matches = "jdbc:.*")
    void theServersZoneIsNotTheSessions() {
        assertThat(query(postgres.dataSource(), "SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'"))
                .isEqualTo(TimeZone.getDefault().getID());
        assertThat(query(
                        postgres.dataSource(),
                        "SELECT setting FROM pg_file_settings WHERE name = 'timezone'" + " AND applied"))
                .isEqualTo(TestPostgres.TIME_ZONE)
                .isNotEqualTo(TimeZone.getDefault().getID());
    }

    @Test
    @DisabledIfSystemProperty(named = TestPostgres.PROPERTY, matches = "jdbc:.*")
    void textIsSortedByALocaleFromVersion15On() {
        String firstIsLower = query(postgres.dataSource(), "SELECT 'a' < 'B'");
        assertThat(firstIsLower).isEqualTo(postgres.majorVersion() >= 15 ? "t" : "f");
    }

    @Test
    void createsEmptyDatabasesAndDropsThemInUse() throws SQLException {
        try (TestDatabase first = postgres.createDatabase();
                TestDatabase second = postgres.createDatabase()) {
            assertThat(first.name()).isNotEqualTo(second.name());
            execute(first, "CREATE TABLE t (n int)");
            assertThat(query(second.dataSource(), "SELECT count(*) FROM pg_tables WHERE tablename = 't'"))
                    .isEqualTo("0");
            Connection open = first.dataSource().getConnection();
            first.close();
            assertThat(open.isValid(1)).isFalse();
            assertThatNoException().isThrownBy(first::close);
        }
    }

    @Test
    void copiesADatabaseOnceNobodyIsConnectedToIt() throws SQLException {
        try (TestDatabase template = postgres.createDatabase()) {
            execute(template, "CREATE TABLE t (n int)");
            execute(template, "INSERT INTO t VALUES (42)");
            CompletableFuture<TestDatabase> copy;
            try (Connection ignored = template.dataSource().getConnection()) {
                copy = CompletableFuture.supplyAsync(() -> postgres.createDatabaseFrom(template));
            }
            try (TestDatabase database = copy.join()) {
                assertThat(query(database.dataSource(), "SELECT n FROM t")).isEqualTo("42");
            }
        }
    }

    @Test
    void anEmbeddedServerKeepsWhatWasCommittedWhenItStopsAndWhenItIsKilled() throws SQLException {
        try (TestPostgres server = TestPostgres.startEmbedded(Durability.DURABLE)) {
            assertThat(query(server.dataSource(), "SHOW fsync")).isEqualTo("on");
            assertThat(query(server.dataSource(), "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server.dataSource(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            TestDatabase database = server.createDatabase();
            execute(database, "CREATE TABLE t (n int)");

            server.stop();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> database.dataSource().getConnection());
            server.restart();
            execute(database, "INSERT INTO t VALUES (1)");

            try (Connection open = database.dataSource().getConnection()) {
                server.kill();
                assertThat(open.isValid(1)).isFalse();
            }
            server.restart();
            execute(database, "INSERT INTO t VALUES (2)");
            server.restart();
            assertThat(query(database.dataSource(), "SELECT sum(n) FROM t")).isEqualTo("3");
        }
    }

    @Test
    void aStandbyHasWhatWasCommittedAndTakesOver() throws SQLException {
        try (TestPostgres server = TestPostgres.startEmbedded(Durability.DURABLE)) {
            TestDatabase database = server.createDatabase();
            try (TestPostgres standby = server.startStandby()) {
                execute(database, "CREATE TABLE t AS SELECT 42 AS n");
                assertThat(query(server.dataSource(), "SELECT sync_state FROM pg_stat_replication"))
                        .isEqualTo("sync");
                assertThat(query(standby.dataSource(), "SELECT pg_is_in_recovery()"))
                        .isEqualTo("t");

                server.kill();
                standby.promote();

                assertThat(query(standby.dataSource(), "SELECT pg_is_in_recovery()"))
                        .isEqualTo("f");
                assertThat(query(standby.dataSourceOf(database.name()), "SELECT n FROM t"))
                        .isEqualTo("42");
            }
        }
    }

    @Test
    void aFastServerDoesNotWaitForTheDisk() {
        try (TestPostgres server = TestPostgres.startEmbedded(Durability.FAST)) {
            assertThat(query(server.dataSource(), "SHOW fsync")).isEqualTo("off");
            server.close();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> server.dataSource().getConnection());
        }
    }

    @Test
    void aFrozenServerAnswersNothingUntilItThaws() {
        try (TestPostgres server = TestPostgres.startEmbedded(Durability.FAST)) {
            server.freeze();

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(
                            server.url() + "?sslmode=disable&socketTimeout=1", server.username(), server.password()))
                    .withCauseInstanceOf(SocketTimeoutException.class);

            server.thaw();
            assertThat(query(server.dataSource(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aServerWhosePortIsTakenSaysSo() throws IOException {
        try (TestPostgres server = TestPostgres.startEmbedded(Durability.FAST)) {
            int port = URI.create(server.url().substring("jdbc:".length())).getPort();
            server.stop();
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
                assertThatIllegalStateException()
                        .isThrownBy(server::restart)
                        .withMessage("Port " + port + " is taken by another program");
            }
            server.restart();
            assertThat(query(server.dataSource(), "SELECT 1")).isEqualTo("1");
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        } catch (SQLException ex) {
            throw new IllegalStateException(sql, ex);
        }
    }
}
