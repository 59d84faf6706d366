package live.roomkit.boot.feed;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Web application that streams the changes of a store. */
final class StreamingNode implements AutoCloseable {

    static final Duration HEARTBEAT = Duration.ofMillis(200);

    static final Duration SEND_TIMEOUT = Duration.ofSeconds(2);

    /** The largest number of threads that handle requests. */
    static final int THREADS = 10;

    private final ServletWebServerApplicationContext context;

    StreamingNode(ConversationStore store) {
        this.context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Configuration.class)
                .web(WebApplicationType.SERVLET)
                .initializers((ApplicationContextInitializer<GenericApplicationContext>) context -> {
                    ChangeFeed feed = ChangeFeed.of(store);
                    context.registerBean(ChangeFeed.class, () -> feed);
                    context.registerBean(
                            ChangeStreams.class,
                            () -> new ChangeStreams(feed, Duration.ofMillis(50), HEARTBEAT, SEND_TIMEOUT));
                })
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "server.shutdown=graceful",
                        "server.tomcat.threads.max=" + THREADS,
                        "roomkit.store.web.problem-details=true",
                        "logging.level.root=off",
                        "spring.main.banner-mode=off")
                .run();
    }

    StreamClient connect(String query, @Nullable String lastEventId) throws IOException {
        int port = this.context.getWebServer().getPort();
        return new StreamClient(port, "/changes" + query, lastEventId);
    }

    StreamCrowd crowd(int size, String query) throws IOException {
        return new StreamCrowd(size, this.context.getWebServer().getPort(), "/changes" + query);
    }

    int openStreams() {
        return this.context.getBean(ChangeStreams.class).openStreams();
    }

    @Override
    public void close() {
        this.context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        live.roomkit.boot.autoconfigure.web.RoomKitProblemDetailsAutoConfiguration.class
    })
    @Import(Changes.class)
    static class Configuration {}

    /** Streams all changes, or those of a room. */
    @RestController
    static class Changes {

        private final ChangeFeed feed;

        private final ChangeStreams streams;

        Changes(ChangeFeed feed, ChangeStreams streams) {
            this.feed = feed;
            this.streams = streams;
        }

        @GetMapping("/changes")
        void changes(
                @RequestParam(required = false) @Nullable String after,
                @RequestParam(required = false) @Nullable String room,
                HttpServletRequest request,
                HttpServletResponse response) {
            FeedToken token = (after != null) ? new FeedToken(after) : this.feed.latest();
            this.streams.open(request, response, FeedQuery.after(token).roomId(room));
        }
    }
}
