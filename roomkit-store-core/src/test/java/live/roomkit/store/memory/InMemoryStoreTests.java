package live.roomkit.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to the store in memory: its locks, and what stands in for transactions. */
class InMemoryStoreTests {

    private final ConversationStore store = new InMemoryStore();

    @Test
    @Timeout(20)
    void whileAChangeRunsTheRoomCanBeReadAndOtherRoomsWritten() throws Exception {
        this.store.createRoom(Room.of("busy"));
        this.store.createRoom(Room.of("free"));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Room> changed = CompletableFuture.supplyAsync(() -> this.store.updateRoom("busy", room -> {
            running.countDown();
            await(mayEnd);
            return room.toBuilder().metadata(Map.of("changed", true)).build();
        }));
        running.await();
        assertThat(this.store.getRoom("busy").orElseThrow().metadata()).isEmpty();
        assertThat(this.store.findRooms(RoomQuery.builder().build())).hasSize(2);
        assertThat(this.store.appendEvent("free", message("free", "e")).duplicate())
                .isFalse();
        assertThat(changed).isNotDone();
        mayEnd.countDown();
        assertThat(changed.get().metadata()).containsEntry("changed", true);
    }

    @Test
    void whatAFailingChangeWroteThroughTheStoreStaysAndItsOwnUpdateDoesNot() {
        this.store.createRoom(Room.of("room"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> this.store.updateRoom("room", room -> {
                    this.store.addTask(Task.of("room", "task"));
                    throw new UnsupportedOperationException();
                }));
        assertThat(this.store.getTask("room", "task")).isPresent();
        assertThat(this.store.getRoom("room").orElseThrow().updatedAt())
                .isEqualTo(this.store.getRoom("room").orElseThrow().createdAt());
    }

    @Test
    void aChangeThatDeletesItsRoomFindsItGone() {
        this.store.createRoom(Room.of("room"));
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> this.store.updateRoom("room", room -> {
                    this.store.deleteRoom("room");
                    return room;
                }));
        assertThat(this.store.roomExists("room")).isFalse();
    }

    @Test
    @Timeout(20)
    void aWriteThatWaitedForTheDeletionOfItsRoomIsRefused() throws Exception {
        this.store.createRoom(Room.of("room"));
        CompletableFuture<?>[] appends = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    if (i == 100) {
                        this.store.deleteRoom("room");
                        this.store.createRoom(Room.of("room"));
                    } else {
                        appendIfThere("e" + i);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(appends).get();
        long count = this.store.getEventCount("room");
        assertThat(this.store.getRoom("room").orElseThrow().latestIndex()).isEqualTo(count - 1);
        assertThat(this.store.listEvents(EventQuery.builder("room").limit(1000).build()))
                .hasSize((int) count);
    }

    @Test
    void aRecordLargerThanTheLimitIsRefused() {
        ConversationStore small = new InMemoryStore(1_000);
        small.createRoom(Room.of("room"));
        RoomEvent large = RoomEvent.builder(
                        "room", EventSource.inbound("sms", ChannelType.SMS), TextContent.of("x".repeat(1_000)))
                .build();
        assertThatExceptionOfType(InvalidContentException.class).isThrownBy(() -> small.appendEvent("room", large));
        assertThat(small.getEventCount("room")).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryStore(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void unreadIsWhatACountOverTheEventsAboveTheMarkerSays(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.store.createRoom(Room.of("room"));
        for (int step = 0; step < 500; step++) {
            String eventId = "e" + random.nextInt(80);
            String channelId = "c" + random.nextInt(3);
            switch (random.nextInt(6)) {
                case 0 -> appendIfThere("a" + step);
                case 1, 2 ->
                    addIfFree(message("room", eventId).toBuilder()
                            .index(Integer.parseInt(eventId.substring(1)))
                            .build());
                case 3 -> this.store.deleteEvent("room", eventId, ReplyPolicy.KEEP);
                case 4 -> this.store.markRead("room", channelId, eventId);
                default -> markAllReadNowAndThen(random, channelId);
            }
            assertThat(this.store.getUnreadCount("room", channelId))
                    .as("step %d of seed %d", step, seed)
                    .isEqualTo(unreadByCounting(channelId));
        }
    }

    private long unreadByCounting(String channelId) {
        long marker = this.store.listReadMarkers("room").getOrDefault(channelId, -1L);
        return this.store.listEvents(EventQuery.builder("room").limit(1_000).build()).stream()
                .filter(event -> event.index() > marker)
                .count();
    }

    private void markAllReadNowAndThen(RandomGenerator random, String channelId) {
        if (random.nextInt(20) == 0) {
            this.store.markAllRead("room", channelId);
        }
    }

    private void addIfFree(RoomEvent event) {
        try {
            this.store.addEvent(event);
        } catch (DuplicateIndexException ex) {
            assertThat(this.store.getEvent("room", event.id())).isEmpty();
        } catch (DuplicateIdException ex) {
            assertThat(this.store.getEvent("room", event.id())).isPresent();
        }
    }

    private void appendIfThere(String eventId) {
        try {
            this.store.appendEvent("room", message("room", eventId));
        } catch (RoomNotFoundException ex) {
            assertThat(this.store.getEvent("room", eventId)).isEmpty();
        }
    }

    private static RoomEvent message(String roomId, String eventId) {
        return RoomEvent.builder(
                        roomId, EventSource.inbound("sms", ChannelType.SMS), TextContent.of("text of " + eventId))
                .id(eventId)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
