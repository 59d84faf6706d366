package live.roomkit.boot.autoconfigure.retention;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import live.roomkit.protection.Protection;
import live.roomkit.store.ConversationStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configuration of the sweeps, which erase or delete old events by the policies in
 * {@code roomkit.store.retention.policies}. This auto-configuration applies when the properties contain at least one
 * policy and {@code roomkit.store.read-only} is not {@code true}. The meters {@code roomkit.store.retention.*} and the
 * health contributor {@code roomkitRetention} show whether the sweeps are behind their schedule.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@Conditional(RoomKitRetentionAutoConfiguration.OnPolicies.class)
@ConditionalOnBooleanProperty(name = "roomkit.store.read-only", havingValue = false, matchIfMissing = true)
@ConditionalOnSingleCandidate(ConversationStore.class)
@EnableConfigurationProperties(RoomKitStoreProperties.class)
public final class RoomKitRetentionAutoConfiguration {

    @Bean
    RetentionSchedule roomkitRetentionSchedule(ConversationStore store, RoomKitStoreProperties properties) {
        return new RetentionSchedule(Protection.of(store), properties.retention(), Clock.systemUTC());
    }

    /** Matches when at least one retention policy is configured. */
    static final class OnPolicies implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("roomkit.store.retention.policies", Bindable.mapOf(String.class, Object.class))
                    .map(policies -> !policies.isEmpty())
                    .orElse(false);
        }
    }

    /** Configures the meters of retention. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetricsConfiguration {

        @Bean
        MeterBinder roomkitRetentionMetrics(RetentionSchedule schedule) {
            return registry -> schedule.policies().forEach(policy -> bind(policy, registry));
        }

        private static void bind(ScheduledPolicy policy, MeterRegistry registry) {
            FunctionCounter.builder("roomkit.store.retention.events", policy, ScheduledPolicy::sweptEvents)
                    .description("Events that this node erased or deleted by a retention policy")
                    .tag("policy", policy.name())
                    .register(registry);
            Gauge.builder("roomkit.store.retention.held", policy, ScheduledPolicy::heldRooms)
                    .description("Rooms with old events that the latest sweep passed over because of holds")
                    .tag("policy", policy.name())
                    .register(registry);
            TimeGauge.builder("roomkit.store.retention.age", policy, TimeUnit.SECONDS, MetricsConfiguration::age)
                    .description("Time since the sweep was due after which nothing was left")
                    .tag("policy", policy.name())
                    .register(registry);
            TimeGauge.builder(
                            "roomkit.store.retention.behind",
                            policy,
                            TimeUnit.SECONDS,
                            late -> late.behind().toSeconds())
                    .description("Time since the first sweep was due that left something or did not begin")
                    .tag("policy", policy.name())
                    .register(registry);
        }

        private static double age(ScheduledPolicy policy) {
            Duration age = policy.age();
            return (age != null) ? age.toSeconds() : Double.NaN;
        }
    }

    /** Configures the health contributor of retention. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("roomkitretention")
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = {"roomkitRetentionHealthIndicator", "roomkitRetentionHealthContributor"})
        HealthIndicator roomkitRetentionHealthIndicator(RetentionSchedule schedule) {
            return new RetentionHealthIndicator(schedule);
        }
    }
}
