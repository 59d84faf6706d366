package live.roomkit.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.StoreStats;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the counters of a store in PostgreSQL: {@code roomkit.store.append.commits} and
 * {@code roomkit.store.append.events}, whose ratio is how many events a commit wrote, and {@code roomkit.store.retries}.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnSingleCandidate(ConversationStore.class)
public final class RoomKitStoreMetricsAutoConfiguration {

    @Bean
    MeterBinder roomkitStoreMetrics(ConversationStore store) {
        return registry -> store.unwrap(PostgresStore.class).ifPresent(postgres -> bind(postgres, registry));
    }

    private static void bind(PostgresStore store, MeterRegistry registry) {
        count("append.commits", "Commits that wrote appended events", store, StoreStats::appendCommits, registry);
        count("append.events", "Events that these commits wrote", store, StoreStats::appendedEvents, registry);
        count("retries", "Attempts that the store repeated by itself", store, StoreStats::retries, registry);
    }

    private static void count(
            String name,
            String description,
            PostgresStore store,
            ToDoubleFunction<StoreStats> count,
            MeterRegistry registry) {
        FunctionCounter.builder("roomkit.store." + name, store, counted -> count.applyAsDouble(counted.stats()))
                .description(description)
                .register(registry);
    }
}
