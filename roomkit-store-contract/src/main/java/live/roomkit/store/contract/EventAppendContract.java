package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the indices of added events and the counters of their room. Tests that a failed write writes nothing. */
public abstract class EventAppendContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected EventAppendContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void indicesRunFromZeroWhicheverOperationAdds() {
        String id = newRoom();

        assertThat(append(id, "a").index()).isZero();
        assertThat(secondStore().addEventAutoIndex(id, Samples.message(id, "b")).index())
                .isEqualTo(1);
        assertThat(indices(store().addEventsAutoIndex(id, List.of(Samples.message(id, "c"), Samples.message(id, "d")))))
                .containsExactly(2L, 3L);
        assertThat(secondStore().addEvent(Samples.at(id, 4)).index()).isEqualTo(4);
        assertThat(append(id, "e").index()).isEqualTo(5);
    }

    @Test
    void anAppendedEventIsReturnedAsItIsStored() {
        String id = newRoom();
        RoomEvent given = Samples.event(id, "hello").index(77).build();

        AppendResult result = store().appendEvent(id, given);

        assertThat(result.duplicate()).isFalse();
        assertThat(result.event()).isEqualTo(given.toBuilder().index(0).build());
        assertThat(secondStore().getEvent(id, given.id())).contains(result.event());
    }

    @Test
    void anAddedEventIsReturnedAsItIsStored() {
        String id = newRoom();
        RoomEvent given = Samples.event(id, "hello").index(77).build();

        RoomEvent added = store().addEventAutoIndex(id, given);

        assertThat(added).isEqualTo(given.toBuilder().index(0).build());
        assertThat(secondStore().getEvent(id, given.id())).contains(added);
    }

    @Test
    void theCountersChangeWithTheEvent() {
        String id = newRoom();

        store().appendEvent(id, Samples.event(id, "a").createdAt(Samples.NOON).build());
        assertCounters(id, 1, 0);

        appendMany(id, 3);
        assertCounters(id, 4, 3);

        store().addEvent(Samples.at(id, 10));
        assertCounters(id, 5, 10);
    }

    @Test
    void eventsOfAnAbsentRoomAreRefused() {
        String id = newId();
        RoomEvent event = Samples.message(id, "hello");

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().appendEvent(id, event))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().addEventAutoIndex(id, event))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(event)))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().addEvent(event))
                .withMessageContaining(id);
        assertThat(store().roomExists(id)).isFalse();
    }

    @Test
    void anEventOfAnotherRoomIsRefused() {
        String id = newRoom();
        RoomEvent foreign = Samples.message(newRoom(), "hello");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().appendEvent(id, foreign))
                .withMessageContaining("roomId");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().addEventAutoIndex(id, foreign))
                .withMessageContaining("roomId");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(Samples.message(id, "own"), foreign)))
                .withMessageContaining("roomId");

        assertCounters(id, 0, -1);
        assertThat(store().getEvent(id, foreign.id())).isEmpty();
        assertThat(store().getEvent(foreign.roomId(), foreign.id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomStatus.class,
            names = {"CLOSED", "ARCHIVED"})
    void aRoomThatEndedTakesNoAppends(RoomStatus status) {
        String id = roomIn(status);
        RoomEvent event = Samples.message(id, "late");

        assertThatExceptionOfType(RoomClosedException.class)
                .isThrownBy(() -> store().appendEvent(id, event))
                .withMessageContaining(id);

        assertCounters(id, 0, -1);
        assertThat(store().getEvent(id, event.id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomStatus.class,
            names = {"ACTIVE", "PAUSED"})
    void aRoomThatLivesTakesAppends(RoomStatus status) {
        assertThat(append(roomIn(status), "hello").index()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomStatus.class,
            names = {"CLOSED", "ARCHIVED"})
    void theOtherOperationsAddWhateverTheStateOfTheRoom(RoomStatus status) {
        String id = roomIn(status);

        store().addEventAutoIndex(id, Samples.message(id, "a"));
        store().addEventsAutoIndex(id, List.of(Samples.message(id, "b")));
        store().addEvent(Samples.at(id, 2));

        assertCounters(id, 3, 2);
    }

    @Test
    void aReopenedRoomTakesAppendsAgain() {
        String id = roomIn(RoomStatus.CLOSED);

        store().updateRoom(
                        id, room -> room.toBuilder().status(RoomStatus.ACTIVE).build());

        assertThat(append(id, "again").index()).isZero();
    }

    @Test
    void aBatchIsOneContiguousRunInItsOrder() {
        String id = newRoom();
        append(id, "before");
        List<RoomEvent> batch = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            batch.add(Samples.event(id, "event " + i).id(newId()).index(99 - i).build());
        }

        List<RoomEvent> added = store().addEventsAutoIndex(id, batch);

        assertThat(ids(added)).isEqualTo(ids(batch));
        assertThat(added).extracting(RoomEvent::index).first().isEqualTo(1L);
        assertThat(added).extracting(RoomEvent::index).last().isEqualTo(50L);
        assertThat(store().getTimeline(id, 50)).isEqualTo(added);
        assertCounters(id, 51, 50);
    }

    @Test
    void anEmptyBatchDoesNothing() {
        String id = newRoom();
        Room before = room(id);

        assertThat(store().addEventsAutoIndex(id, List.of())).isEmpty();

        assertThat(room(id)).isEqualTo(before);
    }

    @Test
    void aBatchHoldsAtMost10000Events() {
        String id = newRoom();
        RoomEvent event = Samples.message(id, "hello");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, Collections.nCopies(10_001, event)))
                .withMessageContaining("events");

        assertCounters(id, 0, -1);
    }

    @Test
    @SuppressWarnings("NullAway")
    void aBatchHoldsNoNull() {
        String id = newRoom();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, Arrays.asList(Samples.message(id, "a"), null)))
                .withMessageContaining("events");

        assertCounters(id, 0, -1);
    }

    @Test
    void aBatchIsAddedWholeOrNotAtAll() {
        String id = newRoom();
        RoomEvent first = append(id, "first");
        RoomEvent taken = Samples.event(id, "another").id(first.id()).build();
        RoomEvent broken =
                Samples.event(id, "broken").metadata(Map.of("text", "\u0000")).build();
        RoomEvent good = Samples.message(id, "good");

        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(good, taken, Samples.message(id, "c"))));
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(Samples.keyed(id, "fresh", "a key"), taken)))
                .withMessageContaining(first.id());
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(good, good)));
        assertThatExceptionOfType(InvalidContentException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(good, broken)));

        assertThat(store().getTimeline(id, 10)).containsExactly(first);
        assertCounters(id, 1, 0);
        assertThat(append(id, "next").index()).isOne();
    }

    @Test
    void aFailedAdditionLeavesNoGap() {
        String id = newRoom();
        RoomEvent first = append(id, "first");
        RoomEvent taken = Samples.event(id, "another").id(first.id()).build();

        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addEventAutoIndex(id, taken))
                .withMessageContaining(first.id());
        assertThatExceptionOfType(DuplicateIdException.class).isThrownBy(() -> store().appendEvent(id, taken));
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addEvent(taken.toBuilder().index(5).build()));

        assertThat(event(first)).isEqualTo(first);
        assertThat(append(id, "next").index()).isOne();
        assertCounters(id, 2, 1);
    }

    @Test
    void theSameIdMayBeUsedInTwoRooms() {
        String id = newId();
        String one = newRoom();
        String other = newRoom();

        RoomEvent first =
                store().addEventAutoIndex(one, Samples.event(one, "a").id(id).build());
        RoomEvent second = store().addEventAutoIndex(
                        other, Samples.event(other, "b").id(id).build());

        assertThat(store().getEvent(one, id)).contains(first);
        assertThat(store().getEvent(other, id)).contains(second);
    }

    @Test
    void anIndexIsNeverGivenTwice() {
        String id = newRoom();
        List<RoomEvent> events = new ArrayList<>(appendMany(id, 4));

        store().deleteEvent(id, events.get(3).id());
        assertThat(append(id, "after the newest").index()).isEqualTo(4);
        store().deleteEvent(id, events.get(1).id());
        assertThat(append(id, "after a middle one").index()).isEqualTo(5);
        store().listEvents(id, 0, 100).forEach(event -> store().deleteEvent(id, event.id()));
        assertCounters(id, 0, 5);
        assertThat(secondStore()
                        .addEventsAutoIndex(id, List.of(Samples.message(id, "after all")))
                        .get(0)
                        .index())
                .isEqualTo(6);
    }

    @Test
    void anImportedEventKeepsItsIndexAndLaterOnesStayAboveIt() {
        String id = newRoom();
        long far = 1L << 40;

        RoomEvent imported = store().addEvent(Samples.at(id, far));

        assertThat(imported.index()).isEqualTo(far);
        assertThat(event(imported)).isEqualTo(imported);
        assertCounters(id, 1, far);
        assertThat(append(id, "next").index()).isEqualTo(far + 1);
        assertThat(indices(store().getTimeline(id, 10, far))).containsExactly(far + 1);
    }

    @Test
    void anImportedEventMayFillAPlaceBelow() {
        String id = newRoom();
        store().addEvent(Samples.at(id, 7));

        store().addEvent(Samples.at(id, 3));

        assertCounters(id, 2, 7);
        assertThat(indices(store().getTimeline(id, 10))).containsExactly(3L, 7L);
        assertThat(append(id, "next").index()).isEqualTo(8);
    }

    @Test
    void aTakenIndexIsRefused() {
        String id = newRoom();
        RoomEvent first = append(id, "first");

        assertThatExceptionOfType(DuplicateIndexException.class)
                .isThrownBy(() -> store().addEvent(Samples.at(id, 0)))
                .withMessageContaining(id);

        assertThat(store().getTimeline(id, 10)).containsExactly(first);
        assertCounters(id, 1, 0);
    }

    @Test
    void theHighestIndexIsTheHighestThatJsonKeepsExactly() {
        String id = newRoom();
        long highest = (1L << 53) - 1;

        store().addEvent(Samples.at(id, highest));

        assertCounters(id, 1, highest);
        assertThat(indices(store().getTimeline(id, 1))).containsExactly(highest);
    }

    @Test
    void everyTypeOfEventIsCounted() {
        String id = newRoom();

        store().appendEvent(id, Samples.ofType(id, EventType.TYPING));
        store().appendEvent(id, Samples.ofType(id, EventType.of("x-own.type")));

        assertCounters(id, 2, 1);
    }

    private String roomIn(RoomStatus status) {
        return store().createRoom(Room.builder(newId()).status(status).build()).id();
    }

    private void assertCounters(String roomId, long eventCount, long latestIndex) {
        Room room = secondStore().getRoom(roomId).orElseThrow();
        assertThat(room.eventCount()).isEqualTo(eventCount);
        assertThat(room.latestIndex()).isEqualTo(latestIndex);
        assertThat(secondStore().getEventCount(roomId)).isEqualTo(eventCount);
    }
}
