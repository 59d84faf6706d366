package live.roomkit.boot.feed;

import java.util.Set;
import live.roomkit.feed.FeedConsumer;

/** Gives access to the {@link FeedConsumer} of each method that is annotated with {@link RoomKitListener}. */
public interface RoomKitListeners {

    /** Returns the names of the consumer groups of all listeners. */
    Set<String> groups();

    /**
     * Returns the consumer of a group. The consumer parks a room when the listener cannot handle a change of this room.
     * The application can call {@link FeedConsumer#revive}, for example, to make the group go on with the changes of a
     * parked room.
     *
     * @throws IllegalArgumentException when no listener belongs to the group
     * @throws IllegalStateException when the listeners are not running
     */
    FeedConsumer consumer(String group);
}
