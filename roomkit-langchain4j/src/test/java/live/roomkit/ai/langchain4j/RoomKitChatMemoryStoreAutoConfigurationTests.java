package live.roomkit.ai.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import java.util.List;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.langchain4j.autoconfigure.RoomKitChatMemoryStoreAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications with this module and RoomKit's starter. */
class RoomKitChatMemoryStoreAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RoomKitStoreAutoConfiguration.class, RoomKitChatMemoryStoreAutoConfiguration.class))
            .withPropertyValues("roomkit.store.type=memory");

    @Test
    void memoriesAreInTheStore() {
        MemorySettings settings =
                MemorySettings.builder().roomIds(id -> "agent-" + id).build();
        this.runner.withBean(MemorySettings.class, () -> settings).run(context -> {
            context.getBean(ChatMemoryStore.class).updateMessages(7, List.of(UserMessage.from("Hello")));

            assertThat(context.getBean(ConversationStore.class).roomExists("agent-7"))
                    .isTrue();
        });
    }

    @Test
    void backsOffFromAStoreOfTheApplication() {
        this.runner
                .withBean(InMemoryChatMemoryStore.class, InMemoryChatMemoryStore::new)
                .run(context -> assertThat(context).hasSingleBean(ChatMemoryStore.class));
    }

    @Test
    void backsOffWithoutAConversationStore() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RoomKitChatMemoryStoreAutoConfiguration.class))
                .run(context -> assertThat(context).doesNotHaveBean(ChatMemoryStore.class));
    }
}
