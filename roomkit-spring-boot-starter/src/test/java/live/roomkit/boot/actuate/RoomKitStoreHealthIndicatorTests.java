package live.roomkit.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import live.roomkit.store.postgres.PostgresSchema;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class RoomKitStoreHealthIndicatorTests {

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    @BeforeAll
    static void createTables() {
        new PostgresSchema(database.dataSource()).migrate();
    }

    @Test
    void tellsServerAndSchema() {
        try (HikariDataSource pool = pool(2);
                RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(pool, "roomkit")) {
            Health health = firstAnswer(indicator);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("database", database.name())
                    .containsEntry("schema", "roomkit")
                    .containsEntry("schemaVersion", "1")
                    .containsEntry("readOnly", false)
                    .containsKeys("version", "checkedAt");
            assertThat(poolOf(health)).containsEntry("maximum", 2).containsEntry("saturated", false);
        }
    }

    @Test
    void tellsTheVersionOfTheTablesThatEveryStoreHas() {
        new PostgresSchema(database.dataSource(), "capable").feed().holds().migrate();
        try (RoomKitStoreHealthIndicator indicator =
                new RoomKitStoreHealthIndicator(database.dataSource(), "capable")) {
            assertThat(firstAnswer(indicator).getDetails()).containsEntry("schemaVersion", "1");
        }
    }

    @Test
    void isUpBesideAHistoryOfAnotherProgram() {
        new PostgresSchema(database.dataSource(), "handmade").migrate();
        new JdbcTemplate(database.dataSource())
                .execute("DROP TABLE handmade.schema_version; CREATE TABLE handmade.schema_version (id bigint)");
        try (RoomKitStoreHealthIndicator indicator =
                new RoomKitStoreHealthIndicator(database.dataSource(), "handmade")) {
            Health health = firstAnswer(indicator);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).doesNotContainKey("schemaVersion");
        }
    }

    @Test
    void asksTheDatabaseOnceForManyCallers() {
        AtomicInteger connections = new AtomicInteger();
        DataSource counting = new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                connections.incrementAndGet();
                return super.getConnection();
            }
        };
        try (RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(counting, "roomkit")) {
            firstAnswer(indicator);
            for (int i = 0; i < 100; i++) {
                assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
            }
            assertThat(connections).hasValue(1);
        }
    }

    @Test
    void isOutOfServiceOnAServerThatTakesNoWrites() {
        try (HikariDataSource pool = pool(1)) {
            pool.setConnectionInitSql("SET default_transaction_read_only = on");
            try (RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(pool, "roomkit")) {
                Health health = firstAnswer(indicator);

                assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                assertThat(health.getDetails()).containsEntry("readOnly", true);
            }
        }
    }

    @Test
    void aStoreThatOnlyReadsIsUpOnAServerThatTakesNoWrites() {
        try (HikariDataSource pool = pool(1)) {
            pool.setConnectionInitSql("SET default_transaction_read_only = on");
            try (RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(pool, "roomkit", true)) {
                Health health = firstAnswer(indicator);

                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails()).containsEntry("readOnly", true);
            }
        }
    }

    @Test
    void isDownWithoutTables() {
        try (RoomKitStoreHealthIndicator indicator =
                new RoomKitStoreHealthIndicator(database.dataSource(), "elsewhere")) {
            Health health = firstAnswer(indicator);

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("error", "The tables of the store are missing");
        }
    }

    @Test
    void isDownWithoutAServer() {
        try (TestPostgres server = TestPostgres.startEmbedded(TestPostgres.Durability.FAST);
                HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(server.dataSource());
            pool.setConnectionTimeout(250);
            pool.setInitializationFailTimeout(-1);
            assertThat(new JdbcTemplate(pool).queryForObject("SELECT 1", Integer.class))
                    .isEqualTo(1);
            server.kill();
            try (RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(pool, "roomkit")) {
                assertThat(firstAnswer(indicator).getStatus()).isEqualTo(Status.DOWN);
            }
        }
    }

    @Test
    void answersAtOnceWhileTheDatabaseHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        DataSource silent = new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                await(hanging);
                return super.getConnection();
            }
        };
        try (RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(silent, "roomkit")) {
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                Health health = indicator.health();
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails()).containsEntry("error", "The database does not answer");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("roomkit-health"))
                            .filter(Thread::isAlive))
                    .hasSize(1);

            hanging.countDown();
            assertThat(firstAnswer(indicator).getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void answersFromThePoolsFiguresWhileAllConnectionsAreInUse() throws SQLException {
        try (HikariDataSource pool = pool(1);
                RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(pool, "roomkit")) {
            firstAnswer(indicator);
            try (Connection busy = pool.getConnection()) {
                assertThat(busy.isValid(1)).isTrue();
                Health health = indicator.probeAgain();

                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails()).doesNotContainKey("database");
                assertThat(poolOf(health))
                        .containsEntry("active", 1)
                        .containsEntry("idle", 0)
                        .containsEntry("saturated", true);
                assertThat(pool.getHikariPoolMXBean().getThreadsAwaitingConnection())
                        .isZero();
            }
        }
    }

    @Test
    void aBusyPoolDoesNotHideAServerThatTakesNoWrites() throws SQLException {
        try (HikariDataSource pool = pool(1)) {
            pool.setConnectionInitSql("SET default_transaction_read_only = on");
            try (RoomKitStoreHealthIndicator indicator = new RoomKitStoreHealthIndicator(pool, "roomkit")) {
                firstAnswer(indicator);
                try (Connection busy = pool.getConnection()) {
                    assertThat(busy.isValid(1)).isTrue();

                    assertThat(indicator.probeAgain().getStatus()).isNotEqualTo(Status.UP);
                }
            }
        }
    }

    private static HikariDataSource pool(int maximum) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(maximum);
        pool.setMinimumIdle(1);
        return pool;
    }

    /** The health once the first probe is back, however busy the machine is. */
    private static Health firstAnswer(RoomKitStoreHealthIndicator indicator) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Health health = indicator.health();
        while ("The database does not answer".equals(health.getDetails().get("error"))) {
            assertThat(System.nanoTime()).as("the probe did not come back").isLessThan(deadline);
            Thread.onSpinWait();
            health = indicator.health();
        }
        return health;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> poolOf(Health health) {
        return (Map<String, Object>) health.getDetails().get("pool");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
