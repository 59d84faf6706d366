package live.roomkit.feed;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles the changes of a feed for a consumer group. Each node of an application starts one consumer under the same
 * group name, and the consumers share the rooms.
 *
 * <p>The rooms are divided into partitions. Each thread of a consumer is a member of the group and leases some of the
 * partitions. When a consumer is closed, the other consumers take over its partitions within a third of the duration of
 * a lease. When a consumer dies without being closed, the other consumers take over its partitions after its leases
 * have ended. For each partition, the group stores the position up to which the changes are handled. When a consumer is
 * suspended for longer than the duration of a lease, for example by a long garbage collection, other consumers take
 * over its partitions. After that, the suspended consumer can no longer move the positions of these partitions.
 *
 * <p>Each change is handled at least once. The changes of one record, such as an event, are handled one after the
 * other, in the order in which they were made. The handler runs in a transaction of the store, and the same transaction
 * moves the position of the partition. So the writes of the handler in this transaction take effect exactly once. A
 * memory store has no transactions, so it keeps the writes of a handler that fails.
 *
 * <p>When the handler throws an exception, its transaction is rolled back and the change is tried again after a pause.
 * When all attempts have failed, the consumer parks the room of the change, and continues with the other rooms. While a
 * room is parked, the consumer does not handle further changes of the room, but stores them in order. {@link #revive}
 * ends this state.
 */
public interface FeedConsumer extends AutoCloseable {

    /** Returns the name of the group. */
    String group();

    /** Returns the present state of this consumer, without a call to the database. */
    FeedConsumerState state();

    /**
     * Returns the rooms that the group parked because the handler failed for one of their changes. The rooms are
     * ordered by id.
     *
     * @param limit the largest number of rooms, from 1 to 1 000
     */
    List<ParkedRoom> parkedRooms(int limit);

    /**
     * Makes the group handle the changes of a room that was parked after failures. The first of these changes is the
     * one for which the handler failed. The group begins within a third of the duration that {@link Builder#lease}
     * sets.
     *
     * @return {@code false} when the room is not parked
     */
    boolean revive(String roomId);

    /**
     * Revives all parked rooms of the group as {@link #revive} revives one room. Call this method, for example, when a
     * service that the handler calls is available again.
     *
     * @return the number of parked rooms
     */
    int reviveAll();

    /**
     * Stops the consumer and releases its partitions. Waits until the handler has handled its current change. If the
     * handler is still running after the duration of a lease, this method interrupts the thread of the handler. Other
     * consumers take over the partitions of an interrupted thread after its leases have ended. Does nothing when the
     * consumer is already closed.
     */
    @Override
    void close();

    /**
     * Configures a consumer. All consumers of a group need the same number of partitions, the same kinds of changes and
     * the same organization.
     */
    interface Builder {

        /**
         * Sets the number of partitions into which the group divides the rooms. At most this number of threads, on all
         * nodes together, can share the work. From 1 to 256; default 8.
         */
        Builder partitions(int partitions);

        /**
         * Sets how long a consumer that died keeps its partitions until other consumers take them over. The shortest
         * duration is one second; the default is 15 seconds. A handler may run for longer than the lease, as long as
         * the consumer gets a database connection to renew the lease.
         */
        Builder lease(Duration lease);

        /**
         * Sets the largest number of changes that the consumer handles in one transaction, from 1 to 1 000. The default
         * is 200.
         */
        Builder batch(int changes);

        /**
         * Sets the position at which the group begins if the group does not exist yet. The default is
         * {@link FeedStart#LATEST}.
         */
        Builder from(FeedStart start);

        /** Sets the kinds of changes to handle. By default the consumer handles all kinds. */
        @SuppressWarnings("unchecked")
        Builder kinds(Class<? extends Change>... kinds);

        /**
         * Makes the consumer handle only changes in rooms of the given organization. With {@code null}, the consumer
         * handles changes in all rooms.
         */
        Builder organizationId(@Nullable String organizationId);

        /**
         * Sets the number of threads of this consumer, from 1 to 64. Each thread is a separate member of the consumer
         * group. The default is 1.
         */
        Builder threads(int threads);

        /**
         * Sets the number of attempts to handle a change, and the pause after the first failed attempt. When all
         * attempts have failed, the consumer parks the room of the change, as {@link FeedConsumer} describes. Each
         * further pause is twice as long as the previous pause, up to 30 seconds. During a pause, the thread that made
         * the failed attempt handles no other change. The default is 5 attempts and 200 milliseconds.
         */
        Builder attempts(int attempts, Duration pause);

        /**
         * Sets code that runs around each transaction in which the consumer calls the handler. The code receives the
         * transaction as a {@link Runnable}. The code must call the {@code Runnable} once, and must not catch the
         * exceptions that the {@code Runnable} throws. For example, the code can begin a transaction with JPA's
         * transaction manager. The store joins a transaction that is open on its DataSource. Use the isolation level
         * READ COMMITTED for such a transaction. At a stricter level, a transaction that lasts longer than half the
         * duration of a lease always fails and is repeated. The reason is that the consumer renews the lease while the
         * transaction runs. The renewal updates a database row that the transaction also updates at its end.
         */
        Builder around(Consumer<Runnable> around);

        /**
         * Sets the function that handles each change. The function is required. Several threads can call the function
         * at the same time, but only for changes of different rooms.
         */
        Builder onChange(Consumer<? super Change> handler);

        /**
         * Starts the consumer, which runs on daemon threads until it is closed.
         *
         * @throws FeedGroupConflictException when the group exists with another number of partitions, other kinds or
         *     another organization
         */
        FeedConsumer start();

        /** Sets the kinds of changes to handle, as {@link #kinds(Class[])} does; {@code null} stands for all kinds. */
        Builder kinds(@Nullable Set<Class<? extends Change>> kinds);
    }
}
