package live.roomkit.boot.feed;

import java.util.Set;
import live.roomkit.feed.FeedConsumer;

/** Gives access to the {@link FeedConsumer} of each method that is annotated with {@link RoomKitListener}. */
public interface RoomKitListeners {

    /** Returns the names of the consumer groups of all listeners. */
    Set<String> groups();

    /**
     * Returns the consumer of a group. The application can use the consumer, for example, to resume the handling of a
     * parked room's changes, see {@link FeedConsumer#revive}. A room is parked when the listener could not handle one
     * of its changes.
     *
     * @throws IllegalArgumentException when no listener belongs to the group
     * @throws IllegalStateException when the listeners are not running
     */
    FeedConsumer consumer(String group);
}
