package live.roomkit.store.contract;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;

/**
 * Base class of the contract tests. Every test creates rooms and identities with new ids, and examines only these rooms
 * and identities. So tests may run in parallel, and on a database with other data.
 */
public abstract class StoreContract {

    private final StoreUnderTest storeUnderTest;

    /** Creates the tests for the given store. */
    protected StoreContract(StoreUnderTest storeUnderTest) {
        this.storeUnderTest = storeUnderTest;
    }

    /** Returns the store under test. */
    protected final ConversationStore store() {
        return this.storeUnderTest.store();
    }

    /** Returns the second store instance, see {@link StoreUnderTest#secondStore()}. */
    protected final ConversationStore secondStore() {
        return this.storeUnderTest.secondStore();
    }

    /** Returns the clock of the store. Skips the running test when this clock cannot be moved. */
    protected final MovableClock clock() {
        Optional<MovableClock> clock = this.storeUnderTest.clock();
        assumeThat(clock).as("a clock that tests can move").isPresent();
        return clock.orElseThrow();
    }

    /** Opens a new store instance, see {@link StoreUnderTest#newStore()}. The test must close the new instance. */
    protected final ConversationStore newStore() {
        return this.storeUnderTest.newStore();
    }

    /** Returns all data that the store has written, see {@link StoreUnderTest#everything()}. */
    protected final Object everything() {
        return this.storeUnderTest.everything();
    }

    /** Returns {@link #store} for a thread with an even number, and {@link #secondStore} for one with an odd number. */
    protected final ConversationStore storeOf(int thread) {
        return (thread % 2 == 0) ? store() : secondStore();
    }

    /** Returns a new id. */
    protected static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Creates an empty room and returns its id. */
    protected final String newRoom() {
        return store().createRoom(Room.of(newId())).id();
    }

    /** Returns the stored room with the given id. */
    protected final Room room(String roomId) {
        return store().getRoom(roomId).orElseThrow();
    }

    /** Appends a message. */
    protected final RoomEvent append(String roomId, String text) {
        return store().appendEvent(roomId, Samples.message(roomId, text)).event();
    }

    /** Appends the given number of messages. */
    protected final List<RoomEvent> appendMany(String roomId, int count) {
        return store().addEventsAutoIndex(
                        roomId,
                        IntStream.range(0, count)
                                .mapToObj(i -> Samples.message(roomId, "message " + i))
                                .toList());
    }

    /** Reads the given event again from the store. */
    protected final RoomEvent event(RoomEvent event) {
        return store().getEvent(event.roomId(), event.id()).orElseThrow();
    }

    /** Returns the ids of the events. */
    protected static List<String> ids(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::id).toList();
    }

    /** Returns the indices of the events. */
    protected static List<Long> indices(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::index).toList();
    }
}
