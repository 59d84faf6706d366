package live.roomkit.ai.langchain4j.autoconfigure;

import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.langchain4j.RoomKitChatMemoryStore;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of a chat memory store for LangChain4j, in an application with RoomKit's starter. When the
 * application has its own {@link ChatMemoryStore} bean, this auto-configuration does not create another one. The chat
 * memory store uses a {@link MemorySettings} bean, if there is one.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnSingleCandidate(ConversationStore.class)
public final class RoomKitChatMemoryStoreAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(ChatMemoryStore.class)
    RoomKitChatMemoryStore roomkitChatMemoryStore(ConversationStore store, ObjectProvider<MemorySettings> settings) {
        return new RoomKitChatMemoryStore(store, settings.getIfAvailable(() -> MemorySettings.DEFAULT));
    }
}
