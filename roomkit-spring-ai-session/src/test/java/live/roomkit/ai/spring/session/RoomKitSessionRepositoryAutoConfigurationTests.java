package live.roomkit.ai.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import live.roomkit.ai.spring.autoconfigure.RoomKitChatMemoryAutoConfiguration;
import live.roomkit.ai.spring.session.autoconfigure.RoomKitSessionRepositoryAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitDataSourceAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springaicommunity.session.autoconfigure.SessionServiceAutoConfiguration;
import org.springaicommunity.session.jdbc.autoconfigure.JdbcSessionRepositoryAutoConfiguration;
import org.springframework.ai.session.CreateSessionRequest;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionRepository;
import org.springframework.ai.session.SessionService;
import org.springframework.ai.session.jdbc.JdbcSessionRepository;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications that have this module, with and without the framework's own repository. */
class RoomKitSessionRepositoryAutoConfigurationTests {

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SessionServiceAutoConfiguration.class,
                    RoomKitSessionRepositoryAutoConfiguration.class,
                    RoomKitChatMemoryAutoConfiguration.class,
                    RoomKitDataSourceAutoConfiguration.class,
                    RoomKitStoreAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=" + database.username(),
                    "spring.datasource.password=" + database.password());

    @Test
    void sessionsAreInTheStore() {
        this.runner.run(context -> {
            Session session = context.getBean(SessionService.class)
                    .create(CreateSessionRequest.builder().userId("maria").build());

            assertThat(context.getBean(ConversationStore.class).roomExists(session.id()))
                    .isTrue();
        });
    }

    @Test
    void needsNoChatMemory() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RoomKitSessionRepositoryAutoConfiguration.class))
                .withBean(ConversationStore.class, InMemoryStore::new)
                .run(context -> assertThat(context).hasSingleBean(RoomKitSessionRepository.class));
    }

    @Test
    void backsOffBesideTheJdbcStarter() {
        this.runner
                .withConfiguration(AutoConfigurations.of(JdbcSessionRepositoryAutoConfiguration.class))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(SessionRepository.class)).isInstanceOf(JdbcSessionRepository.class);
                    assertThat(context).hasSingleBean(SessionService.class);
                });
    }

    @Test
    void backsOffFromARepositoryOfTheApplication() {
        this.runner
                .withBean(
                        org.springframework.ai.session.InMemorySessionRepository.class,
                        () -> org.springframework.ai.session.InMemorySessionRepository.builder()
                                .build())
                .run(context -> assertThat(context).hasSingleBean(SessionRepository.class));
    }
}
