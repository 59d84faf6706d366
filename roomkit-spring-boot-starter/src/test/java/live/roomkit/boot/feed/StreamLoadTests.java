package live.roomkit.boot.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Measures many streams of one node, whose store has two connections. {@code -Droomkit.streams=5000} opens more of them. */
@Timeout(300)
class StreamLoadTests {

    private static final int STREAMS = Integer.getInteger("roomkit.streams", 300);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    @AutoClose
    private final PostgresStore store = PostgresStore.builder()
            .url(database.url())
            .username(database.username())
            .password(database.password())
            .maxPoolSize(2)
            .feed(true)
            .open();

    @AutoClose
    private final StreamingNode node = new StreamingNode(this.store);

    @Test
    void manyStreamsNeedLittleMemoryAndNoThreadsOfTheirOwn() throws Exception {
        this.store.createRoom(Room.of("crowded"));
        try (StreamCrowd crowd = this.node.crowd(50, "?room=crowded")) {
            crowd.await("id: ", PATIENCE);
        }
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long heap = usedHeap();
        long begun = System.nanoTime();
        try (StreamCrowd crowd = this.node.crowd(STREAMS, "?room=crowded")) {
            crowd.await("id: ", PATIENCE);
            Duration opened = Duration.ofNanos(System.nanoTime() - begun);
            long perStream = (usedHeap() - heap) / STREAMS;
            int more = ManagementFactory.getThreadMXBean().getThreadCount() - threads;

            long appended = System.nanoTime();
            EventSource source = EventSource.inbound("sms-main", ChannelType.SMS);
            this.store.appendEvent("crowded", RoomEvent.message("crowded", source, TextContent.of("Hello")));
            crowd.await("event_appended", PATIENCE);
            Duration delivered = Duration.ofNanos(System.nanoTime() - appended);

            Files.writeString(
                    Path.of("target", "streams.txt"),
                    "%d streams: opened in %d ms, %d bytes of heap each, %d more threads; a change reached all in %d ms%n"
                            .formatted(STREAMS, opened.toMillis(), perStream, more, delivered.toMillis()));
            assertThat(perStream).isLessThan(150_000);
            assertThat(more).isLessThanOrEqualTo(StreamingNode.THREADS);
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
