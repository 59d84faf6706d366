package live.roomkit.ai.spring.session.autoconfigure;

import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.spring.autoconfigure.RoomKitChatMemoryAutoConfiguration;
import live.roomkit.ai.spring.session.RoomKitSessionRepository;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.session.SessionRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of a {@link SessionRepository} that stores sessions in the conversation store. When the
 * application or the JDBC starter of Spring AI Session defines a {@code SessionRepository}, this auto-configuration
 * creates no repository. The repository uses a {@link MemorySettings} bean, if there is one.
 */
@AutoConfiguration(
        after = {RoomKitStoreAutoConfiguration.class, RoomKitChatMemoryAutoConfiguration.class},
        afterName = "org.springaicommunity.session.jdbc.autoconfigure.JdbcSessionRepositoryAutoConfiguration",
        beforeName = "org.springaicommunity.session.autoconfigure.SessionServiceAutoConfiguration")
@ConditionalOnSingleCandidate(ConversationStore.class)
public final class RoomKitSessionRepositoryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(SessionRepository.class)
    RoomKitSessionRepository roomkitSessionRepository(
            ConversationStore store, ObjectProvider<MemorySettings> settings) {
        return new RoomKitSessionRepository(store, settings.getIfAvailable(() -> MemorySettings.DEFAULT));
    }
}
