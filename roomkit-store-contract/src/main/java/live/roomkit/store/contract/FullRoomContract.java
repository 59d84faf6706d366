package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Tests a room in which an imported event has the largest possible index. The store refuses to add an event when it
 * would have to give the event a higher index. All other operations work.
 */
public abstract class FullRoomContract extends StoreContract {

    private static final long LARGEST = (1L << 53) - 1;

    /** Creates the tests for the given store. */
    protected FullRoomContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aFullRoomRefusesWhateverWouldComeLast() {
        String id = newRoom();
        RoomEvent last = store().addEvent(Samples.at(id, LARGEST));

        assertFull(id, () -> store().appendEvent(id, Samples.keyed(id, "a", "key")));
        assertFull(id, () -> store().addEventAutoIndex(id, Samples.message(id, "a")));
        assertFull(id, () -> store().addEventsAutoIndex(id, List.of(Samples.message(id, "a"))));

        assertThat(store().getTimeline(id, 10)).containsExactly(last);
        assertThat(room(id).eventCount()).isOne();
        assertThat(room(id).latestIndex()).isEqualTo(LARGEST);
        assertThat(store().checkIdempotency(id, "key")).isFalse();
    }

    @Test
    void theLargestIndexIsGivenOut() {
        String id = newRoom();
        store().addEvent(Samples.at(id, LARGEST - 3));

        assertFull(
                id,
                () -> store().addEventsAutoIndex(
                                id,
                                List.of(
                                        Samples.message(id, "a"),
                                        Samples.message(id, "b"),
                                        Samples.message(id, "c"),
                                        Samples.message(id, "d"))));
        List<RoomEvent> added =
                store().addEventsAutoIndex(id, List.of(Samples.message(id, "a"), Samples.message(id, "b")));

        assertThat(added).extracting(RoomEvent::index).containsExactly(LARGEST - 2, LARGEST - 1);
        assertThat(append(id, "c").index()).isEqualTo(LARGEST);
        assertFull(id, () -> append(id, "d"));
        assertThat(room(id).eventCount()).isEqualTo(4);
    }

    @Test
    void aFullRoomStillKnowsWhatItHas() {
        String id = newRoom();
        RoomEvent first =
                store().appendEvent(id, Samples.keyed(id, "first", "key")).event();
        store().addEvent(Samples.at(id, LARGEST));

        assertThat(store().appendEvent(id, Samples.keyed(id, "first", "key")).event())
                .isEqualTo(first);
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().appendEvent(id, Samples.keyed(id, "another", "key")));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(Samples.keyed(id, "first", "key"))));
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addEventAutoIndex(
                                id, Samples.event(id, "another").id(first.id()).build()));
        assertThat(store().addEvent(Samples.at(id, 7)).index()).isEqualTo(7);
        store().markAllRead(id, "sms-main");
        assertThat(store().getUnreadCount(id, "sms-main")).isZero();
    }

    @Test
    void aClosedRoomThatIsFullIsClosed() {
        String id = newId();
        store().createRoom(Room.builder(id).status(RoomStatus.CLOSED).build());
        store().addEvent(Samples.at(id, LARGEST));

        assertThatExceptionOfType(RoomClosedException.class).isThrownBy(() -> append(id, "a"));
        assertFull(id, () -> store().addEventAutoIndex(id, Samples.message(id, "a")));
    }

    private static void assertFull(String id, ThrowingCallable call) {
        assertThatExceptionOfType(RoomFullException.class)
                .isThrownBy(call)
                .withMessage("Room '" + id + "' has no index left below 2^53")
                .satisfies(ex -> {
                    assertThat(ex.isRetryable()).isFalse();
                    assertThat(ex.isOutcomeKnown()).isTrue();
                });
    }
}
