package live.roomkit.boot.autoconfigure.metrics;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitDataSource;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.StoreStats;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the metrics of a PostgreSQL store. The counters {@code roomkit.store.append.commits} and
 * {@code roomkit.store.append.events} show how many events are written per commit. The counter
 * {@code roomkit.store.retries} counts the retries that the store made by itself. The tag {@code cause} of this counter
 * is {@code conflict} after a serialization failure or a deadlock, and {@code connection} after a lost connection or a
 * read-only server. The metrics {@code hikaricp.connections} describe the store's own connection pool.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnSingleCandidate(ConversationStore.class)
public final class RoomKitStoreMetricsAutoConfiguration {

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "roomkit.store", "Duration of the store's operations",
            "roomkit.store.active", "Operations of the store that are under way");

    @Bean
    MeterBinder roomkitStoreMetrics(ConversationStore store) {
        return registry -> store.unwrap(PostgresStore.class).ifPresent(postgres -> bind(postgres, registry));
    }

    /**
     * Adds descriptions to the meters {@code roomkit.store} and {@code roomkit.store.active}, which Micrometer creates
     * without descriptions.
     */
    @Bean
    MeterFilter roomkitStoreDescriptions() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                String description = DESCRIPTIONS.get(id.getName());
                return (description != null)
                        ? new Meter.Id(
                                id.getName(),
                                Tags.of(id.getTagsAsIterable()),
                                id.getBaseUnit(),
                                description,
                                id.getType())
                        : id;
            }
        };
    }

    /**
     * Binds the metrics of the store's own pool when Spring Boot's JDBC module is missing. When the module is present,
     * the module itself binds these metrics.
     */
    @Bean
    @ConditionalOnBean(name = "roomkitDataSource")
    @ConditionalOnMissingClass(
            "org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration")
    MeterBinder roomkitPoolMetrics(@RoomKitDataSource DataSource dataSource) throws SQLException {
        HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
        return registry -> {
            if (pool.getMetricsTrackerFactory() == null) {
                pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
            }
        };
    }

    private static void bind(PostgresStore store, MeterRegistry registry) {
        count("append.commits", "Commits that wrote appended events", store, StoreStats::appendCommits, registry);
        count("append.events", "Events that these commits wrote", store, StoreStats::appendedEvents, registry);
        String retries = "Attempts that the store repeated by itself, by their cause";
        count("retries", retries, store, StoreStats::conflictRetries, registry, "cause", "conflict");
        count("retries", retries, store, StoreStats::connectionRetries, registry, "cause", "connection");
    }

    private static void count(
            String name,
            String description,
            PostgresStore store,
            ToDoubleFunction<StoreStats> count,
            MeterRegistry registry,
            String... tags) {
        FunctionCounter.builder("roomkit.store." + name, store, counted -> count.applyAsDouble(counted.stats()))
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
