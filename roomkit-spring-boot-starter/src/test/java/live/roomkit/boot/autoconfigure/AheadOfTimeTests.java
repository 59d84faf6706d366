package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import java.util.Arrays;
import live.roomkit.boot.autoconfigure.feed.RoomKitFeedAutoConfiguration;
import live.roomkit.boot.autoconfigure.feed.RoomKitListenerAutoConfiguration;
import live.roomkit.boot.autoconfigure.retention.RoomKitRetentionAutoConfiguration;
import live.roomkit.boot.feed.RoomKitListener;
import live.roomkit.content.EventContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.feed.Change;
import live.roomkit.room.Room;
import live.roomkit.room.RoomTimers;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** What is prepared at build time for an application that is processed ahead of time. */
class AheadOfTimeTests {

    private final RuntimeHints hints = new RuntimeHints();

    AheadOfTimeTests() {
        new RoomKitRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
    }

    @Test
    void keepsTheMigrationScripts() {
        assertThat(resource().forResource("live/roomkit/store/postgres/migration/V1__create_tables.sql"))
                .accepts(this.hints);
    }

    @Test
    void keepsTheRecordsAndEveryKindOfContent() {
        assertThat(reflection().onType(Room.class)).accepts(this.hints);
        assertThat(reflection().onType(RoomTimers.class)).accepts(this.hints);
        assertThat(reflection().onType(RoomEvent.class)).accepts(this.hints);
        assertThat(reflection().onType(EventSource.class)).accepts(this.hints);
        assertThat(Arrays.asList(EventContent.class.getPermittedSubclasses()))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(reflection().onType(type)).accepts(this.hints));
    }

    @Test
    void keepsHowRecordsAreMapped() throws ClassNotFoundException {
        Class<?>[] mixIns =
                Class.forName("live.roomkit.store.json.RecordMixIns").getDeclaredClasses();
        assertThat(Arrays.asList(mixIns))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(reflection().onType(type)).accepts(this.hints));
    }

    @Test
    void processesAContextWithoutConnectingToAnything() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get("chat", "Application")), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("roomkit.store.url=jdbc:postgresql://nowhere.invalid/chat")
                    .applyTo(context);
            context.register(RoomKitDataSourceAutoConfiguration.class, RoomKitStoreAutoConfiguration.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();

        assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
                .anySatisfy(name -> assertThat(name).contains("RoomKitStoreAutoConfiguration"));
        assertThat(resource().forResource("live/roomkit/store/postgres/migration/V1__create_tables.sql"))
                .accepts(generation.getRuntimeHints());
    }

    @Test
    void keepsTheMethodsOfListeners() {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("chat", "Application")), new InMemoryGeneratedFiles());
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("roomkit.store.type=memory", "roomkit.store.feed.enabled=true")
                    .applyTo(context);
            context.register(
                    RoomKitStoreAutoConfiguration.class,
                    RoomKitFeedAutoConfiguration.class,
                    RoomKitListenerAutoConfiguration.class,
                    Crm.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }

        assertThat(reflection().onMethodInvocation(Crm.class, "on")).accepts(generation.getRuntimeHints());
    }

    @Test
    void keepsThePoliciesOfRetention() {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("chat", "Application")), new InMemoryGeneratedFiles());
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(
                            "roomkit.store.url=jdbc:postgresql://nowhere.invalid/chat",
                            "roomkit.store.retention.policies.chat.keep=1y",
                            "roomkit.store.retention.policies.chat.action=erase")
                    .applyTo(context);
            context.register(
                    RoomKitDataSourceAutoConfiguration.class,
                    RoomKitStoreAutoConfiguration.class,
                    RoomKitRetentionAutoConfiguration.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }

        assertThat(reflection().onType(RetentionRule.class)).accepts(generation.getRuntimeHints());
        assertThat(resource().forResource("live/roomkit/store/postgres/migration/V3000__create_sweeps.sql"))
                .accepts(generation.getRuntimeHints());
    }

    static class Crm {

        @RoomKitListener(group = "crm")
        void on(Change.EventAppended appended) {}
    }
}
