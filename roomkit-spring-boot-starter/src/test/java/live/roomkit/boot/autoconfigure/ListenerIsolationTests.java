package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import live.roomkit.boot.autoconfigure.feed.RoomKitFeedAutoConfiguration;
import live.roomkit.boot.autoconfigure.feed.RoomKitListenerAutoConfiguration;
import live.roomkit.boot.feed.RoomKitListener;
import live.roomkit.boot.feed.RoomKitListeners;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests methods that handle changes where the pool sets a stricter isolation level than READ COMMITTED. */
class ListenerIsolationTests {

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    /** The lease is renewed while the transaction of the method is open. */
    @Test
    void aMethodMayBeSlowerThanTheLease() {
        Contexts.withJdbc()
                .withConfiguration(AutoConfigurations.of(
                        RoomKitFeedAutoConfiguration.class, RoomKitListenerAutoConfiguration.class))
                .withUserConfiguration(Slow.class)
                .withPropertyValues(Contexts.asApplication(database))
                .withPropertyValues(
                        "spring.datasource.hikari.transaction-isolation=TRANSACTION_REPEATABLE_READ",
                        "roomkit.store.feed.enabled=true",
                        "roomkit.store.feed.listeners.lease=1s")
                .run(context -> {
                    FeedConsumer consumer =
                            context.getBean(RoomKitListeners.class).consumer("slow");
                    Waiting.until(() -> consumer.state().partitions().size() == 8);

                    context.getBean(ConversationStore.class).createRoom(Room.of("room"));

                    Waiting.until(() -> consumer.state().handled() == 1);
                    assertThat(context.getBean(Listener.class).calls).hasValue(1);
                    assertThat(consumer.state().failures()).isZero();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Slow {

        @Bean
        Listener listener(JdbcTemplate jdbc) {
            return new Listener(jdbc);
        }
    }

    static class Listener {

        private final AtomicInteger calls = new AtomicInteger();

        private final JdbcTemplate jdbc;

        Listener(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @RoomKitListener(group = "slow")
        void on(Change.RoomCreated created) {
            this.calls.incrementAndGet();
            this.jdbc.queryForList("SELECT room_id FROM roomkit.changes");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
        }
    }
}
