package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.Test;

/** Tests read markers and the counts of unread events. */
public abstract class ReadMarkerContract extends StoreContract {

    private static final String CHANNEL = "ws-alice";

    /** Creates the tests for the given store. */
    protected ReadMarkerContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void withoutAMarkerEverythingIsUnread() {
        String id = newRoom();
        appendMany(id, 3);
        store().addEventAutoIndex(id, Samples.ofType(id, EventType.TYPING));

        assertUnread(id, 4);
        assertThat(store().listReadMarkers(id)).isEmpty();
    }

    @Test
    void markingAnEventMarksAllBeforeIt() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 5);

        assertThat(store().markRead(id, CHANNEL, events.get(2).id())).isTrue();

        assertUnread(id, 2);
        assertThat(secondStore().listReadMarkers(id)).isEqualTo(Map.of(CHANNEL, 2L));
    }

    @Test
    void readingNeverMovesAMarkerBack() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 5);
        store().markRead(id, CHANNEL, events.get(3).id());

        assertThat(store().markRead(id, CHANNEL, events.get(1).id())).isTrue();
        assertThat(store().markRead(id, CHANNEL, events.get(3).id())).isTrue();

        assertUnread(id, 1);
        assertThat(store().listReadMarkers(id)).containsEntry(CHANNEL, 3L);
    }

    @Test
    void aMarkerMovesBackOnPurpose() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 5);
        store().markAllRead(id, CHANNEL);

        assertThat(store().markUnread(id, CHANNEL, events.get(2).id())).isTrue();
        assertUnread(id, 3);
        assertThat(store().listReadMarkers(id)).containsEntry(CHANNEL, 1L);

        assertThat(store().markUnread(id, CHANNEL, events.get(4).id())).isTrue();
        assertUnread(id, 3);

        store().markRead(id, CHANNEL, events.get(3).id());
        assertUnread(id, 1);
    }

    @Test
    void markingTheFirstEventUnreadLeavesNothingRead() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 3);
        store().markAllRead(id, CHANNEL);

        assertThat(store().markUnread(id, CHANNEL, events.get(0).id())).isTrue();

        assertUnread(id, 3);
        assertThat(store().listReadMarkers(id)).isEmpty();
        store().deleteEvent(id, events.get(0).id());
        assertUnread(id, 2);
        store().markAllRead(id, CHANNEL);
        assertUnread(id, 0);
    }

    @Test
    void withoutAMarkerMarkingUnreadMovesNothing() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 3);

        assertThat(store().markUnread(id, CHANNEL, events.get(1).id())).isTrue();
        assertThat(store().markUnread(id, CHANNEL, newId())).isFalse();

        assertUnread(id, 3);
        assertThat(store().listReadMarkers(id)).isEmpty();
    }

    @Test
    void anEventOfAnotherRoomMarksNothing() {
        String id = newRoom();
        appendMany(id, 2);
        RoomEvent elsewhere = append(newRoom(), "elsewhere");

        assertThat(store().markRead(id, CHANNEL, elsewhere.id())).isFalse();
        assertThat(store().markRead(id, CHANNEL, newId())).isFalse();

        assertUnread(id, 2);
        assertThat(store().listReadMarkers(id)).isEmpty();
        assertThat(store().listReadMarkers(elsewhere.roomId())).isEmpty();
    }

    @Test
    void aDeletedEventCannotBeMarked() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 3);
        store().deleteEvent(id, events.get(2).id());

        assertThat(store().markRead(id, CHANNEL, events.get(2).id())).isFalse();

        assertUnread(id, 2);
    }

    @Test
    void allOfARoomIsMarked() {
        String id = newRoom();
        appendMany(id, 5);

        store().markAllRead(id, CHANNEL);
        assertUnread(id, 0);
        assertThat(store().listReadMarkers(id)).isEqualTo(Map.of(CHANNEL, 4L));

        append(id, "new");
        assertUnread(id, 1);
    }

    @Test
    void theFirstMessageOfARoomIsNotBornRead() {
        String id = newRoom();

        store().markAllRead(id, CHANNEL);
        assertThat(store().listReadMarkers(id)).isEmpty();
        assertUnread(id, 0);

        append(id, "first");
        assertUnread(id, 1);
    }

    @Test
    void afterEverythingWasDeletedTheNextIsUnread() {
        String id = newRoom();
        appendMany(id, 2).forEach(event -> store().deleteEvent(id, event.id()));

        store().markAllRead(id, CHANNEL);
        append(id, "next");

        assertUnread(id, 1);
    }

    @Test
    void aMarkerStaysWhenTheNewestEventIsDeleted() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 3);
        store().markAllRead(id, CHANNEL);

        store().deleteEvent(id, events.get(2).id());
        assertUnread(id, 0);
        store().markAllRead(id, CHANNEL);
        store().markRead(id, CHANNEL, events.get(0).id());

        assertThat(store().listReadMarkers(id)).containsEntry(CHANNEL, 2L);
        append(id, "new");
        assertUnread(id, 1);
    }

    @Test
    void deletingOnEitherSideOfAMarkerKeepsTheCountExact() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 10);
        store().markRead(id, CHANNEL, events.get(4).id());

        store().deleteEvent(id, events.get(1).id());
        assertUnread(id, 5);
        store().deleteEvent(id, events.get(4).id());
        assertUnread(id, 5);
        store().deleteEvent(id, events.get(7).id());
        assertUnread(id, 4);
        store().markRead(id, CHANNEL, events.get(8).id());
        assertUnread(id, 1);
    }

    @Test
    void anEventImportedBelowAMarkerIsRead() {
        String id = newRoom();
        RoomEvent marked = store().addEvent(Samples.at(id, 5));
        store().markRead(id, CHANNEL, marked.id());

        store().addEvent(Samples.at(id, 2));
        assertUnread(id, 0);
        store().addEvent(Samples.at(id, 8));
        store().addEvent(Samples.at(id, 7));
        assertUnread(id, 2);
    }

    @Test
    void channelsAreMarkedOnTheirOwnAndNeedNotBeBound() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 3);
        store().markRead(id, "a", events.get(0).id());
        store().markRead(id, "b", events.get(2).id());

        assertThat(store().listReadMarkers(id)).isEqualTo(Map.of("a", 0L, "b", 2L));
        assertThat(store().getUnreadCount(id, "a")).isEqualTo(2);
        assertThat(store().getUnreadCount(id, "b")).isZero();
        assertThat(store().getUnreadCount(id, "c")).isEqualTo(3);
    }

    @Test
    void aMarkerOutlivesItsBinding() {
        String id = newRoom();
        store().addBinding(Samples.binding(id, CHANNEL));
        appendMany(id, 2);
        store().markAllRead(id, CHANNEL);

        store().removeBinding(id, CHANNEL);

        assertThat(store().listReadMarkers(id)).isEqualTo(Map.of(CHANNEL, 1L));
        assertUnread(id, 0);
    }

    @Test
    void theFieldOfABindingIsNoMarker() {
        String id = newRoom();
        appendMany(id, 3);

        store().addBinding(Samples.binding(id, CHANNEL).toBuilder()
                .lastReadIndex(2L)
                .build());

        assertUnread(id, 3);
        store().markRead(id, CHANNEL, store().getTimeline(id, 3).get(0).id());
        assertThat(store().getBinding(id, CHANNEL).orElseThrow().lastReadIndex())
                .isEqualTo(2);
    }

    @Test
    void anAbsentRoomHasNothingUnreadAndTakesNoMarker() {
        String id = newId();

        assertUnread(id, 0);
        assertThat(store().listReadMarkers(id)).isEmpty();
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().markRead(id, CHANNEL, newId()))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().markAllRead(id, CHANNEL))
                .withMessageContaining(id);
    }

    @Test
    void severalRoomsAreCountedAtOnce() {
        String full = newRoom();
        appendMany(full, 3);
        String read = newRoom();
        appendMany(read, 2);
        store().markAllRead(read, CHANNEL);
        String empty = newRoom();
        String absent = newId();

        assertThat(store().getUnreadCounts(List.of(full, read, empty, absent, full), CHANNEL))
                .isEqualTo(Map.of(full, 3L, read, 0L, empty, 0L, absent, 0L));
        assertThat(store().getUnreadCounts(List.of(), CHANNEL)).isEmpty();
    }

    @Test
    void atMost1000RoomsAreCountedAtOnce() {
        Set<String> thousand = IntStream.range(0, 1000).mapToObj(i -> newId()).collect(Collectors.toSet());
        assertThat(store().getUnreadCounts(thousand, CHANNEL))
                .containsOnlyKeys(thousand)
                .allSatisfy((id, count) -> assertThat(count).isZero());

        thousand.add(newId());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().getUnreadCounts(thousand, CHANNEL))
                .withMessageContaining("roomIds");
    }

    @Test
    void whateverHappensTheCountIsThatOfEventsAboveTheMarker() {
        long seed = Seed.next();
        Random random = new Random(seed);
        String id = newRoom();
        List<RoomEvent> events = new ArrayList<>();
        Map<String, Long> markers = new HashMap<>();
        for (int step = 0; step < 250; step++) {
            step(random, id, events, markers);
            assertThat(store().listReadMarkers(id)).as("seed %d", seed).isEqualTo(markers);
            for (String channel : List.of("a", "b", "c")) {
                long marker = markers.getOrDefault(channel, -1L);
                assertThat(store().getUnreadCount(id, channel))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(events.stream()
                                .filter(event -> event.index() > marker)
                                .count());
            }
        }
    }

    private void step(Random random, String id, List<RoomEvent> events, Map<String, Long> markers) {
        String channel = List.of("a", "b", "c").get(random.nextInt(3));
        int kind = random.nextInt(10);
        if (kind < 3 || events.isEmpty()) {
            events.add(append(id, "text"));
        } else if (kind == 3) {
            events.add(store().addEventAutoIndex(
                            id, Samples.reply(id, pick(random, events).id())));
        } else if (kind == 4) {
            importSomewhere(random, id, events);
        } else if (kind < 8) {
            List<String> deleted = store().deleteEvent(id, pick(random, events).id());
            assertThat(deleted).isNotEmpty();
            events.removeIf(event -> deleted.contains(event.id()));
        } else if (kind == 8) {
            RoomEvent marked = pick(random, events);
            assertThat(store().markRead(id, channel, marked.id())).isTrue();
            markers.merge(channel, marked.index(), Math::max);
        } else {
            store().markAllRead(id, channel);
            markers.put(channel, room(id).latestIndex());
        }
    }

    private static RoomEvent pick(Random random, List<RoomEvent> events) {
        return events.get(random.nextInt(events.size()));
    }

    private void importSomewhere(Random random, String id, List<RoomEvent> events) {
        long index = random.nextLong(room(id).latestIndex() + 3);
        if (events.stream().noneMatch(event -> event.index() == index)) {
            events.add(store().addEvent(Samples.at(id, index)));
        }
    }

    private void assertUnread(String roomId, long count) {
        assertThat(store().getUnreadCount(roomId, CHANNEL)).isEqualTo(count);
        assertThat(secondStore().getUnreadCounts(Set.of(roomId), CHANNEL)).isEqualTo(Map.of(roomId, count));
    }

    @Test
    void anAppendMayMarkTheRoomReadForItsChannel() {
        String id = newRoom();
        appendMany(id, 3);
        RoomEvent event = Samples.message(id, "I wrote this");
        String sender = event.source().channelId();

        AppendResult first = store().appendEvent(id, event, AppendOptions.MARK_READ);
        append(id, "an answer");
        AppendResult again = store().appendEvent(id, event, AppendOptions.MARK_READ);

        assertThat(first.duplicate()).isFalse();
        assertThat(first.event().index()).isEqualTo(3);
        assertThat(again.duplicate()).isTrue();
        assertThat(store().listReadMarkers(id)).isEqualTo(Map.of(sender, 3L));
        assertThat(store().getUnreadCount(id, sender)).isEqualTo(1);
        assertUnread(id, 5);
    }

    @Test
    void aRefusedAppendMarksNothing() {
        String id = newRoom();
        appendMany(id, 3);
        store().updateRoom(
                        id, room -> room.toBuilder().status(RoomStatus.CLOSED).build());

        assertThatExceptionOfType(RoomClosedException.class)
                .isThrownBy(() -> store().appendEvent(id, Samples.message(id, "late"), AppendOptions.MARK_READ));

        assertThat(store().listReadMarkers(id)).isEmpty();
    }
}
