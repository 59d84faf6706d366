package live.roomkit.boot.autoconfigure.retention;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitDatabase;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.store.ConversationStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
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
 * Auto-configuration of retention: sweeps by the policies of {@code roomkit.store.retention.policies}, when there are any. The
 * counter {@code roomkit.store.retention.events} and the gauge {@code roomkit.store.retention.behind} show its work.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnSingleCandidate(ConversationStore.class)
@Conditional(RoomKitRetentionAutoConfiguration.OnPolicies.class)
@EnableConfigurationProperties(RoomKitRetentionProperties.class)
public final class RoomKitRetentionAutoConfiguration {

    @Bean
    RetentionSchedule roomkitRetentionSchedule(
            ConversationStore store, RoomKitRetentionProperties properties, ObjectProvider<RoomKitDatabase> databases) {
        RoomKitDatabase database = databases.getIfAvailable();
        DataSource dataSource = (database != null) ? database.getDataSource() : null;
        String schema = (database != null) ? database.getSchema() : "";
        return new RetentionSchedule(Protection.of(store), properties, new RetentionLock(dataSource, schema));
    }

    /** Matches when there is a policy. */
    static final class OnPolicies implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                            .bind("roomkit.store.retention.policies", Bindable.mapOf(String.class, Object.class))
                            .map(Map::size)
                            .orElse(0)
                    > 0;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetricsConfiguration {

        @Bean
        MeterBinder roomkitRetentionMetrics(RetentionSchedule schedule) {
            return registry -> schedule.policies().stream()
                    .map(RetentionPolicy::name)
                    .forEach(policy -> bind(schedule, policy, registry));
        }

        private static void bind(RetentionSchedule schedule, String policy, MeterRegistry registry) {
            FunctionCounter.builder("roomkit.store.retention.events", schedule, counted -> counted.sweptEvents(policy))
                    .description("Events that this node erased or deleted by a retention policy")
                    .tag("policy", policy)
                    .register(registry);
            TimeGauge.builder(
                            "roomkit.store.retention.behind",
                            schedule,
                            TimeUnit.SECONDS,
                            read -> Duration.between(read.caughtUpAt(policy), Instant.now())
                                    .toSeconds())
                    .description("Time since a retention policy had nothing left to sweep")
                    .tag("policy", policy)
                    .register(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class HealthConfiguration {

        @Bean
        @ConditionalOnEnabledHealthIndicator("roomkitretention")
        HealthIndicator roomkitRetentionHealthIndicator(RetentionSchedule schedule) {
            return new RetentionHealthIndicator(schedule);
        }
    }
}
