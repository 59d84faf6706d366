package live.roomkit.store.contract;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;

/**
 * One concern of the promise. Every test makes its own rooms and identities under fresh ids and looks at nothing else, so
 * that tests may run at the same time and on a database that holds other data.
 */
public abstract class StoreContract {

    private final StoreUnderTest storeUnderTest;

    /** Tries that store. */
    protected StoreContract(StoreUnderTest storeUnderTest) {
        this.storeUnderTest = storeUnderTest;
    }

    /** The store that is tried. */
    protected final ConversationStore store() {
        return this.storeUnderTest.store();
    }

    /** Another instance on the same data. */
    protected final ConversationStore secondStore() {
        return this.storeUnderTest.secondStore();
    }

    /** Everything that the store has written so far, see {@link StoreUnderTest#everything()}. */
    protected final Object everything() {
        return this.storeUnderTest.everything();
    }

    /** One instance or the other, by the number of a thread. */
    protected final ConversationStore storeOf(int thread) {
        return (thread % 2 == 0) ? store() : secondStore();
    }

    /** An id that nobody used before. */
    protected static String newId() {
        return UUID.randomUUID().toString();
    }

    /** The id of a new, empty room. */
    protected final String newRoom() {
        return store().createRoom(Room.of(newId())).id();
    }

    /** The room as it is now. */
    protected final Room room(String roomId) {
        return store().getRoom(roomId).orElseThrow();
    }

    /** Appends a message. */
    protected final RoomEvent append(String roomId, String text) {
        return store().appendEvent(roomId, Samples.message(roomId, text)).event();
    }

    /** Appends that many messages. */
    protected final List<RoomEvent> appendMany(String roomId, int count) {
        return store().addEventsAutoIndex(
                        roomId,
                        IntStream.range(0, count)
                                .mapToObj(i -> Samples.message(roomId, "message " + i))
                                .toList());
    }

    /** The event as it is now. */
    protected final RoomEvent event(RoomEvent event) {
        return store().getEvent(event.roomId(), event.id()).orElseThrow();
    }

    /** The ids of these events. */
    protected static List<String> ids(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::id).toList();
    }

    /** The indices of these events. */
    protected static List<Long> indices(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::index).toList();
    }
}
