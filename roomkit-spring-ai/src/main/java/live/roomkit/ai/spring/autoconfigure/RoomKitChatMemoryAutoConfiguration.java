package live.roomkit.ai.spring.autoconfigure;

import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.spring.RoomKitChatMemory;
import live.roomkit.ai.spring.RoomKitChatMemoryRepository;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the beans {@link RoomKitChatMemory} and {@link RoomKitChatMemoryRepository} for Spring AI. When
 * the application or a starter of Spring AI defines a {@link ChatMemoryRepository}, neither of these two beans is
 * created. When the application defines a {@link ChatMemory}, only the {@code RoomKitChatMemoryRepository} is created.
 */
@AutoConfiguration(
        after = RoomKitStoreAutoConfiguration.class,
        afterName = {
            "org.springframework.ai.model.chat.memory.repository.cassandra.autoconfigure.CassandraChatMemoryRepositoryAutoConfiguration",
            "org.springframework.ai.model.chat.memory.repository.cosmosdb.autoconfigure.CosmosDBChatMemoryRepositoryAutoConfiguration",
            "org.springframework.ai.model.chat.memory.repository.jdbc.autoconfigure.JdbcChatMemoryRepositoryAutoConfiguration",
            "org.springframework.ai.model.chat.memory.repository.mongo.autoconfigure.MongoChatMemoryAutoConfiguration",
            "org.springframework.ai.model.chat.memory.repository.neo4j.autoconfigure.Neo4jChatMemoryRepositoryAutoConfiguration",
            "org.springframework.ai.model.chat.memory.repository.redis.autoconfigure.RedisChatMemoryRepositoryAutoConfiguration"
        },
        beforeName = "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration")
@ConditionalOnSingleCandidate(ConversationStore.class)
@EnableConfigurationProperties(RoomKitMemoryProperties.class)
public final class RoomKitChatMemoryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MemorySettings roomkitMemorySettings(RoomKitMemoryProperties properties) {
        return MemorySettings.builder().keepsRooms(properties.keepRooms()).build();
    }

    @Bean
    @ConditionalOnMissingBean(ChatMemoryRepository.class)
    RoomKitChatMemoryRepository roomkitChatMemoryRepository(ConversationStore store, MemorySettings settings) {
        return new RoomKitChatMemoryRepository(store, settings);
    }

    @Bean
    @ConditionalOnBean(RoomKitChatMemoryRepository.class)
    @ConditionalOnMissingBean(ChatMemory.class)
    RoomKitChatMemory roomkitChatMemory(
            ConversationStore store, MemorySettings settings, RoomKitMemoryProperties properties) {
        return RoomKitChatMemory.builder(store)
                .settings(settings)
                .maxMessages(properties.maxMessages())
                .build();
    }
}
