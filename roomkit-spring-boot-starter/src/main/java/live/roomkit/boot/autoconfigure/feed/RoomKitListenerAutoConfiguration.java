package live.roomkit.boot.autoconfigure.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import live.roomkit.boot.autoconfigure.RoomKitDatabase;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import live.roomkit.boot.feed.RoomKitListener;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.store.ConversationStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Auto-configuration of the methods that are annotated with {@link RoomKitListener}. The auto-configuration also
 * applies while the change feed is off. So an application with such methods but without the feed fails to start,
 * instead of running without calling the methods.
 */
@AutoConfiguration(after = {RoomKitStoreAutoConfiguration.class, RoomKitFeedAutoConfiguration.class})
@ConditionalOnSingleCandidate(ConversationStore.class)
@EnableConfigurationProperties(RoomKitStoreProperties.class)
public final class RoomKitListenerAutoConfiguration {

    @Bean
    ListenerLifecycle roomkitListeners(
            ConfigurableListableBeanFactory beans,
            RoomKitStoreProperties properties,
            ObjectProvider<ChangeFeed> feed,
            ObjectProvider<RoomKitDatabase> database,
            ObjectProvider<PlatformTransactionManager> transactions,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<ListenerMeters> meters) {
        return new ListenerLifecycle(beans, properties, feed, database, transactions, observations, meters);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBooleanProperty("roomkit.store.feed.enabled")
    static class MetersConfiguration {

        @Bean
        ListenerMeters roomkitListenerMeters(ObjectProvider<MeterRegistry> registry) {
            return new ListenerMeters(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnBooleanProperty("roomkit.store.feed.enabled")
    @ConditionalOnEnabledHealthIndicator("roomkitlisteners")
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = {"roomkitListenersHealthIndicator", "roomkitListenersHealthContributor"})
        ListenerHealthIndicator roomkitListenersHealthIndicator(ListenerLifecycle lifecycle) {
            return new ListenerHealthIndicator(lifecycle);
        }
    }
}
