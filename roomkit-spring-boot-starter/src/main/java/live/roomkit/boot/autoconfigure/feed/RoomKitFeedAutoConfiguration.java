package live.roomkit.boot.autoconfigure.feed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedState;
import live.roomkit.store.ConversationStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the change feed, when {@code roomkit.store.feed.enabled} is {@code true}. The
 * auto-configuration creates the {@link ChangeFeed} of the conversation store, and a background thread that deletes old
 * changes. The gauges {@code roomkit.store.feed.kept}, {@code roomkit.store.feed.age} and
 * {@code roomkit.store.feed.transaction.age} and the health contributor {@code roomkitFeed} show the state of the feed,
 * such as the number of changes in it.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnBooleanProperty("roomkit.store.feed.enabled")
@ConditionalOnSingleCandidate(ConversationStore.class)
@EnableConfigurationProperties(RoomKitStoreProperties.class)
public final class RoomKitFeedAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ChangeFeed changeFeed(ConversationStore store) {
        return ChangeFeed.of(store);
    }

    @Bean
    FeedMaintenance roomkitFeedMaintenance(ChangeFeed feed, RoomKitStoreProperties properties) {
        return new FeedMaintenance(
                feed, properties.readOnly() ? Duration.ZERO : properties.feed().keep());
    }

    /** Configures the gauges of the change feed. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetricsConfiguration {

        @Bean
        MeterBinder roomkitFeedMetrics(FeedMaintenance maintenance) {
            return registry -> {
                Gauge.builder("roomkit.store.feed.kept", maintenance, MetricsConfiguration::changes)
                        .description("Changes that the change feed keeps, at most")
                        .register(registry);
                age(
                        "age",
                        "Age of the oldest change that the change feed keeps",
                        maintenance,
                        FeedState::age,
                        registry);
                age(
                        "transaction.age",
                        "Age of the oldest change since the oldest open transaction began",
                        maintenance,
                        FeedState::openTransactionAge,
                        registry);
            };
        }

        private static void age(
                String name,
                String description,
                FeedMaintenance maintenance,
                Function<FeedState, Duration> age,
                MeterRegistry registry) {
            TimeGauge.builder("roomkit.store.feed." + name, maintenance, TimeUnit.MILLISECONDS, measured -> {
                        FeedState state = measured.state();
                        return (state != null) ? age.apply(state).toMillis() : Double.NaN;
                    })
                    .description(description)
                    .register(registry);
        }

        private static double changes(FeedMaintenance maintenance) {
            FeedState state = maintenance.state();
            return (state != null) ? state.changes() : Double.NaN;
        }
    }

    /** Configures the health contributor of the change feed. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("roomkitfeed")
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = {"roomkitFeedHealthIndicator", "roomkitFeedHealthContributor"})
        HealthIndicator roomkitFeedHealthIndicator(FeedMaintenance maintenance) {
            return new FeedHealthIndicator(maintenance);
        }
    }
}
