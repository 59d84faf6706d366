package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.Test;

/** Tests many threads that use two store instances on the same data at the same time. */
public abstract class ConcurrencyContract extends StoreContract {

    private static final int EVENTS_OF_A_THREAD = 200;

    /** Creates the tests for the given store. */
    protected ConcurrencyContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void indicesAreGivenOnceAndWithoutGaps() throws Exception {
        String id = newRoom();

        List<List<Long>> given = Race.run(thread -> appendAll(id, thread, EVENTS_OF_A_THREAD));

        long total = (long) Race.THREADS * EVENTS_OF_A_THREAD;
        assertThat(given).allSatisfy(indices -> assertThat(indices).isSorted());
        assertThat(sorted(given)).isEqualTo(upTo(total));
        assertThat(stored(id)).isEqualTo(upTo(total));
        assertThat(room(id).eventCount()).isEqualTo(total);
        assertThat(room(id).latestIndex()).isEqualTo(total - 1);
    }

    @Test
    void indicesAndCountersStayRightWhileOthersDeleteAndPatch() throws Exception {
        String id = newRoom();
        Queue<Long> deleted = new ConcurrentLinkedQueue<>();

        List<List<Long>> given = Race.run(thread -> {
            if (thread == 0) {
                deleteSome(id, deleted);
                return List.of();
            }
            if (thread == 1) {
                patchMany(id);
                return List.of();
            }
            return appendAll(id, thread, 50);
        });

        long total = (Race.THREADS - 2) * 50L;
        List<Long> left = upTo(total);
        left.removeAll(new HashSet<>(deleted));
        assertThat(sorted(given)).isEqualTo(upTo(total));
        assertThat(stored(id)).isEqualTo(left);
        assertThat(room(id).eventCount()).isEqualTo(left.size());
        assertThat(room(id).latestIndex()).isEqualTo(total - 1);
        assertThat(room(id).metadata()).hasSize(50);
    }

    @Test
    void aStoreClosedUnderLoadAnswersOrSaysThatItIsClosed() throws Exception {
        ConversationStore closing = newStore();
        String id = newId();
        closing.createRoom(Room.of(id));

        List<Integer> answered = Race.run(thread -> {
            for (int calls = 0; calls < 5 || thread >= 2; calls++) {
                try {
                    closing.appendEvent(id, Samples.message(id, "hello"));
                } catch (IllegalStateException ex) {
                    assertThat(ex).hasMessage("The store is closed");
                    return calls;
                }
            }
            closing.close();
            assertThatIllegalStateException().isThrownBy(() -> closing.getEventCount(id));
            return 5;
        });

        assertThat(answered).hasSize(Race.THREADS);
    }

    private void deleteSome(String id, Queue<Long> deleted) {
        for (int i = 0; i < 50; i++) {
            for (RoomEvent event : store().getTimeline(id, 1)) {
                assertThat(store().deleteEvent(id, event.id())).containsExactly(event.id());
                deleted.add(event.index());
            }
        }
    }

    private void patchMany(String id) {
        for (int i = 0; i < 50; i++) {
            secondStore().patchRoomMetadata(id, Map.of("key " + i, i));
        }
    }

    @Test
    void batchesDoNotInterleave() throws Exception {
        String id = newRoom();

        List<List<Long>> given = Race.run(thread -> {
            List<RoomEvent> batch = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                batch.add(Samples.message(id, "event " + i));
            }
            return indices(storeOf(thread).addEventsAutoIndex(id, batch));
        });

        assertThat(given)
                .allSatisfy(run -> assertThat(run)
                        .isEqualTo(LongStream.range(run.get(0), run.get(0) + 20)
                                .boxed()
                                .toList()));
        assertThat(sorted(given)).isEqualTo(upTo(Race.THREADS * 20L));
    }

    @Test
    void aRoomIsCreatedOnce() throws Exception {
        String id = newId();

        List<Room> rooms = Race.run(thread -> storeOf(thread)
                .getOrCreateRoom(
                        Room.builder(id).metadata(Map.of("creator", thread)).build()));

        assertThat(new HashSet<>(rooms)).containsExactly(room(id));
    }

    @Test
    void aTakenRoomIdIsRefusedToAllButOne() throws Exception {
        String id = newId();

        List<String> outcomes =
                Race.run(thread -> Race.outcome(() -> storeOf(thread).createRoom(Room.of(id))));

        Race.assertOneWins(outcomes, DuplicateIdException.class);
    }

    @Test
    void aKeyThatIsRacedForGivesOneEventAndTheRestDuplicates() throws Exception {
        String id = newRoom();

        List<AppendResult> results =
                Race.run(thread -> storeOf(thread).appendEvent(id, Samples.keyed(id, "the same text", "key")));

        assertThat(results).filteredOn(result -> !result.duplicate()).hasSize(1);
        assertThat(results.stream().map(AppendResult::event).distinct())
                .containsExactlyElementsOf(store().getTimeline(id, 10));
        assertThat(room(id).eventCount()).isOne();
        assertThat(append(id, "next").index()).isOne();
    }

    @Test
    void manyKeysThatAreRacedForGiveOneEventEach() throws Exception {
        String id = newRoom();

        List<Long> first = Race.run(thread -> LongStream.range(0, 40)
                .filter(key -> !storeOf(thread)
                        .appendEvent(id, Samples.keyed(id, "text " + key, "key " + key))
                        .duplicate())
                .count());

        assertThat(first.stream().mapToLong(Long::longValue).sum()).isEqualTo(40);
        assertThat(stored(id)).isEqualTo(upTo(40));
        assertThat(room(id).eventCount()).isEqualTo(40);
    }

    @Test
    void anEventIdThatIsRacedForGivesOneEvent() throws Exception {
        String id = newRoom();
        RoomEvent event = Samples.message(id, "the same text");

        List<AppendResult> results = Race.run(thread -> storeOf(thread).appendEvent(id, event));

        assertThat(results).filteredOn(result -> !result.duplicate()).hasSize(1);
        assertThat(stored(id)).containsExactly(0L);
    }

    @Test
    void patchesMerge() throws Exception {
        String id = newRoom();

        Race.run(thread -> storeOf(thread).patchRoomMetadata(id, Map.of("key " + thread, thread)));

        assertThat(room(id).metadata()).hasSize(Race.THREADS);
    }

    @Test
    void noIncrementIsLost() throws Exception {
        String id = store().createRoom(
                        Room.builder(newId()).metadata(Map.of("count", 0)).build())
                .id();

        Race.run(thread -> {
            for (int i = 0; i < 10; i++) {
                storeOf(thread).updateRoom(id, ConcurrencyContract::increment);
            }
            return thread;
        });

        assertThat(room(id).metadata()).isEqualTo(Map.of("count", Race.THREADS * 10));
    }

    private static Room increment(Room room) {
        int count = (Integer) room.metadata().getOrDefault("count", -1);
        return room.toBuilder().metadata(Map.of("count", count + 1)).build();
    }

    @Test
    void updatesOfARoomRewindNoCounter() throws Exception {
        String id = newRoom();

        Race.run(thread -> {
            if (thread % 2 == 0) {
                return appendAll(id, thread, 20);
            }
            for (int i = 0; i < 20; i++) {
                storeOf(thread).updateRoom(room(id));
            }
            return List.of();
        });

        assertThat(room(id).eventCount()).isEqualTo(Race.THREADS / 2 * 20L);
        assertThat(stored(id)).isEqualTo(upTo(Race.THREADS / 2 * 20L));
    }

    @Test
    void theDeliveredIndexIsAdvancedByOneOnly() throws Exception {
        String id = newRoom();

        List<Boolean> moved = Race.run(thread -> storeOf(thread).advanceDeliveredIndex(id, 0));

        assertThat(moved).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(store().getDeliveredIndex(id)).isZero();
    }

    @Test
    void markersThatAreRacedForEndAtTheHighest() throws Exception {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, Race.THREADS);

        Race.run(thread ->
                storeOf(thread).markRead(id, "channel", events.get(thread).id()));

        assertThat(store().listReadMarkers(id)).containsEntry("channel", Race.THREADS - 1L);
        assertThat(store().getUnreadCount(id, "channel")).isZero();
    }

    @Test
    void unreadCountsStayExactWhileOthersAppendDeleteAndMark() throws Exception {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 160);

        Race.run(16, thread -> {
            for (int i = 0; i < 10; i++) {
                RoomEvent event = events.get(i * 16 + thread);
                switch (thread % 4) {
                    case 0 -> storeOf(thread).deleteEvent(id, event.id());
                    case 1 -> storeOf(thread).markRead(id, "channel " + i % 3, event.id());
                    case 2 -> storeOf(thread).markAllRead(id, "channel 3");
                    default -> storeOf(thread).addEventAutoIndex(id, Samples.message(id, "more"));
                }
            }
            return thread;
        });

        List<Long> left = stored(id);
        assertThat(room(id).eventCount()).isEqualTo(left.size());
        store().listReadMarkers(id)
                .forEach((channel, marker) -> assertThat(store().getUnreadCount(id, channel))
                        .as("%s at %d", channel, marker)
                        .isEqualTo(left.stream().filter(index -> index > marker).count()));
    }

    @Test
    void aRoomThatIsDeletedMeanwhileIsMissing() throws Exception {
        String id = newRoom();

        Race.run(8, thread -> {
            if (thread == 0) {
                appendMany(id, 20);
                return store().deleteRoom(id);
            }
            try {
                return appendAll(id, thread, 2000);
            } catch (RoomNotFoundException deleted) {
                return false;
            }
        });

        assertThat(store().roomExists(id)).isFalse();
        assertThat(store().listEvents(EventQuery.of(id))).isEmpty();
        assertThat(store().getEventCount(id)).isZero();
    }

    private List<Long> appendAll(String roomId, int thread, int count) {
        List<Long> indices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indices.add(storeOf(thread)
                    .appendEvent(roomId, Samples.message(roomId, "text"))
                    .event()
                    .index());
        }
        return indices;
    }

    private List<Long> stored(String roomId) {
        return store().streamEvents(EventQuery.builder(roomId).limit(1000).build())
                .map(RoomEvent::index)
                .toList();
    }

    private static List<Long> sorted(List<List<Long>> indices) {
        return indices.stream().flatMap(List::stream).sorted().toList();
    }

    private static List<Long> upTo(long end) {
        return new ArrayList<>(LongStream.range(0, end).boxed().toList());
    }
}
