package live.roomkit.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.Contexts;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import live.roomkit.boot.autoconfigure.endpoint.RoomKitEndpointAutoConfiguration;
import live.roomkit.boot.autoconfigure.health.RoomKitStoreHealthContributorAutoConfiguration;
import live.roomkit.boot.autoconfigure.metrics.RoomKitStoreMetricsAutoConfiguration;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.Finding;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the actuator shows of an application with a store. */
class ActuatorTests {

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    @AutoClose
    private static final TestDatabase application = TestPostgres.shared().createDatabase();

    private final ApplicationContextRunner runner = withActuator(Contexts.runner());

    private final ApplicationContextRunner traced = this.runner
            .withConfiguration(AutoConfigurations.of(
                    MicrometerTracingAutoConfiguration.class,
                    OpenTelemetrySdkAutoConfiguration.class,
                    OpenTelemetryTracingAutoConfiguration.class))
            .withUserConfiguration(Spans.class)
            .withPropertyValues("management.tracing.sampling.probability=1");

    @Test
    void countsTheConnectionsOfBothPools() {
        withActuator(Contexts.withJdbc())
                .withConfiguration(AutoConfigurations.of(DataSourcePoolMetricsAutoConfiguration.class))
                .withPropertyValues(Contexts.asApplication(application))
                .run(context -> {
                    use(context);
                    context.getBean("dataSource", DataSource.class)
                            .getConnection()
                            .close();
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("hikaricp.connections")
                                    .tag("pool", "roomkit")
                                    .gauge()
                                    .value())
                            .isPositive();
                    assertThat(meters.get("hikaricp.connections").gauges()).hasSize(2);
                    assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                            .contains("hikaricp_connections{pool=\"roomkit\"}");
                });
    }

    @Test
    void countsTheConnectionsOfItsPoolWhereNothingElseDoes() {
        this.runner.run(context -> {
            use(context);
            assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                    .contains("hikaricp_connections{pool=\"roomkit\"}");
        });
    }

    @Test
    void countsWhatCommitsOfAppendsWrote() {
        this.runner.run(context -> {
            use(context);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("roomkit.store.append.commits")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("roomkit.store.append.events")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                    .contains(
                            "roomkit_store_append_commits_total 1.0",
                            "roomkit_store_append_events_total 1.0",
                            "roomkit_store_retries_total{cause=\"conflict\"} 0.0",
                            "roomkit_store_retries_total{cause=\"connection\"} 0.0");
        });
    }

    @Test
    void countsNoCommitsOfAppendsThatShareNone() {
        this.runner.withPropertyValues("roomkit.store.append.combining=false").run(context -> {
            use(context);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("roomkit.store.append.commits")
                            .functionCounter()
                            .count())
                    .isZero();
        });
    }

    @Test
    void timesEveryOperation() {
        this.runner.run(context -> {
            use(context);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("roomkit.store")
                            .tag("store.operation", "append_event")
                            .tag("store.table", "events")
                            .tag("outcome", "success")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                    .contains("roomkit_store_seconds_count{", "store_operation=\"append_event\"");
        });
    }

    @Test
    void timesNothingWhenToldSo() {
        this.runner
                .withPropertyValues("roomkit.store.observation.enabled=false")
                .run(context -> {
                    use(context);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("roomkit.store")
                                    .timers())
                            .isEmpty();
                });
    }

    @Test
    void tracesEveryOperation() {
        this.traced.run(context -> {
            String roomId = use(context);
            context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
            assertThat(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems())
                    .filteredOn(span -> span.getName().equals("append_event events"))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
                        assertThat(attribute(span, "db.system.name")).isEqualTo("postgresql");
                        assertThat(attribute(span, "db.namespace")).isEqualTo(database.name() + ".roomkit");
                        assertThat(attribute(span, "roomkit.room.id")).isEqualTo(roomId);
                    });
        });
    }

    @Test
    void makesNoSeriesPerRoom() {
        this.runner.run(context -> {
            use(context);
            PrometheusMeterRegistry meters = context.getBean(PrometheusMeterRegistry.class);
            long before = seriesOfStore(meters);
            ConversationStore store = context.getBean(ConversationStore.class);
            for (int i = 0; i < 10_000; i++) {
                store.createRoom(Room.of("series-" + i));
            }
            assertThat(seriesOfStore(meters)).isEqualTo(before);
        });
    }

    @Test
    void isPartOfTheHealthButNotOfLiveness() {
        this.runner
                .withPropertyValues(
                        "management.endpoint.health.probes.enabled=true",
                        "management.endpoint.health.group.readiness.include=readinessState,roomkitStore")
                .run(context -> {
                    HealthEndpoint health = context.getBean(HealthEndpoint.class);
                    assertThat(health.healthForPath("roomkitStore")).isNotNull();
                    assertThat(health.healthForPath("readiness", "roomkitStore"))
                            .isNotNull();
                    assertThat(health.healthForPath("liveness")).isNotNull();
                    assertThat(health.healthForPath("liveness", "roomkitStore")).isNull();
                });
    }

    @Test
    void contributesNoHealthWhenToldSo() {
        this.runner
                .withPropertyValues("management.health.roomkit-store.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(RoomKitStoreHealthIndicator.class));
    }

    @Test
    void contributesNeitherHealthNorEndpointForAStoreInMemory() {
        this.runner
                .withPropertyValues("roomkit.store.type=memory")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(RoomKitStoreHealthIndicator.class)
                        .doesNotHaveBean(RoomKitEndpoint.class));
    }

    @Test
    void worksWithoutTheActuator() {
        Contexts.runner()
                .withConfiguration(AutoConfigurations.of(
                        RoomKitEndpointAutoConfiguration.class, RoomKitStoreHealthContributorAutoConfiguration.class))
                .withPropertyValues(Contexts.asStore(database))
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class, Endpoint.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ConversationStore.class)
                        .doesNotHaveBean("roomkitStoreHealthIndicator")
                        .doesNotHaveBean("roomkitEndpoint"));
    }

    @Test
    void showsMigrationsPoolAndTables() {
        this.runner.run(context -> {
            String roomId = use(context);
            ConversationStore store = context.getBean(ConversationStore.class);
            for (int i = 0; i < 50; i++) {
                store.appendEvent(roomId, Contexts.message(roomId, "hello"));
            }
            RoomKitEndpoint.StoreDescriptor shown =
                    context.getBean(RoomKitEndpoint.class).store();
            assertThat(shown.database()).isEqualTo(database.name());
            assertThat(shown.serverVersion())
                    .startsWith(String.valueOf(TestPostgres.shared().majorVersion()));
            assertThat(shown.migrations()).singleElement().satisfies(migration -> {
                assertThat(migration.version()).isEqualTo("1");
                assertThat(migration.isPending()).isFalse();
            });
            assertThat(shown.pool()).isNotNull();
            assertThat(shown.pool().maximum())
                    .isEqualTo(
                            context.getBean(RoomKitStoreProperties.class).pool().maxSize());
            assertThat(shown.tables()).hasSize(10).allSatisfy(table -> {
                assertThat(table.tableBytes()).isNotNegative();
                assertThat(table.indexBytes()).isPositive();
            });
        });
    }

    @Test
    void examinesTheStore() {
        this.runner.run(context -> {
            String roomId = use(context);
            new JdbcTemplate(database.dataSource())
                    .update("UPDATE roomkit.rooms SET event_count = 2 WHERE id = ?", roomId);
            RoomKitEndpoint endpoint = context.getBean(RoomKitEndpoint.class);

            assertThat(endpoint.examine("doctor", null).findings())
                    .extracting(Finding::fault, Finding::subject)
                    .contains(tuple("event-count", "room '" + roomId + "'"));
            assertThat(endpoint.examine("doctor", "room:" + roomId).findings()).isEmpty();
            assertThat(endpoint.examine("another", null)).isNull();
        });
    }

    @Test
    void passesOverALargeRoomOnThePoolOfTheStore() {
        try (TestDatabase own = TestPostgres.shared().createDatabase()) {
            this.runner
                    .withPropertyValues(Contexts.asStore(own))
                    .withPropertyValues("roomkit.store.statement-timeout=1s")
                    .run(context -> {
                        String roomId = use(context);
                        JdbcTemplate jdbc = new JdbcTemplate(
                                new SingleConnectionDataSource(own.dataSource().getConnection(), true));
                        jdbc.update("UPDATE roomkit.rooms SET event_count = 20001");
                        jdbc.execute("BEGIN; LOCK TABLE roomkit.events");

                        assertThat(context.getBean(RoomKitEndpoint.class)
                                        .examine("doctor", "room:")
                                        .findings())
                                .extracting(Finding::fault, Finding::subject)
                                .containsExactly(tuple("large-room", "room '" + roomId + "'"));
                        jdbc.execute("ROLLBACK");
                    });
        }
    }

    @Test
    void showsNoEndpointUnlessExposed() {
        this.runner
                .withPropertyValues("management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context).doesNotHaveBean(RoomKitEndpoint.class));
    }

    private static String use(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        ConversationStore store = context.getBean(ConversationStore.class);
        String roomId = "room-" + System.nanoTime();
        store.createRoom(Room.of(roomId));
        store.appendEvent(roomId, Contexts.message(roomId, "hello"));
        return roomId;
    }

    private static long seriesOfStore(PrometheusMeterRegistry meters) {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith("roomkit_store"))
                .count();
    }

    private static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }

    @Configuration(proxyBeanMethods = false)
    static class Spans {

        @Bean
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    private static ApplicationContextRunner withActuator(ApplicationContextRunner runner) {
        return runner.withConfiguration(AutoConfigurations.of(
                        RoomKitEndpointAutoConfiguration.class,
                        RoomKitStoreMetricsAutoConfiguration.class,
                        RoomKitStoreHealthContributorAutoConfiguration.class,
                        ApplicationAvailabilityAutoConfiguration.class,
                        AvailabilityHealthContributorAutoConfiguration.class,
                        AvailabilityProbesAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        HealthContributorAutoConfiguration.class,
                        HealthContributorRegistryAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        ObservationAutoConfiguration.class,
                        PrometheusMetricsExportAutoConfiguration.class))
                .withPropertyValues(Contexts.asStore(database))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.health.show-details=always");
    }
}
