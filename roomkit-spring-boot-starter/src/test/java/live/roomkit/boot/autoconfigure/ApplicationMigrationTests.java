package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.PendingMigrationsException;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The store's tables beside an application that migrates its own. */
class ApplicationMigrationTests {

    @AutoClose
    private final TestDatabase database = TestPostgres.shared().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

    private final ApplicationContextRunner runner =
            Contexts.withJdbc().withPropertyValues(Contexts.asApplication(this.database));

    private final ApplicationContextRunner withFlyway = this.runner
            .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
            .withPropertyValues("spring.flyway.locations=classpath:migration/application");

    @Test
    void leavesTheApplicationsFlywayAlone() {
        this.withFlyway.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(Flyway.class);
            assertThat(applicationVersions("public.flyway_schema_history")).containsExactly("1", "2", "3");
            assertThat(storeVersions("roomkit")).containsExactly("1");
        });
    }

    @Test
    void sharesASchemaWithTheApplicationsFlyway() {
        ApplicationContextRunner shared = this.withFlyway.withPropertyValues("roomkit.store.schema=public");
        for (int start = 1; start <= 2; start++) {
            shared.run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(applicationVersions("public.flyway_schema_history")).containsExactly("1", "2", "3");
                assertThat(storeVersions("public")).containsExactly("0", "1");
                assertThat(context.getBean(ConversationStore.class).findRooms(allRooms()))
                        .isEmpty();
            });
        }
    }

    @Test
    void migratesBesideLiquibase() {
        this.runner
                .withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
                .withPropertyValues(
                        "spring.liquibase.change-log=classpath:migration/changelog/master.sql",
                        "roomkit.store.schema=public")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(applicationChanges()).containsExactly("1");
                    assertThat(storeVersions("public")).containsExactly("0", "1");
                });
    }

    @Test
    void worksBesideJpaAndInItsTransactions() {
        this.withFlyway
                .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
                .withUserConfiguration(Entities.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ConversationStore store = context.getBean(ConversationStore.class);
                    EntityManager entities = context.getBean(EntityManager.class);
                    context.getBean(TransactionTemplate.class).executeWithoutResult(transaction -> {
                        entities.persist(new ApplicationNote("note-1"));
                        store.createRoom(Room.of("room-1"));
                        transaction.setRollbackOnly();
                    });
                    assertThat(store.roomExists("room-1")).isFalse();
                });
    }

    @Test
    void itsPoolServesAnApplicationThatHasNoOtherDataSource() {
        servedByTheStoresPool(FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class)
                .withPropertyValues("spring.flyway.locations=classpath:migration/application")
                .withUserConfiguration(Entities.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(DataSource.class);
                    ConversationStore store = context.getBean(ConversationStore.class);
                    EntityManager entities = context.getBean(EntityManager.class);
                    context.getBean(TransactionTemplate.class).executeWithoutResult(transaction -> {
                        entities.persist(new ApplicationNote("note-1"));
                        store.createRoom(Room.of("room-1"));
                    });
                    assertThat(this.jdbc.queryForList("SELECT id FROM application_note"))
                            .hasSize(1);
                    assertThat(store.roomExists("room-1")).isTrue();
                });
    }

    @Test
    void itsPoolServesLiquibaseToo() {
        servedByTheStoresPool(LiquibaseAutoConfiguration.class)
                .withPropertyValues("spring.liquibase.change-log=classpath:migration/changelog/master.sql")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(JdbcTemplate.class);
                    assertThat(applicationChanges()).containsExactly("1");
                    assertThat(storeVersions("roomkit")).containsExactly("1");
                });
    }

    @Test
    void isReadyBeforeWhoeverUsesTheStoreFirst() {
        this.withFlyway
                .withUserConfiguration(EagerUser.class)
                .run(context -> assertThat(context.getBean("roomOfStart"))
                        .isEqualTo(Room.of("room-1").id()));
    }

    @Test
    void migratesASchemaThatIsNotEmpty() {
        this.jdbc.execute("CREATE SCHEMA roomkit; CREATE TABLE roomkit.something (id text)");
        this.runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(storeVersions("roomkit")).containsExactly("0", "1");
        });
    }

    @Test
    void changesNothingAtTheSecondStart() {
        this.runner.run(context -> assertThat(context).hasNotFailed());
        List<?> history = this.jdbc.queryForList("SELECT * FROM roomkit.schema_version");
        this.runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(this.jdbc.queryForList("SELECT * FROM roomkit.schema_version"))
                    .isEqualTo(history);
        });
    }

    @Test
    void onlyLooksWhenItIsToValidate() {
        ApplicationContextRunner validating = this.runner.withPropertyValues("roomkit.store.migration.mode=validate");
        validating.run(
                context -> assertThat(context).getFailure().hasRootCauseInstanceOf(PendingMigrationsException.class));
        assertThat(schemas()).doesNotContain("roomkit");

        this.runner.run(context -> assertThat(context).hasNotFailed());
        validating.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void leavesTheTablesAloneWhenToldSo() {
        this.runner
                .withPropertyValues("roomkit.store.migration.mode=none")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(schemas()).doesNotContain("roomkit");
    }

    @Test
    void migratesAsAnotherUserWhoGrantsAccess() {
        String user = this.database.name() + "_user";
        this.jdbc.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'guest'");
        try {
            Contexts.runner()
                    .withPropertyValues(
                            "roomkit.store.url=" + this.database.url(),
                            "roomkit.store.username=" + user,
                            "roomkit.store.password=guest",
                            "roomkit.store.migration.username=" + this.database.username(),
                            "roomkit.store.migration.password=" + this.database.password())
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean(ConversationStore.class).createRoom(Room.of("room-1")))
                                .isNotNull();
                    });
        } finally {
            this.jdbc.execute("DROP OWNED BY " + user + "; DROP ROLE " + user);
        }
    }

    @Test
    void eightApplicationsStartAtOnceOnAnEmptyDatabase() throws Exception {
        CountDownLatch ready = new CountDownLatch(8);
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> starts = IntStream.range(0, 8)
                    .mapToObj(number -> executor.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return startsOnSmallPool();
                    }))
                    .toList();
            for (Future<Boolean> start : starts) {
                assertThat(start.get()).isTrue();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(storeVersions("roomkit")).containsExactly("1");
    }

    /** Has Spring Boot's JDBC starter without its DataSource, as an application that excludes that auto-configuration. */
    private ApplicationContextRunner servedByTheStoresPool(Class<?>... autoConfigurations) {
        return Contexts.withoutDataSource()
                .withConfiguration(AutoConfigurations.of(autoConfigurations))
                .withPropertyValues(Contexts.asStore(this.database));
    }

    private boolean startsOnSmallPool() {
        boolean[] started = new boolean[1];
        Contexts.runner()
                .withPropertyValues(Contexts.asStore(this.database))
                .withPropertyValues("roomkit.store.pool.max-size=1", "roomkit.store.pool.acquire-timeout=60s")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(ConversationStore.class).getOrCreateRoom(Room.of("room-1"));
                    started[0] = true;
                });
        return started[0];
    }

    private List<String> storeVersions(String schema) {
        return applicationVersions(schema + ".schema_version");
    }

    private List<String> applicationVersions(String table) {
        return this.jdbc.queryForList(
                "SELECT version FROM " + table + " WHERE version IS NOT NULL ORDER BY installed_rank", String.class);
    }

    private List<String> applicationChanges() {
        return this.jdbc.queryForList("SELECT id FROM public.databasechangelog", String.class);
    }

    private List<String> schemas() {
        return this.jdbc.queryForList("SELECT nspname FROM pg_namespace", String.class);
    }

    private static RoomQuery allRooms() {
        return RoomQuery.builder().build();
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = ApplicationNote.class)
    static class Entities {}

    @Entity(name = "application_note")
    static class ApplicationNote {

        @Id
        private String id;

        protected ApplicationNote() {}

        ApplicationNote(String id) {
            this.id = id;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class EagerUser {

        @Bean
        String roomOfStart(ConversationStore store) {
            return store.getOrCreateRoom(Room.of("room-1")).id();
        }
    }
}
