package live.roomkit.boot.autoconfigure.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import live.roomkit.boot.autoconfigure.Contexts;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests applications with policies of retention in their configuration. */
class RetentionTests {

    private static final String[] POLICY = {
        "roomkit.store.retention.policies.chat-1y.keep=1y", "roomkit.store.retention.policies.chat-1y.action=delete"
    };

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @AutoClose
    private final TestDatabase database = TestPostgres.shared().createDatabase();

    @Test
    void twoApplicationsSweepBySchedule() {
        ApplicationContextRunner application = runner().withPropertyValues(Contexts.asStore(this.database))
                .withPropertyValues(POLICY)
                .withPropertyValues("roomkit.store.retention.cron=* * * * * *");
        application.run(one -> application.run(other -> {
            ConversationStore store = one.getBean(ConversationStore.class);
            writeOld(store, "room");
            await().atMost(PATIENCE).until(() -> store.getEventCount("room") == 0);
            await().until(() -> sweptEvents(one) + sweptEvents(other) == 1);
        }));
    }

    @Test
    void withoutPoliciesThereIsNothing() {
        runner().withPropertyValues(Contexts.asStore(this.database)).run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(RetentionSchedule.class)
                    .doesNotHaveBean("roomkitRetentionMetrics")
                    .doesNotHaveBean("roomkitRetentionHealthIndicator");
            assertThat(threads()).doesNotContain("roomkit-retention");
        });

        assertThat(tables()).hasSize(10);
    }

    @Test
    void withPoliciesThereIsOneTableMore() {
        runner().withPropertyValues(Contexts.asStore(this.database))
                .withPropertyValues(POLICY)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(tables()).hasSize(11).contains("sweeps");
    }

    @Test
    void anApplicationThatOnlyReadsDoesNotSweep() {
        runner().withPropertyValues(Contexts.asStore(this.database))
                .withPropertyValues(POLICY)
                .withPropertyValues("roomkit.store.read-only=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RetentionSchedule.class));
    }

    @Test
    void theMemoryStoreIsSweptBySchedule() {
        runner().withPropertyValues(POLICY)
                .withPropertyValues("roomkit.store.type=memory", "roomkit.store.retention.cron=* * * * * *")
                .run(context -> {
                    ConversationStore store = context.getBean(ConversationStore.class);
                    writeOld(store, "room");
                    await().atMost(PATIENCE).until(() -> store.getEventCount("room") == 0);
                });
    }

    @Test
    void aStoreThatKeepsNoTurnsIsRefused() {
        runner().withBean(
                        ConversationStore.class,
                        () -> PostgresStore.builder()
                                .dataSource(this.database.dataSource())
                                .open())
                .withPropertyValues(POLICY)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("open it with builder().sweepsInTurn(true)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action=erase|policies.chat.keep must say for how long events are kept, such as 30d, 6m or 1y",
                "keep=0d,action=erase|policies.chat.keep must say for how long",
                "keep=-1y,action=erase|policies.chat.keep must say for how long",
                "keep=1y|policies.chat.action must say what happens to events after that time: erase or delete",
                "keep=a year,action=erase|policies.chat.keep",
                "keep=1y,action=purge|policies.chat.action",
                "keep=1y,action=erase,event-types=mesage|policies.chat.event-types contains 'mesage', which is not one of",
                "keep=1y,action=erase,event-types=mesage|write a type of the application's own to",
                "keep=1y,action=erase,custom-event-types=a b|policies.chat.* is not valid: eventType"
            })
    void wrongPoliciesAreRefusedByTheirProperty(String settings, String message) {
        ApplicationContextRunner wrong = runner().withPropertyValues("roomkit.store.type=memory");
        for (String setting : settings.split(",")) {
            wrong = wrong.withPropertyValues("roomkit.store.retention.policies.chat." + setting);
        }
        wrong.run(context -> assertThat(context)
                .getFailure()
                .satisfies(failure -> assertThat(stackTrace(failure)).containsIgnoringCase(message)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron=every night|cron must be a cron expression",
                "cron=0 0 0 30 2 *|that has a next time",
                "max-duration=0s|max-duration must be positive, such as 10m"
            })
    void wrongSchedulesAreRefusedByTheirProperty(String setting, String message) {
        runner().withPropertyValues("roomkit.store.type=memory", "roomkit.store.retention." + setting)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(message));
    }

    @Test
    void typesOfTheApplicationAreAccepted() {
        runner().withPropertyValues("roomkit.store.type=memory")
                .withPropertyValues(POLICY)
                .withPropertyValues(
                        "roomkit.store.retention.policies.chat-1y.event-types=message,system",
                        "roomkit.store.retention.policies.chat-1y.custom-event-types=survey")
                .run(context -> assertThat(context.getBean(RetentionSchedule.class)
                                .policies()
                                .get(0)
                                .policy()
                                .eventTypes())
                        .extracting(Object::toString)
                        .containsExactlyInAnyOrder("message", "system", "survey"));
    }

    @Test
    void metersAndHealthShowWhetherSweepsKeepUp() {
        runner().withPropertyValues(Contexts.asStore(this.database))
                .withPropertyValues(POLICY)
                .withPropertyValues("roomkit.store.protection.holds=true", "roomkit.store.retention.cron=0 0 3 * * *")
                .run(context -> {
                    ConversationStore store = context.getBean(ConversationStore.class);
                    writeOld(store, "held");
                    Protection.of(store).placeHold(HoldTarget.room("held"), "lawsuit");
                    RetentionSchedule schedule = context.getBean(RetentionSchedule.class);
                    MeterRegistry registry = new SimpleMeterRegistry();
                    context.getBean("roomkitRetentionMetrics", MeterBinder.class)
                            .bindTo(registry);
                    assertThat(gauge(registry, "behind")).isZero();
                    assertThat(gauge(registry, "age")).isNaN();

                    setState("now() - interval '1 hour'", "now() - interval '1 hour'", "NULL", 2);
                    schedule.run();
                    assertThat(gauge(registry, "held")).isEqualTo(2);
                    assertThat(gauge(registry, "age")).isBetween(3_500.0, 3_700.0);
                    assertThat(gauge(registry, "behind")).isZero();
                    assertThat(registry.get("roomkit.store.retention.events")
                                    .tag("policy", "chat-1y")
                                    .functionCounter()
                                    .count())
                            .isZero();
                    assertThat(health(context).getStatus()).isEqualTo(Status.UP);

                    setState("now() - interval '1 hour'", "NULL", "now() - interval '3 days'", 0);
                    schedule.run();
                    assertThat(gauge(registry, "behind")).isBetween(259_100.0, 259_300.0);
                    assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
                    assertThat(health(context).getDetails().get("chat-1y"))
                            .asString()
                            .contains("behind=PT72H", "heldRooms=0");
                });
    }

    private void setState(String dueAt, String completedAt, String behindSince, int heldRooms) {
        JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());
        jdbc.update("DELETE FROM roomkit.sweeps");
        jdbc.update("INSERT INTO roomkit.sweeps"
                + " (policy, due_at, turn, lease_until, position, completed_at, behind_since, held_rooms)"
                + " VALUES ('chat-1y', " + dueAt + ", 1, '-infinity', '', " + completedAt + ", " + behindSince + ", "
                + heldRooms + ")");
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.get("roomkit.store.retention." + name)
                .tag("policy", "chat-1y")
                .gauge()
                .value();
    }

    private static Health health(ApplicationContext context) {
        return context.getBean("roomkitRetentionHealthIndicator", HealthIndicator.class)
                .health();
    }

    private static void writeOld(ConversationStore store, String roomId) {
        store.createRoom(Room.of(roomId));
        store.appendEvent(
                roomId,
                Contexts.message(roomId, "old").toBuilder()
                        .createdAt(Instant.parse("2020-01-01T00:00:00Z"))
                        .build());
    }

    private List<String> tables() {
        return new JdbcTemplate(this.database.dataSource())
                .queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'roomkit'", String.class);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private static String stackTrace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    private static ApplicationContextRunner runner() {
        return Contexts.runner().withConfiguration(AutoConfigurations.of(RoomKitRetentionAutoConfiguration.class));
    }

    private static long sweptEvents(ApplicationContext application) {
        return application.getBean(RetentionSchedule.class).policies().get(0).sweptEvents();
    }
}
