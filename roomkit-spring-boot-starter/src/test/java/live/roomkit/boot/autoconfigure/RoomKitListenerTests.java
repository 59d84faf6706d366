package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import live.roomkit.boot.autoconfigure.feed.RoomKitFeedAutoConfiguration;
import live.roomkit.boot.autoconfigure.feed.RoomKitListenerAutoConfiguration;
import live.roomkit.boot.feed.RoomKitListener;
import live.roomkit.boot.feed.RoomKitListeners;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedStart;
import live.roomkit.feed.ParkedRoom;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.OverridingClassLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

/** Tests methods that handle changes of the store. */
@ExtendWith(OutputCaptureExtension.class)
class RoomKitListenerTests {

    private static final String[] MEMORY = {"roomkit.store.type=memory", "roomkit.store.feed.enabled=true"};

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    @BeforeAll
    static void createEffects() {
        new JdbcTemplate(database.dataSource())
                .execute("CREATE TABLE effects (id bigserial PRIMARY KEY, room text, index bigint)");
    }

    @Test
    void aMethodHandlesTheKindOfItsParameter() {
        runner().withUserConfiguration(Appended.class).run(context -> {
            String room = use(context.getBean(ConversationStore.class), 3);

            Appended listener = context.getBean(Appended.class);
            Waiting.until(() -> listener.indices.size() == 3);
            assertThat(listener.indices).containsExactly(0L, 1L, 2L);
            assertThat(listener.rooms).containsOnly(room);
            assertThat(context.getBean(RoomKitListeners.class).groups()).containsExactly("crm-test");
        });
    }

    @Test
    void aFailedRoomIsParkedAndRevived() {
        runner().withUserConfiguration(Failing.class)
                .withPropertyValues("roomkit.store.feed.listeners.attempts=2", "roomkit.store.feed.listeners.pause=1ms")
                .run(context -> {
                    String room = use(context.getBean(ConversationStore.class), 2);
                    RoomKitListeners listeners = context.getBean(RoomKitListeners.class);
                    Waiting.until(
                            () -> listeners.consumer("failing").parkedRooms(10).size() == 1);

                    ParkedRoom parked =
                            listeners.consumer("failing").parkedRooms(10).get(0);
                    assertThat(parked.roomId()).isEqualTo(room);
                    assertThat(parked.failure()).isEqualTo(IOException.class.getName());
                    context.getBean(Failing.class).broken = false;
                    assertThat(listeners.consumer("failing").revive(room)).isTrue();
                    Waiting.until(() -> context.getBean(Failing.class).handled.size() == 2);
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> listeners.consumer("another"))
                            .withMessageContaining("[failing]");
                });
    }

    @Test
    void listenersThatDoNotStartByThemselvesAreNotRunning() {
        runner().withUserConfiguration(Appended.class)
                .withPropertyValues("roomkit.store.feed.listeners.auto-startup=false")
                .run(context -> assertThatIllegalStateException()
                        .isThrownBy(
                                () -> context.getBean(RoomKitListeners.class).consumer("crm-test")));
    }

    @Test
    void itsWritesCommitWithThePosition() {
        postgres(Contexts.withJdbc())
                .withUserConfiguration(Writing.class)
                .run(context -> assertEveryEffectOnce(context.getBean(ConversationStore.class)));
    }

    /** A transaction of JPA cannot join the store's, so it begins before. */
    @Test
    void itsWritesCommitWithThePositionUnderJpaToo() {
        postgres(Contexts.withJdbc())
                .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
                .withUserConfiguration(Writing.class)
                .run(context -> {
                    assertThat(context.getBean(PlatformTransactionManager.class))
                            .isInstanceOf(JpaTransactionManager.class);
                    assertEveryEffectOnce(context.getBean(ConversationStore.class));
                });
    }

    private static void assertEveryEffectOnce(ConversationStore store) {
        String room = use(store, 20);
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        String effects = "SELECT index FROM effects WHERE room = ? ORDER BY id";
        Waiting.until(() -> jdbc.queryForList(effects, Long.class, room).size() >= 20);
        assertThat(jdbc.queryForList(effects, Long.class, room))
                .isEqualTo(LongStream.range(0, 20).boxed().toList());
    }

    @Test
    void metersSpansAndHealthShowTheGroup() {
        runner().withUserConfiguration(Appended.class, Observed.class).run(context -> {
            use(context.getBean(ConversationStore.class), 2);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            Waiting.until(() -> meters.get("roomkit.store.feed.changes")
                            .tag("group", "crm-test")
                            .functionCounter()
                            .count()
                    == 2);
            assertThat(meters.get("roomkit.store.feed.failures")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(meters.get("roomkit.store.feed.parked").gauge().value()).isZero();
            Waiting.until(() -> meters.get("roomkit.store.feed.lag").timeGauge().value(TimeUnit.SECONDS) == 0);
            assertThat(context.getBean(Observed.class).batches)
                    .isNotEmpty()
                    .allMatch(batch -> "crm-test"
                            .equals(batch.getLowCardinalityKeyValue("group").getValue()));
            Health health = context.getBean("roomkitListenersHealthIndicator", HealthIndicator.class)
                    .health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().get("crm-test")).asString().contains("partitions=8", "parkedRooms=0");
        });
    }

    @Test
    void withoutListenersNothingRuns() {
        runner().run(context ->
                assertThat(context.getBean(RoomKitListeners.class).groups()).isEmpty());
        Contexts.runner()
                .withConfiguration(AutoConfigurations.of(RoomKitListenerAutoConfiguration.class))
                .withPropertyValues("roomkit.store.type=memory")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aLazyBeanThatLacksAnOptionalClassIsPassedOver() throws ClassNotFoundException {
        ClassLoader without = new OverridingClassLoader(getClass().getClassLoader()) {
            @Override
            protected boolean isEligibleForOverriding(String className) {
                return className.equals(Lazy.class.getName());
            }

            @Override
            public Class<?> loadClass(String name) throws ClassNotFoundException {
                if (name.equals(Optional.class.getName())) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name);
            }
        };
        RootBeanDefinition lazy = new RootBeanDefinition(without.loadClass(Lazy.class.getName()));
        lazy.setLazyInit(true);

        runner().withInitializer(context -> ((GenericApplicationContext) context).registerBeanDefinition("lazy", lazy))
                .withUserConfiguration(Appended.class)
                .run(context -> assertThat(
                                context.getBean(RoomKitListeners.class).groups())
                        .containsExactly("crm-test"));
    }

    @Test
    void aListenerWithoutTheFeedIsReported(CapturedOutput output) {
        start(Appended.class, "roomkit.store.type=memory");

        assertThat(output)
                .contains("has @RoomKitListener, but the change feed is off")
                .contains("Set roomkit.store.feed.enabled=true on every node");
    }

    @Test
    void twoListenersOfOneGroupAreReported(CapturedOutput output) {
        start(SameGroup.class, MEMORY);

        assertThat(output).contains("have the group same", "Give each of them a group of its own");
    }

    @Test
    void aMethodThatTakesNoChangeIsReported(CapturedOutput output) {
        start(WrongParameter.class, MEMORY);
        start(WrongKind.class, MEMORY);

        assertThat(output).contains("cannot take a change", "cannot take all of its kinds");
    }

    @Test
    void settingsThatAGroupDoesNotHaveAreReported(CapturedOutput output) {
        configured(Contexts.runner())
                .withPropertyValues(Contexts.asStore(database))
                .withPropertyValues("roomkit.store.feed.enabled=true")
                .withUserConfiguration(Few.class)
                .run(context -> assertThat(context).hasNotFailed());
        start(Many.class, Contexts.asStore(database), "roomkit.store.feed.enabled=true");

        assertThat(output)
                .contains(
                        "has the settings 2 partitions", "Give @RoomKitListener the partitions and kinds of its group");
    }

    private static void start(Class<?> configuration, String[] database, String more) {
        List<String> properties = new ArrayList<>(List.of(database));
        properties.add(more);
        start(configuration, properties.toArray(String[]::new));
    }

    private static void start(Class<?> configuration, String... properties) {
        SpringApplication application = new SpringApplication(configuration, Starter.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(Map.of("spring.data.jpa.repositories.enabled", "false"));
        String[] arguments =
                List.of(properties).stream().map(property -> "--" + property).toArray(String[]::new);
        assertThatException().isThrownBy(() -> application.run(arguments).close());
    }

    private static ApplicationContextRunner runner() {
        return configured(Contexts.runner()).withPropertyValues(MEMORY);
    }

    private static ApplicationContextRunner postgres(ApplicationContextRunner runner) {
        return configured(runner)
                .withPropertyValues(Contexts.asApplication(database))
                .withPropertyValues("roomkit.store.feed.enabled=true", "roomkit.store.feed.listeners.pause=1ms");
    }

    private static ApplicationContextRunner configured(ApplicationContextRunner runner) {
        return runner.withConfiguration(
                AutoConfigurations.of(RoomKitFeedAutoConfiguration.class, RoomKitListenerAutoConfiguration.class));
    }

    private static String use(ConversationStore store, int events) {
        String room = "room-" + System.nanoTime();
        store.createRoom(Room.of(room));
        for (int i = 0; i < events; i++) {
            store.appendEvent(room, Contexts.message(room, "hello"));
        }
        return room;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                LiquibaseAutoConfiguration.class
            })
    static class Starter {}

    /** Is absent for a class loader of a test. */
    static class Optional {}

    static class Lazy {

        void use(Optional optional) {}
    }

    static class Appended {

        private final List<Long> indices = new CopyOnWriteArrayList<>();

        private final List<String> rooms = new CopyOnWriteArrayList<>();

        @RoomKitListener(group = "${crm.group:crm-test}")
        void on(Change.EventAppended appended) {
            this.indices.add(appended.index());
            this.rooms.add(appended.roomId());
        }
    }

    static class Failing {

        private final List<Change> handled = new CopyOnWriteArrayList<>();

        private volatile boolean broken = true;

        @RoomKitListener(group = "failing", kinds = Change.EventAppended.class)
        void on(Change change) throws IOException {
            if (this.broken) {
                throw new IOException("the service is down");
            }
            this.handled.add(change);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Writing {

        @Bean
        Writer writer(JdbcTemplate jdbc) {
            return new Writer(jdbc);
        }
    }

    static class Writer {

        private final JdbcTemplate jdbc;

        private int calls;

        Writer(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional
        @RoomKitListener(group = "writer", from = FeedStart.LATEST)
        public void on(Change.EventAppended appended) {
            this.jdbc.update("INSERT INTO effects (room, index) VALUES (?, ?)", appended.roomId(), appended.index());
            if (++this.calls % 7 == 0) {
                throw new IllegalStateException("fails for a change");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Observed implements ObservationHandler<Observation.Context> {

        private final List<Observation.Context> batches = new CopyOnWriteArrayList<>();

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ObservationRegistry observations() {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(this);
            return registry;
        }

        @Override
        public void onStop(Observation.Context context) {
            if ("roomkit.store.feed.batch".equals(context.getName())) {
                this.batches.add(context);
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    static class SameGroup {

        @RoomKitListener(group = "same")
        void one(Change change) {}

        @RoomKitListener(group = "same")
        void two(Change change) {}
    }

    static class WrongParameter {

        @RoomKitListener(group = "wrong")
        void on(String text) {}
    }

    static class WrongKind {

        @RoomKitListener(group = "wrong", kinds = Change.RoomCreated.class)
        void on(Change.EventAppended appended) {}
    }

    static class Few {

        @RoomKitListener(group = "counted", partitions = 2)
        void on(Change change) {}
    }

    static class Many {

        @RoomKitListener(group = "counted", partitions = 4)
        void on(Change change) {}
    }
}
