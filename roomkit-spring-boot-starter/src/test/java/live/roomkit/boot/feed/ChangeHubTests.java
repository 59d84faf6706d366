package live.roomkit.boot.feed;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.boot.autoconfigure.Waiting;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.room.Room;
import live.roomkit.store.memory.InMemoryStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Tests that one stream whose response fails, or whose client reads nothing, does not disturb the others. */
class ChangeHubTests {

    @AutoClose
    private final InMemoryStore store = new InMemoryStore();

    private final ChangeFeed feed = ChangeFeed.of(this.store);

    private final ChangeHub hub = new ChangeHub(this.feed, Duration.ofMillis(10), Duration.ofMillis(20));

    @Test
    void aStreamThatFailsDisturbsNoOther() {
        List<Output> outputs =
                Stream.of(new Output(), new Output(), new Output()).toList();
        List<ChangeStream> streams = outputs.stream().map(this::open).toList();
        this.hub.start();
        try {
            Waiting.until(
                    () -> outputs.stream().allMatch(output -> output.text().contains("id: ")));
            outputs.get(1).failure = new NullPointerException("the container recycled the response");
            this.store.createRoom(Room.of("one"));
            Waiting.until(() -> streams.get(1).isClosed());
            outputs.get(0).failure = new NoClassDefFoundError("a class of the container");
            this.store.createRoom(Room.of("two"));
            Waiting.until(() -> streams.get(0).isClosed());
            this.store.createRoom(Room.of("three"));

            Waiting.until(() -> outputs.get(2).text().contains("\"three\""));
            assertThat(outputs.get(2).text()).contains("\"one\"", "\"two\"");
            assertThat(this.hub.size()).isOne();
            Output late = new Output();
            open(late);
            Waiting.until(() -> late.text().contains("id: "));
        } finally {
            this.hub.close();
        }
        assertThat(streams).allMatch(ChangeStream::isClosed);
    }

    @Test
    void clientsThatReadNothingKeepNoOtherFromJoining() {
        FeedQuery behind = FeedQuery.after(this.feed.latest()).limit(1);
        this.store.createRoom(Room.of("one"));
        this.store.createRoom(Room.of("two"));
        for (int i = 0; i < 150; i++) {
            Output stuck = new Output();
            stuck.ready = false;
            open(stuck, behind);
        }
        this.hub.start();
        try {
            Output late = new Output();
            open(late, behind);

            Waiting.until(() -> late.text().contains("\"two\""));
        } finally {
            this.hub.close();
        }
    }

    private ChangeStream open(Output output) {
        return open(output, FeedQuery.after(this.feed.latest()));
    }

    private ChangeStream open(Output output, FeedQuery query) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        MockHttpServletResponse response = new MockHttpServletResponse() {

            @Override
            public ServletOutputStream getOutputStream() {
                return output;
            }
        };
        ChangeStream stream = ChangeStream.start(request, response, query, Duration.ofMinutes(1));
        stream.onWritePossible();
        this.hub.add(stream);
        return stream;
    }

    /** Keeps what is written, or fails. */
    private static final class Output extends ServletOutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private volatile Throwable failure;

        private volatile boolean ready = true;

        @Override
        public void write(byte[] written) throws IOException {
            if (this.failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (this.failure instanceof Error error) {
                throw error;
            }
            synchronized (this) {
                this.bytes.write(written);
            }
        }

        @Override
        public void write(int written) {
            throw new UnsupportedOperationException("only whole events are written");
        }

        @Override
        public boolean isReady() {
            return this.ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            // The test calls the listener.
        }

        synchronized String text() {
            return this.bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
