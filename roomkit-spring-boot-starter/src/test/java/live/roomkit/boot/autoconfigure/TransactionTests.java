package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import javax.sql.DataSource;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose transactions the store takes part in. */
class TransactionTests {

    @AutoClose
    private static final TestDatabase first = TestPostgres.shared().createDatabase();

    @AutoClose
    private static final TestDatabase second = TestPostgres.shared().createDatabase();

    private final ApplicationContextRunner runner =
            Contexts.withJdbc().withUserConfiguration(ServiceConfiguration.class);

    @Test
    void aRollbackOfTheCallersTransactionTakesTheEventAlong() {
        this.runner.withPropertyValues(Contexts.asApplication(first)).run(context -> {
            ConversationStore store = context.getBean(ConversationStore.class);
            store.createRoom(Room.of("room-1"));
            Service service = context.getBean(Service.class);

            service.createTable();
            service.writeBoth("room-1", "kept");
            assertThatIllegalStateException().isThrownBy(() -> service.writeBothAndFail("room-1", "lost"));

            assertThat(store.getEventCount("room-1")).isEqualTo(1);
            assertThat(service.notes()).isEqualTo(1);
            assertThat(store.addEventAutoIndex("room-1", Contexts.message("room-1", "next"))
                            .index())
                    .isEqualTo(1);
        });
    }

    @Test
    void aRollbackOnThePoolThatServesTheApplicationTakesTheEventAlong() {
        Contexts.runner().withPropertyValues(Contexts.asStore(second)).run(context -> {
            ConversationStore store = context.getBean(ConversationStore.class);
            store.createRoom(Room.of("room-1"));
            JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
            jdbc.execute("CREATE TABLE note (body text)");
            context.getBean(TransactionTemplate.class).executeWithoutResult(transaction -> {
                jdbc.update("INSERT INTO note VALUES ('lost')");
                store.appendEvent("room-1", Contexts.message("room-1", "lost"));
                transaction.setRollbackOnly();
            });

            assertThat(store.getEventCount("room-1")).isZero();
            assertThat(jdbc.queryForList("SELECT body FROM note")).isEmpty();
        });
    }

    @Test
    void besideTheApplicationsDataSourceOnlyItsOwnManagerTakesTheEventAlong() {
        this.runner
                .withPropertyValues(Contexts.asApplication(first))
                .withPropertyValues(Contexts.asStore(second))
                .run(context -> {
                    ConversationStore store = context.getBean(ConversationStore.class);
                    store.createRoom(Room.of("room-2"));
                    Service service = context.getBean(Service.class);

                    assertThatIllegalStateException().isThrownBy(() -> service.writeEventAndFail("room-2"));
                    assertThat(store.getEventCount("room-2")).isEqualTo(1);
                    assertThatIllegalStateException().isThrownBy(() -> service.writeEventAndFailOnStore("room-2"));
                    assertThat(store.getEventCount("room-2")).isEqualTo(1);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class ServiceConfiguration {

        @Bean
        Service service(ConversationStore store, JdbcTemplate jdbc) {
            return new Service(store, jdbc);
        }
    }

    static class Service {

        private final ConversationStore store;

        private final JdbcTemplate jdbc;

        Service(ConversationStore store, JdbcTemplate jdbc) {
            this.store = store;
            this.jdbc = jdbc;
        }

        void createTable() {
            this.jdbc.execute("CREATE TABLE note (body text)");
        }

        int notes() {
            return this.jdbc.queryForObject("SELECT count(*) FROM note", Integer.class);
        }

        @Transactional
        void writeBoth(String roomId, String text) {
            this.jdbc.update("INSERT INTO note VALUES (?)", text);
            this.store.appendEvent(roomId, Contexts.message(roomId, text));
        }

        @Transactional
        void writeBothAndFail(String roomId, String text) {
            writeBoth(roomId, text);
            throw new IllegalStateException("fails");
        }

        @Transactional
        void writeEventAndFail(String roomId) {
            this.store.appendEvent(roomId, Contexts.message(roomId, "kept"));
            throw new IllegalStateException("fails");
        }

        @Transactional("roomkitTransactionManager")
        void writeEventAndFailOnStore(String roomId) {
            this.store.appendEvent(roomId, Contexts.message(roomId, "lost"));
            throw new IllegalStateException("fails");
        }
    }
}
