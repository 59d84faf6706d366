package live.roomkit.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import live.roomkit.boot.autoconfigure.Contexts;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.observation.DefaultStoreObservationConvention;
import live.roomkit.store.observation.StoreObservationContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application's own beans for observations do to those of the store. */
class ObservationBeanTests {

    private final ApplicationContextRunner runner = Contexts.runner()
            .withConfiguration(AutoConfigurations.of(
                    CompositeMeterRegistryAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    MicrometerTracingAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    OpenTelemetrySdkAutoConfiguration.class,
                    OpenTelemetryTracingAutoConfiguration.class,
                    PrometheusMetricsExportAutoConfiguration.class))
            .withUserConfiguration(Spans.class)
            .withPropertyValues("roomkit.store.type=memory", "management.tracing.sampling.probability=1");

    @Test
    void keyValuesOfTheApplicationAreOnTimerAndSpan() {
        this.runner
                .withUserConfiguration(Filter.class)
                .withPropertyValues("management.observations.key-values.stack=blue")
                .run(context -> {
                    use(context);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("roomkit.store")
                                    .tags("store.operation", "create_room", "outcome", "success")
                                    .tags("region", "eu", "stack", "blue")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                    assertThat(attributes(context, "create_room rooms", "region", "stack", "roomkit.room.id"))
                            .containsExactly("eu", "blue", null);
                });
    }

    @Test
    void aPredicateChoosesWhatIsObserved() {
        this.runner.withUserConfiguration(Predicate.class).run(context -> {
            use(context);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.find("roomkit.store")
                            .tag("store.operation", "room_exists")
                            .timer())
                    .isNull();
            assertThat(meters.find("roomkit.store")
                            .tag("store.operation", "create_room")
                            .timer())
                    .isNotNull();
        });
    }

    @Test
    void aHandlerIsToldOfEveryOperation() {
        this.runner.withUserConfiguration(Handler.class).run(context -> {
            use(context);
            assertThat(context.getBean(Handler.class).told)
                    .containsExactly("start create_room", "stop create_room", "start room_exists", "stop room_exists");
        });
    }

    @Test
    void aConventionReplacesNameAndKeysAndMayKeepTheDefaults() {
        this.runner.withUserConfiguration(Convention.class).run(context -> {
            use(context);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.find("roomkit.store").timers()).isEmpty();
            assertThat(meters.get("chat.store")
                            .tags("store.operation", "create_room", "outcome", "success", "shard", "7")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(attributes(context, "chat create_room", "db.operation.name", "shard", "turn"))
                    .containsExactly("create_room", "7", "first");
        });
    }

    private static void use(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        ConversationStore store = context.getBean(ConversationStore.class);
        store.createRoom(Room.of("room-1"));
        store.roomExists("room-1");
    }

    private static List<String> attributes(AssertableApplicationContext context, String span, String... names) {
        context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
        return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().stream()
                .filter(finished -> finished.getName().equals(span))
                .flatMap(finished -> Arrays.stream(names)
                        .map(name -> finished.getAttributes().get(AttributeKey.stringKey(name))))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class Spans {

        @Bean
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filter implements ObservationFilter {

        @Override
        public Observation.Context map(Observation.Context context) {
            context.removeHighCardinalityKeyValue("roomkit.room.id");
            return context.addLowCardinalityKeyValues(KeyValues.of("region", "eu"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Predicate implements ObservationPredicate {

        @Override
        public boolean test(String name, Observation.Context context) {
            return !(context instanceof StoreObservationContext store)
                    || !store.getOperation().equals("room_exists");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Handler implements ObservationHandler<StoreObservationContext> {

        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(StoreObservationContext context) {
            this.told.add("start " + context.getOperation());
        }

        @Override
        public void onStop(StoreObservationContext context) {
            this.told.add("stop " + context.getOperation());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof StoreObservationContext;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Convention extends DefaultStoreObservationConvention
            implements GlobalObservationConvention<StoreObservationContext> {

        @Override
        public String getName() {
            return "chat.store";
        }

        @Override
        public String getContextualName(StoreObservationContext context) {
            return "chat " + context.getOperation();
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(StoreObservationContext context) {
            return super.getLowCardinalityKeyValues(context).and("shard", "7");
        }

        @Override
        public KeyValues getHighCardinalityKeyValues(StoreObservationContext context) {
            return super.getHighCardinalityKeyValues(context).and("turn", "first");
        }
    }
}
