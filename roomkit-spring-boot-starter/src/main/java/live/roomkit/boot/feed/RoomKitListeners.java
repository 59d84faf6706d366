package live.roomkit.boot.feed;

import java.util.Set;
import live.roomkit.feed.FeedConsumer;

/** Gives access to the consumers of the methods that are annotated with {@link RoomKitListener}. */
public interface RoomKitListeners {

    /** Returns the names of the consumer groups of all listeners. */
    Set<String> groups();

    /**
     * Returns the consumer of a group. The application can use the consumer, for example, to revive a parked room,
     * which is a room with a change that the listener could not handle.
     *
     * @throws IllegalArgumentException when no listener belongs to the group
     * @throws IllegalStateException when the listeners are not running
     */
    FeedConsumer consumer(String group);
}
