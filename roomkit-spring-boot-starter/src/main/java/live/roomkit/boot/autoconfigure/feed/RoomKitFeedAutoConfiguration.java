package live.roomkit.boot.autoconfigure.feed;

import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.store.ConversationStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@link ChangeFeed} of the conversation store, when {@code roomkit.store.feed.enabled} is set. */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnBooleanProperty("roomkit.store.feed.enabled")
@ConditionalOnSingleCandidate(ConversationStore.class)
public final class RoomKitFeedAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ChangeFeed changeFeed(ConversationStore store) {
        return ChangeFeed.of(store);
    }
}
