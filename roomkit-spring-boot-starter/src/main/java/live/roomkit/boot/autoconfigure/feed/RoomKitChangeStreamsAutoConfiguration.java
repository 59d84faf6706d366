package live.roomkit.boot.autoconfigure.feed;

import jakarta.servlet.AsyncContext;
import java.time.Duration;
import live.roomkit.boot.feed.ChangeStreams;
import live.roomkit.feed.ChangeFeed;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;

/**
 * Auto-configuration of {@link ChangeStreams} in servlet web applications that have a {@link ChangeFeed}. The streams
 * read the feed at least every 500 milliseconds, and send a heartbeat after 15 seconds without changes. An application
 * that needs other times defines its own {@code ChangeStreams} bean.
 */
@AutoConfiguration(after = RoomKitFeedAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({AsyncContext.class, MediaType.class})
@ConditionalOnBean(ChangeFeed.class)
public final class RoomKitChangeStreamsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ChangeStreams roomkitChangeStreams(ChangeFeed feed) {
        return new ChangeStreams(feed, Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
}
