package live.roomkit.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.observation.InstrumentedConversationStore;
import live.roomkit.store.postgres.PostgresStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the counters of a store in PostgreSQL: {@code roomkit.store.append.commits} and
 * {@code roomkit.store.append.events}, whose ratio is how many events a commit wrote.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnSingleCandidate(ConversationStore.class)
public final class RoomKitStoreMetricsAutoConfiguration {

    @Bean
    MeterBinder roomkitStoreMetrics(ConversationStore store) {
        return registry -> {
            if (observed(store) instanceof PostgresStore postgres) {
                FunctionCounter.builder(
                                "roomkit.store.append.commits",
                                postgres,
                                counted -> counted.appendStats().commits())
                        .description("Commits that wrote appended events")
                        .register(registry);
                FunctionCounter.builder(
                                "roomkit.store.append.events",
                                postgres,
                                counted -> counted.appendStats().events())
                        .description("Appended events that they wrote")
                        .register(registry);
            }
        };
    }

    private static ConversationStore observed(ConversationStore store) {
        return (store instanceof InstrumentedConversationStore instrumented) ? instrumented.delegate() : store;
    }
}
