package live.roomkit.boot.autoconfigure.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import live.roomkit.boot.autoconfigure.Contexts;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.PostgresSchema;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Tests the deletion of old changes, and what metrics and health show of the feed. */
class FeedMaintenanceTests {

    private static final Duration WEEK = Duration.ofDays(7);

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    private Instant now = Instant.now();

    @AutoClose
    private final InMemoryStore store = new InMemoryStore(1_000, 1_000, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return FeedMaintenanceTests.this.now;
        }
    });

    @Test
    void changesAreDeletedWhenTheyAreOld() {
        assertThat(changesAfterARound(WEEK)).isEqualTo(1);
    }

    @Test
    void changesAreKeptWhereTheApplicationDeletesThem() {
        assertThat(changesAfterARound(Duration.ZERO)).isEqualTo(11_001);
    }

    private long changesAfterARound(Duration keep) {
        Instant present = this.now;
        this.now = present.minus(Duration.ofDays(8));
        for (int i = 0; i < 11_000; i++) {
            this.store.createRoom(Room.of("old-" + i));
        }
        this.now = present;
        this.store.createRoom(Room.of("young"));
        FeedMaintenance maintenance = new FeedMaintenance(ChangeFeed.of(this.store), keep);
        maintenance.start();
        maintenance.run();
        maintenance.stop();
        return ChangeFeed.of(this.store).state().changes();
    }

    @Test
    void metricsAndHealthShowWhatIsKept() {
        runner().withPropertyValues("roomkit.store.type=memory").run(context -> {
            context.getBean(ConversationStore.class).createRoom(Room.of("room"));
            context.getBean(FeedMaintenance.class).run();

            MeterRegistry registry = new SimpleMeterRegistry();
            context.getBean("roomkitFeedMetrics", MeterBinder.class).bindTo(registry);
            assertThat(registry.get("roomkit.store.feed.kept").gauge().value()).isOne();
            assertThat(registry.get("roomkit.store.feed.age").timeGauge().value())
                    .isBetween(0.0, 60.0);
            assertThat(registry.get("roomkit.store.feed.transaction.age")
                            .timeGauge()
                            .value())
                    .isZero();
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails()).containsEntry("changes", 1L);
        });
    }

    @Test
    void healthTellsThatTheFeedWasSwitchedOff() {
        runner().withPropertyValues(Contexts.asStore(database)).run(context -> {
            FeedMaintenance maintenance = context.getBean(FeedMaintenance.class);
            maintenance.run();
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);

            new PostgresSchema(database.dataSource()).switchFeedOff();
            maintenance.run();

            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails()).containsEntry("error", "The change feed was switched off");
        });
    }

    private static Health health(ApplicationContext context) {
        return context.getBean("roomkitFeedHealthIndicator", HealthIndicator.class)
                .health();
    }

    private static ApplicationContextRunner runner() {
        return Contexts.runner()
                .withConfiguration(AutoConfigurations.of(RoomKitFeedAutoConfiguration.class))
                .withPropertyValues("roomkit.store.feed.enabled=true");
    }
}
