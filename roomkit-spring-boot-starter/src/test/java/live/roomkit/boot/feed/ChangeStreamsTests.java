package live.roomkit.boot.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Tests the streams of two nodes that share a database, with clients that speak HTTP. */
@Timeout(120)
class ChangeStreamsTests {

    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    @AutoClose
    private static final ConversationStore store = open();

    @AutoClose
    private static final ConversationStore otherStore = open();

    @AutoClose
    private static final StreamingNode node = new StreamingNode(store);

    @AutoClose
    private static final StreamingNode otherNode = new StreamingNode(otherStore);

    @Test
    void aChangeIsSentWithThePositionBehindIt() throws IOException {
        String room = newRoom();
        try (StreamClient client = node.connect("?room=" + room, null)) {
            RoomEvent event = append(room);

            List<JsonNode> changes = client.nextChanges();

            assertThat(changes).hasSize(1);
            JsonNode change = changes.get(0);
            assertThat(change.get("type").asString()).isEqualTo("event_appended");
            assertThat(change.get("room_id").asString()).isEqualTo(room);
            assertThat(change.get("event_id").asString()).isEqualTo(event.id());
            assertThat(change.get("index").asLong()).isZero();
            assertThat(client.lastEventId()).isNotNull();
        }
    }

    @Test
    void theFirstCommentComesBeforeAnyChange() throws IOException {
        try (StreamClient client = node.connect("?room=" + newRoom(), null)) {
            assertThat(client.status()).contains("200");
            assertThat(client.nextBlock()).contains(": connected");
        }
    }

    @Test
    void aHeartbeatMovesTheIdOfAnIdleStream() throws IOException {
        try (StreamClient client = node.connect("?room=" + newRoom(), null)) {
            client.nextBlock();
            String first = client.nextBlock().get(0);
            append(newRoom());

            String second = first;
            while (second.equals(first)) {
                second = client.nextBlock().get(0);
            }

            assertThat(second).startsWith("id: ");
        }
    }

    @Test
    void whatWasMissedComesOnceOnAnotherNode() throws IOException {
        String room = newRoom();
        String id;
        try (StreamClient client = node.connect("?room=" + room, null)) {
            append(room);
            assertThat(indices(client.nextChanges())).containsExactly(0L);
            id = client.lastEventId();
        }
        append(room);
        append(room);
        try (StreamClient client = otherNode.connect("?room=" + room, id)) {
            assertThat(indices(client.nextChanges())).containsExactly(1L, 2L);
            append(room);
            assertThat(indices(client.nextChanges())).containsExactly(3L);
        }
    }

    @Test
    void clientsThatComeAndGoWhileOthersWriteGetEachChangeOnce() throws Exception {
        List<String> rooms = IntStream.range(0, 4).mapToObj(i -> newRoom()).toList();
        List<Thread> writers = new ArrayList<>();
        String start = ChangeFeed.of(store).latest().value();
        for (String room : rooms) {
            ConversationStore writing = (writers.size() % 2 == 0) ? store : otherStore;
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    writing.appendEvent(room, message(room));
                }
            });
            writer.start();
            writers.add(writer);
        }
        List<String> seen = new ArrayList<>();
        String id = start;
        for (int turn = 0; seen.size() < 1_200; turn++) {
            try (StreamClient client = ((turn % 2 == 0) ? node : otherNode).connect("?after=" + start, id)) {
                for (int events = 0; events < 7 && seen.size() < 1_200; events++) {
                    client.nextChanges().stream()
                            .filter(change ->
                                    rooms.contains(change.get("room_id").asString()))
                            .map(change -> change.get("room_id").asString() + " "
                                    + change.get("index").asLong())
                            .forEach(seen::add);
                }
                id = client.lastEventId();
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(seen).doesNotHaveDuplicates().hasSize(1_200);
        for (String room : rooms) {
            assertThat(seen.stream().filter(change -> change.startsWith(room)))
                    .containsExactlyElementsOf(IntStream.range(0, 300)
                            .mapToObj(index -> room + " " + index)
                            .toList());
        }
    }

    @Test
    void aClientThatReadsNothingIsCutAndLosesNothing() throws Exception {
        String room = newRoom();
        String id;
        try (StreamClient slow = node.connect("?room=" + room, null)) {
            append(room);
            slow.nextChanges();
            id = slow.lastEventId();
            int before = node.openStreams();
            int appended = 1;
            while (node.openStreams() >= before) {
                store.addEventsAutoIndex(
                        room,
                        IntStream.range(0, 1_000).mapToObj(i -> message(room)).toList());
                appended += 1_000;
            }
            long last = appended - 1;
            try (StreamClient again = otherNode.connect("?room=" + room, id)) {
                List<Long> indices = new ArrayList<>();
                while (indices.size() < last) {
                    indices.addAll(indices(again.nextChanges()));
                }
                assertThat(indices)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, last).boxed().toList());
            }
        }
    }

    @Test
    void aTokenOfAnotherFeedIsGone() throws IOException {
        try (InMemoryStore memory = new InMemoryStore();
                StreamClient client =
                        node.connect("?after=" + ChangeFeed.of(memory).latest().value(), null)) {
            assertThat(client.status()).contains("410");
        }
    }

    @Test
    void stoppingANodeEndsItsStreamsAtOnce() throws IOException {
        StreamingNode stopping = new StreamingNode(store);
        try (StreamClient client = stopping.connect("", null)) {
            client.nextBlock();
            long begun = System.nanoTime();

            stopping.close();

            client.awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static ConversationStore open() {
        return PostgresStore.builder()
                .url(database.url())
                .username(database.username())
                .password(database.password())
                .feed(true)
                .open();
    }

    private static String newRoom() {
        return store.createRoom(Room.of(UUID.randomUUID().toString())).id();
    }

    private static RoomEvent append(String room) {
        return otherStore.appendEvent(room, message(room)).event();
    }

    private static RoomEvent message(String room) {
        return RoomEvent.message(room, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of("Hello"));
    }

    private static List<Long> indices(List<JsonNode> changes) {
        return changes.stream().map(change -> change.get("index").asLong()).toList();
    }
}
