package live.roomkit.ai.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.spring.RoomKitChatMemory;
import live.roomkit.ai.spring.RoomKitChatMemoryRepository;
import live.roomkit.boot.autoconfigure.RoomKitDataSourceAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.chat.memory.repository.jdbc.autoconfigure.JdbcChatMemoryRepositoryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications that have this module, with and without the framework's own memory. */
class RoomKitChatMemoryAutoConfigurationTests {

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ChatMemoryAutoConfiguration.class,
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
    void theMemoryIsInTheStore() {
        this.runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(ChatMemoryRepository.class)).isInstanceOf(RoomKitChatMemoryRepository.class);
            assertThat(context.getBean(ChatMemory.class)).isInstanceOf(RoomKitChatMemory.class);

            context.getBean(ChatMemory.class).add("desk", new UserMessage("Hello"));

            assertThat(context.getBean(ConversationStore.class).getConversation("desk", 9))
                    .hasSize(1);
        });
    }

    @Test
    void backsOffBesideTheJdbcStarter() {
        this.runner
                .withConfiguration(AutoConfigurations.of(JdbcChatMemoryRepositoryAutoConfiguration.class))
                .withPropertyValues("spring.ai.chat.memory.repository.jdbc.initialize-schema=always")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(ChatMemoryRepository.class))
                            .isInstanceOf(JdbcChatMemoryRepository.class);
                    assertThat(context.getBean(ChatMemory.class)).isInstanceOf(MessageWindowChatMemory.class);
                });
    }

    @Test
    void backsOffFromARepositoryOfTheApplication() {
        this.runner
                .withBean(InMemoryChatMemoryRepository.class, InMemoryChatMemoryRepository::new)
                .run(context -> {
                    assertThat(context).hasSingleBean(ChatMemoryRepository.class);
                    assertThat(context.getBean(ChatMemory.class)).isInstanceOf(MessageWindowChatMemory.class);
                });
    }

    @Test
    void backsOffFromAMemoryOfTheApplication() {
        ChatMemory own = MessageWindowChatMemory.builder().build();
        this.runner.withBean(ChatMemory.class, () -> own).run(context -> {
            assertThat(context.getBean(ChatMemory.class)).isSameAs(own);
            assertThat(context).hasSingleBean(RoomKitChatMemoryRepository.class);
        });
    }

    @Test
    void backsOffWithoutAStore() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ChatMemoryAutoConfiguration.class, RoomKitChatMemoryAutoConfiguration.class))
                .run(context -> {
                    assertThat(context.getBean(ChatMemoryRepository.class))
                            .isInstanceOf(InMemoryChatMemoryRepository.class);
                    assertThat(context).doesNotHaveBean(MemorySettings.class);
                });
    }

    @Test
    void propertiesSetWindowAndDeletion() {
        this.runner
                .withPropertyValues("roomkit.ai.memory.max-messages=2", "roomkit.ai.memory.keep-rooms=true")
                .run(context -> {
                    ChatMemory memory = context.getBean(ChatMemory.class);
                    memory.add("kept", List.of(new UserMessage("1"), new UserMessage("2"), new UserMessage("3")));

                    assertThat(memory.get("kept")).hasSize(2);
                    memory.clear("kept");
                    assertThat(context.getBean(ConversationStore.class).roomExists("kept"))
                            .isTrue();
                });
    }

    @Test
    void settingsOfTheApplicationCount() {
        MemorySettings settings =
                MemorySettings.builder().roomIds(id -> "agent-" + id).build();
        this.runner.withBean(MemorySettings.class, () -> settings).run(context -> {
            context.getBean(ChatMemory.class).add("named", new UserMessage("Hello"));

            assertThat(context.getBean(ConversationStore.class).roomExists("agent-named"))
                    .isTrue();
            assertThat(context.getBean(ChatMemoryRepository.class).findConversationIds())
                    .contains("named");
        });
    }
}
