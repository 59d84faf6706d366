package live.roomkit.ai.spring.session.autoconfigure;

import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.spring.autoconfigure.RoomKitChatMemoryAutoConfiguration;
import live.roomkit.ai.spring.session.RoomKitSessionRepository;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.session.SessionRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the session repository in the conversation store. A {@link SessionRepository} of the application, or
 * of the JDBC starter of Spring AI Session, replaces it.
 */
@AutoConfiguration(
        after = RoomKitChatMemoryAutoConfiguration.class,
        afterName = "org.springaicommunity.session.jdbc.autoconfigure.JdbcSessionRepositoryAutoConfiguration",
        beforeName = "org.springaicommunity.session.autoconfigure.SessionServiceAutoConfiguration")
@ConditionalOnSingleCandidate(ConversationStore.class)
public final class RoomKitSessionRepositoryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(SessionRepository.class)
    RoomKitSessionRepository roomkitSessionRepository(ConversationStore store, MemorySettings settings) {
        return new RoomKitSessionRepository(store, settings);
    }
}
