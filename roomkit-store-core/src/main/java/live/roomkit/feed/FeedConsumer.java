package live.roomkit.feed;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles the changes of a feed as a member of a consumer group. The nodes of an application start one each, under the same group
 * name, and share the rooms.
 *
 * <p>The rooms are divided into partitions, and each member leases some of them. When a member stops, the others take over its
 * partitions at once. When it dies, they do so after the lease. A member that only paused longer than its lease moves no position.
 *
 * <p>Each change is handled at least once, and the changes of a record are handled in their order, one after the other. The handler
 * runs in a transaction of the store, in which the position moves too. So what the handler writes in this transaction takes
 * effect exactly once. With a memory store there is no transaction.
 *
 * <p>When the handler throws an exception, its transaction is rolled back and the change is tried again after a pause. When all
 * attempts have failed, the room is parked: its later changes are kept back in order, and the other rooms go on.
 */
public interface FeedConsumer extends AutoCloseable {

    /** Returns the name of the group. */
    String group();

    /** Returns what this consumer does. Does not call the database. */
    FeedConsumerState state();

    /**
     * Returns parked rooms of the group, in the order of their ids.
     *
     * @param limit the largest number of rooms, from 1 to 1 000
     */
    List<ParkedRoom> parkedRooms(int limit);

    /**
     * Handles the changes of a parked room again, beginning with the one that failed. The member of the group that holds the room
     * does so, within a third of its lease.
     *
     * @return {@code false} when the room is not parked
     */
    boolean revive(String roomId);

    /**
     * Revives all parked rooms of the group, such as after the failure of a service that the handler calls.
     *
     * @return the number of rooms
     */
    int reviveAll();

    /**
     * Stops the consumer and gives its partitions back. Waits for the change that is being handled, at most as long as the lease,
     * and then interrupts the handler. Does nothing when the consumer is closed already.
     */
    @Override
    void close();

    /** Configures a consumer. All members of a group need the same partitions, kinds and organization. */
    interface Builder {

        /** Sets the number of partitions, which limits how many threads of all nodes share the work. From 1 to 256; default 8. */
        Builder partitions(int partitions);

        /**
         * Sets how long a member that died keeps its partitions. At least one second; default 15 seconds. A handler may take longer
         * than that, as long as the consumer gets a connection to renew the lease.
         */
        Builder lease(Duration lease);

        /** Sets the largest number of changes that are handled in one transaction. From 1 to 1 000; default 200. */
        Builder batch(int changes);

        /** Sets where the group begins when it does not exist yet. Default {@link FeedStart#LATEST}. */
        Builder from(FeedStart start);

        /** Sets the kinds to handle. Default all kinds. */
        @SuppressWarnings("unchecked")
        Builder kinds(Class<? extends Change>... kinds);

        /** Handles only the rooms of the organization, or all rooms for {@code null}. */
        Builder organizationId(@Nullable String organizationId);

        /** Sets the number of threads of this consumer. Each is a member of the group. From 1 to 64; default 1. */
        Builder threads(int threads);

        /**
         * Sets how often a change is tried before its room is parked, and the pause after the first failure. Each further pause is
         * twice as long, up to 30 seconds. During the pause the thread handles no other change. Default 5 attempts and 200
         * milliseconds.
         */
        Builder attempts(int attempts, Duration pause);

        /**
         * Runs each batch within the given code, which must call the {@link Runnable} once and let its exceptions pass. Use it to
         * begin a transaction by another transaction manager, such as that of JPA: the store joins a transaction on its DataSource.
         */
        Builder around(Consumer<Runnable> around);

        /** Sets the handler. Required. It is called by one thread at a time for each partition. */
        Builder onChange(Consumer<? super Change> handler);

        /**
         * Starts the consumer. It runs on daemon threads until it is closed.
         *
         * @throws FeedGroupConflictException when the group exists with other partitions, kinds or organization
         */
        FeedConsumer start();

        /** Does the same as {@link #kinds(Class[])}, or sets all kinds for {@code null}. */
        Builder kinds(@Nullable Set<Class<? extends Change>> kinds);
    }
}
