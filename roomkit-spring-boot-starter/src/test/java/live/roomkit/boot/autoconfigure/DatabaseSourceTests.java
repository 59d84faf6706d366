package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.observation.InstrumentedConversationStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Where the store finds its database. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseSourceTests {

    private static final TestDatabase first = TestPostgres.shared().createDatabase();

    private static final TestDatabase second = TestPostgres.shared().createDatabase();

    private final ApplicationContextRunner runner = Contexts.runner();

    private final ApplicationContextRunner withJdbc = Contexts.withJdbc();

    @AfterAll
    static void dropDatabases() {
        first.close();
        second.close();
    }

    @Test
    void usesTheApplicationsDataSource(CapturedOutput output) {
        this.withJdbc.withPropertyValues(Contexts.asApplication(first)).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(DataSource.class).hasSingleBean(ConversationStore.class);
            assertThat(storeDataSource(context)).isSameAs(context.getBean("dataSource"));
            assertThat(databaseOfNewRoom(context)).isEqualTo(first.name());
        });
        assertThat(output)
                .contains("database " + first.name() + ", schema roomkit at version 1, by the application's DataSource;"
                        + " joins the application's transactions");
    }

    @Test
    void settingsOfAPoolThatThereIsNotAreWarnedOf(CapturedOutput output) {
        this.withJdbc
                .withPropertyValues(Contexts.asApplication(first))
                .withPropertyValues("roomkit.store.pool.max-size=3", "roomkit.store.password=s3cret")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output)
                .contains("roomkit.store.password, roomkit.store.pool.max-size are ignored", "Set roomkit.store.url")
                .doesNotContain("s3cret");
    }

    @Test
    void opensAPoolForItsUrlThatServesTheApplicationToo(CapturedOutput output) {
        this.runner.withPropertyValues(Contexts.asStore(first)).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(DataSource.class);
            assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("roomkitDataSource"));
            assertThat(context).hasSingleBean(PlatformTransactionManager.class);
            assertThat(databaseOfNewRoom(context)).isEqualTo(first.name());
        });
        assertThat(output).contains("by the store's own connection pool; joins the application's transactions");
    }

    @Test
    void opensAPoolBesideTheApplicationsDataSourceAndLeavesThatAlone(CapturedOutput output) {
        this.withJdbc
                .withPropertyValues(Contexts.asApplication(first))
                .withPropertyValues(Contexts.asStore(second))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("dataSource"));
                    assertThat(context.getBean(JdbcTemplate.class).getDataSource())
                            .isSameAs(context.getBean("dataSource"));
                    assertThat(context.getBean(PlatformTransactionManager.class))
                            .isNotSameAs(context.getBean("roomkitTransactionManager"));
                    assertThat(databaseOfNewRoom(context)).isEqualTo(second.name());
                });
        assertThat(output).contains("does not join transactions of the application's DataSource");
    }

    @Test
    void leavesADataSourceAloneWhoseUrlIsSetInCode() {
        this.withJdbc
                .withUserConfiguration(OwnDataSourceProperties.class)
                .withPropertyValues(Contexts.asStore(second))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(databaseOf(context.getBean(JdbcTemplate.class))).isEqualTo(first.name());
                    assertThat(databaseOfNewRoom(context)).isEqualTo(second.name());
                });
    }

    @Test
    void sharesADataSourceWhoseUrlIsSetInCode() {
        this.withJdbc
                .withUserConfiguration(OwnDataSourceProperties.class)
                .run(context -> assertThat(databaseOfNewRoom(context)).isEqualTo(first.name()));
    }

    @Test
    void leavesADataSourceWhoseUrlIsSetInCodeAloneBesideMemory() {
        this.withJdbc
                .withUserConfiguration(OwnDataSourceProperties.class)
                .withPropertyValues("roomkit.store.type=memory")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(DataSource.class);
                    assertThat(databaseOf(context.getBean(JdbcTemplate.class))).isEqualTo(first.name());
                });
    }

    @Test
    void leavesADataSourceBeanOfTheApplicationAlone() {
        this.withJdbc
                .withUserConfiguration(PrimaryDataSource.class)
                .withPropertyValues(Contexts.asStore(first))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("primary"));
                    assertThat(databaseOf(context.getBean(JdbcTemplate.class))).isEqualTo(second.name());
                    assertThat(databaseOfNewRoom(context)).isEqualTo(first.name());
                });
    }

    @Test
    void doesNotAskForTheApplicationsDataSourceWhenItHasItsOwn() {
        this.runner
                .withUserConfiguration(LazyDataSource.class)
                .withPropertyValues(Contexts.asStore(first))
                .run(context -> {
                    assertThat(databaseOfNewRoom(context)).isEqualTo(first.name());
                    assertThat(context.getSourceApplicationContext()
                                    .getBeanFactory()
                                    .containsSingleton("lazy"))
                            .isFalse();
                });
    }

    @Test
    void leavesTheApplicationsOwnDatabaseToTheApplication() {
        this.withJdbc
                .withPropertyValues(Contexts.asStore(first))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Failed to determine a suitable driver class"));
    }

    @Test
    void takesTheUrlAsOtherClientsWriteIt() {
        String url = "postgresql://" + first.username() + ":" + first.password() + "@"
                + first.url().substring("jdbc:postgresql://".length());
        this.runner
                .withPropertyValues("roomkit.store.url=" + url)
                .run(context -> assertThat(databaseOfNewRoom(context)).isEqualTo(first.name()));
    }

    @Test
    void opensAPoolForConnectionDetailsInPlaceOfTheUrl() {
        this.runner
                .withUserConfiguration(StoreConnectionDetails.class)
                .withPropertyValues(Contexts.asStore(first))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(RoomKitConnectionDetails.class);
                    assertThat(databaseOfNewRoom(context)).isEqualTo(second.name());
                });
    }

    @Test
    void usesAMarkedDataSourceBeforeAllOthers(CapturedOutput output) {
        this.withJdbc
                .withUserConfiguration(MarkedDataSource.class)
                .withPropertyValues(Contexts.asApplication(first))
                .withPropertyValues("roomkit.store.url=jdbc:postgresql://nowhere.invalid/nothing")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("roomkitDataSource");
                    assertThat(storeDataSource(context)).isSameAs(context.getBean("marked"));
                    assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("dataSource"));
                    assertThat(databaseOfNewRoom(context)).isEqualTo(second.name());
                });
        assertThat(output).contains("by the DataSource marked @RoomKitDataSource; does not join");
    }

    @Test
    void usesThePrimaryOneOfTwoDataSources() {
        this.runner
                .withUserConfiguration(TwoDataSources.class, PrimaryDataSource.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(storeDataSource(context)).isSameAs(context.getBean("primary"));
                });
    }

    @Test
    void refusesToChooseAmongTwoDataSources() {
        this.runner
                .withUserConfiguration(TwoDataSources.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                NoStoreDatabaseException.class,
                                failure ->
                                        assertThat(failure.candidates()).containsExactlyInAnyOrder("one", "another")));
    }

    @Test
    void opensAPoolBesideTwoDataSources() {
        this.runner
                .withUserConfiguration(TwoDataSources.class)
                .withPropertyValues(Contexts.asStore(second))
                .run(context -> assertThat(databaseOfNewRoom(context)).isEqualTo(second.name()));
    }

    @Test
    void usesTheDataSourceOfAService() {
        this.withJdbc
                .withUserConfiguration(ApplicationConnectionDetails.class)
                .run(context -> assertThat(databaseOfNewRoom(context)).isEqualTo(first.name()));
    }

    @Test
    void failsWithoutAnyDatabase() {
        this.runner.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOfSatisfying(
                        NoStoreDatabaseException.class,
                        failure -> assertThat(failure.candidates()).isEmpty()));
    }

    @Test
    void keepsConversationsInMemoryOnlyWhenToldAndWarns(CapturedOutput output) {
        this.runner
                .withPropertyValues("roomkit.store.type=memory", "spring.jmx.enabled=true")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(ConversationStore.class);
                    assertThat(context).doesNotHaveBean(DataSource.class).doesNotHaveBean(RoomKitDatabase.class);
                    context.getBean(ConversationStore.class).createRoom(Room.of("room-1"));
                });
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("roomkit.store.type=memory: conversations are lost when the application ends");
    }

    @Test
    void leavesTheApplicationsDataSourceInPlaceWhenConversationsAreInMemory() {
        this.withJdbc
                .withPropertyValues(Contexts.asApplication(first))
                .withPropertyValues("roomkit.store.type=memory")
                .run(context -> assertThat(context).hasSingleBean(JdbcTemplate.class));
    }

    @Test
    void backsOffFromAStoreOfTheApplication() {
        this.runner
                .withUserConfiguration(OwnStore.class)
                .withPropertyValues(Contexts.asStore(first))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(ConversationStore.class);
                    assertThat(context.getBean(ConversationStore.class)).isInstanceOf(InMemoryStore.class);
                    assertThat(context).doesNotHaveBean(DataSource.class).doesNotHaveBean(RoomKitDatabase.class);
                });
    }

    @Test
    void observesTheStoreUnlessToldNotTo() {
        ApplicationContextRunner configured = this.runner.withPropertyValues(Contexts.asStore(first));
        configured.run(context ->
                assertThat(context.getBean(ConversationStore.class)).isInstanceOf(InstrumentedConversationStore.class));
        configured
                .withPropertyValues("roomkit.store.observation.enabled=false")
                .run(context ->
                        assertThat(context.getBean(ConversationStore.class)).isInstanceOf(PostgresStore.class));
    }

    @Test
    void closesItsPoolWithTheContext() {
        this.runner.withPropertyValues(Contexts.asStore(first)).run(context -> {
            HikariDataSource pool = context.getBean("roomkitDataSource", HikariDataSource.class);
            context.getSourceApplicationContext().close();
            assertThat(pool.isClosed()).isTrue();
        });
    }

    private static DataSource storeDataSource(AssertableApplicationContext context) {
        return context.getBean(RoomKitDatabase.class).getDataSource();
    }

    private static @Nullable String databaseOf(JdbcTemplate jdbc) {
        return jdbc.queryForObject("SELECT current_database()", String.class);
    }

    /** Writes a room, and tells in which of the databases it is. */
    private static @Nullable String databaseOfNewRoom(AssertableApplicationContext context) {
        String id = "room-" + System.nanoTime();
        context.getBean(ConversationStore.class).createRoom(Room.of(id));
        for (TestDatabase database : new TestDatabase[] {first, second}) {
            JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
            boolean used = jdbc.queryForObject("SELECT to_regclass('roomkit.rooms') IS NOT NULL", Boolean.class);
            if (used
                    && !jdbc.queryForList("SELECT id FROM roomkit.rooms WHERE id = ?", id)
                            .isEmpty()) {
                return database.name();
            }
        }
        return null;
    }

    @Configuration(proxyBeanMethods = false)
    static class MarkedDataSource {

        @Bean(defaultCandidate = false)
        @RoomKitDataSource
        DataSource marked() {
            return Contexts.pool(second, "marked");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        @Bean
        DataSource one() {
            return Contexts.pool(first, "one");
        }

        @Bean
        DataSource another() {
            return Contexts.pool(second, "another");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryDataSource {

        @Bean
        @Primary
        DataSource primary() {
            return Contexts.pool(second, "primary");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDataSourceProperties {

        @Bean
        @Primary
        DataSourceProperties ownProperties() {
            DataSourceProperties properties = new DataSourceProperties();
            properties.setUrl(first.url());
            properties.setUsername(first.username());
            properties.setPassword(first.password());
            return properties;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyDataSource {

        @Bean
        @Lazy
        DataSource lazy() {
            return Contexts.pool(second, "lazy");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {

        @Bean
        ConversationStore ownStore() {
            return new InMemoryStore();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class StoreConnectionDetails {

        @Bean
        RoomKitConnectionDetails details() {
            return new RoomKitConnectionDetails() {
                @Override
                public String getUrl() {
                    return second.url();
                }

                @Override
                public String getUsername() {
                    return second.username();
                }

                @Override
                public String getPassword() {
                    return second.password();
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ApplicationConnectionDetails {

        @Bean
        JdbcConnectionDetails details() {
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return first.username();
                }

                @Override
                public String getPassword() {
                    return first.password();
                }

                @Override
                public String getJdbcUrl() {
                    return first.url();
                }
            };
        }
    }
}
