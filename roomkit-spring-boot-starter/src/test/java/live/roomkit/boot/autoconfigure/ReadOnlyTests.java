package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import live.roomkit.boot.actuate.RoomKitStoreHealthIndicator;
import live.roomkit.boot.autoconfigure.health.RoomKitStoreHealthContributorAutoConfiguration;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.ReadOnlyStoreException;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests applications that only read, or also read from a replica. */
class ReadOnlyTests {

    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void anApplicationThatOnlyReadsLeavesTheTablesAlone() {
        Contexts.runner()
                .withConfiguration(AutoConfigurations.of(RoomKitStoreHealthContributorAutoConfiguration.class))
                .withPropertyValues(Contexts.asStore(database))
                .withPropertyValues("roomkit.store.read-only=true", "roomkit.store.schema=nothing_here")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThatExceptionOfType(ReadOnlyStoreException.class)
                            .isThrownBy(() ->
                                    context.getBean(ConversationStore.class).createRoom(Room.of("room")));
                });
        assertThat(new JdbcTemplate(database.dataSource())
                        .queryForList("SELECT nspname FROM pg_namespace", String.class))
                .doesNotContain("nothing_here");
    }

    @Test
    void anApplicationThatOnlyReadsIsHealthyOnAReadOnlyServer() {
        PostgresStore.builder().dataSource(database.dataSource()).prepareTables();
        Contexts.runner()
                .withConfiguration(AutoConfigurations.of(RoomKitStoreHealthContributorAutoConfiguration.class))
                .withPropertyValues(Contexts.asStore(database))
                .withPropertyValues(
                        "roomkit.store.read-only=true",
                        "roomkit.store.url=" + database.url() + "?options=-c%20default_transaction_read_only=on")
                .run(context -> assertThat(context.getBean(RoomKitStoreHealthIndicator.class)
                                .health()
                                .getStatus())
                        .isEqualTo(Status.UP));
    }

    @Test
    void aReplicaIsASecondBean() {
        Contexts.withJdbc()
                .withPropertyValues(Contexts.asApplication(database))
                .withUserConfiguration(Replica.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ConversationStore store = context.getBean(ConversationStore.class);
                    store.createRoom(Room.of("written"));
                    assertThat(context.getBean("replica", PostgresStore.class).getRoom("written"))
                            .isPresent();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Replica {

        @Bean(defaultCandidate = false)
        HikariDataSource replicaDataSource() {
            return Contexts.pool(database, "replica");
        }

        @Bean(defaultCandidate = false)
        PostgresStore replica(@Qualifier("replicaDataSource") HikariDataSource dataSource) {
            return PostgresStore.builder().dataSource(dataSource).readOnly(true).open();
        }
    }
}
