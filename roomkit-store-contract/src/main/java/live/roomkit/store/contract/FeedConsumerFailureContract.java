package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests consumers of the change feed when their handler fails or is slow. Also tests failures of the code that an
 * application passes to {@code FeedConsumer.Builder.around}.
 */
public abstract class FeedConsumerFailureContract extends StoreContract {

    private static final Duration LEASE = Duration.ofSeconds(2);

    private final String group = "group-" + newId();

    private final Deque<FeedConsumer> consumers = new ArrayDeque<>();

    private final List<Change> handled = new CopyOnWriteArrayList<>();

    private final AtomicInteger calls = new AtomicInteger();

    /** Creates the tests for the given store, whose change feed must be on. */
    protected FeedConsumerFailureContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @AfterEach
    void closeConsumers() {
        this.consumers.forEach(FeedConsumer::close);
        ChangeFeed.of(store()).removeGroup(this.group);
    }

    private FeedConsumer.Builder consumer(ConversationStore store) {
        return ChangeFeed.of(store)
                .consumer(this.group)
                .lease(LEASE)
                .attempts(2, Duration.ofMillis(10))
                .onChange(this.handled::add);
    }

    private FeedConsumer started(FeedConsumer.Builder builder) {
        FeedConsumer consumer = builder.start();
        this.consumers.push(consumer);
        return consumer;
    }

    private List<Long> indices(String room) {
        return this.handled.stream()
                .filter(change -> change instanceof Change.EventAppended
                        && change.roomId().equals(room))
                .map(change -> ((Change.EventAppended) change).index())
                .toList();
    }

    private void awaitIndices(String room, Long... expected) {
        Waiting.until(() -> indices(room).size() >= expected.length);
        assertThat(indices(room)).containsExactly(expected);
    }

    @Test
    void anInterruptionDoesNotEndAConsumer() {
        String room = newRoom();
        FeedConsumer consumer = started(consumer(store()).onChange(change -> {
            this.handled.add(change);
            Thread.currentThread().interrupt();
        }));
        append(room, "first");
        awaitIndices(room, 0L);
        append(room, "second");

        awaitIndices(room, 0L, 1L);
        assertThat(consumer.state().failures()).isZero();
        assertThat(consumer.state().failure()).isNull();
    }

    @Test
    void anErrorOfTheHandlerParksItsRoom() {
        String poisoned = newRoom();
        String other = newRoom();
        FeedConsumer consumer = started(consumer(store()).onChange(change -> {
            if (change.roomId().equals(poisoned)) {
                throw new AssertionError("the handler cannot handle this change");
            }
            this.handled.add(change);
        }));
        append(poisoned, "poison");
        append(other, "fine");

        awaitIndices(other, 0L);
        Waiting.until(() -> !consumer.parkedRooms(10).isEmpty());
        assertThat(consumer.parkedRooms(10).get(0).failure()).isEqualTo(AssertionError.class.getName());
    }

    /**
     * Tests that a consumer parks no room when a transaction cannot begin. A consumer parks a room when it cannot
     * handle a change in this room. When a transaction cannot begin, no change is the cause.
     */
    @Test
    void aFailureBeforeABatchParksNoRoom() {
        String room = newRoom();
        FeedConsumer consumer = started(consumer(store()).around(batch -> {
            switch (this.calls.incrementAndGet()) {
                case 1, 2, 3 -> throw new IllegalStateException("no transaction");
                case 4 -> throw new NoClassDefFoundError("no class");
                default -> batch.run();
            }
        }));
        append(room, "hello");

        awaitIndices(room, 0L);
        assertThat(consumer.parkedRooms(10)).isEmpty();
        assertThat(consumer.state().failures()).isZero();
        Waiting.until(() -> consumer.state().failure() == null);
    }

    @Test
    void aDeletedRoomCanBeRevived() {
        AtomicInteger broken = new AtomicInteger(1);
        String room = newRoom();
        FeedConsumer consumer = started(consumer(store())
                .kinds(Change.EventAppended.class, Change.RoomDeleted.class)
                .onChange(change -> {
                    if (change.roomId().equals(room) && broken.get() > 0) {
                        throw new IllegalStateException("the handler fails for a change");
                    }
                    this.handled.add(change);
                }));
        append(room, "poison");
        Waiting.until(() -> consumer.parkedRooms(10).size() == 1);
        store().deleteRoom(room);
        broken.set(0);

        consumer.revive(room);

        Waiting.until(() -> this.handled.stream().anyMatch(change -> change instanceof Change.RoomDeleted));
        awaitIndices(room, 0L);
        Waiting.until(() -> consumer.parkedRooms(10).isEmpty());
    }

    @Test
    void aBusyMemberSharesItsPartitions() {
        String room = newRoom();
        FeedConsumer busy = started(consumer(store()).onChange(change -> {
            await(new CountDownLatch(1), Duration.ofMillis(100));
            this.handled.add(change);
        }));
        Waiting.until(() -> busy.state().partitions().size() == 8);
        appendMany(room, 150);
        Waiting.until(() -> !this.handled.isEmpty());

        FeedConsumer other = started(consumer(secondStore()));

        Waiting.until(() -> other.state().partitions().size() == 4);
        assertThat(busy.state().handled()).isLessThan(120);
        awaitIndices(room, LongStream.range(0, 150).boxed().toArray(Long[]::new));
    }

    @Test
    void aMemberThatRevivesARoomSharesItsPartitions() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger revived = new AtomicInteger();
        String room = newRoom();
        FeedConsumer busy = started(consumer(store())
                .kinds(Change.EventAppended.class)
                .batch(1)
                .onChange(change -> {
                    if (change.roomId().equals(room)) {
                        if (broken.get()) {
                            throw new IllegalStateException("the handler fails for a change");
                        }
                        await(new CountDownLatch(1), Duration.ofMillis(100));
                        revived.incrementAndGet();
                    }
                    this.handled.add(change);
                }));
        appendMany(room, 60);
        Waiting.until(
                () -> busy.parkedRooms(10).size() == 1 && busy.state().lag().isZero());
        broken.set(false);
        busy.revive(room);
        Waiting.until(() -> revived.get() > 0);

        FeedConsumer other = started(consumer(secondStore()).kinds(Change.EventAppended.class));

        Waiting.until(() -> other.state().partitions().size() == 4);
        assertThat(revived).hasValueLessThan(50);
        awaitIndices(room, LongStream.range(0, 60).boxed().toArray(Long[]::new));
    }

    @Test
    void aHandlerThatEndsWhileItsConsumerIsClosedKeepsItsLease() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        String room = newRoom();
        FeedConsumer closing =
                started(consumer(store()).kinds(Change.EventAppended.class).onChange(change -> {
                    if (change.roomId().equals(room)) {
                        begun.countDown();
                        await(end, Waiting.PATIENCE);
                        this.handled.add(change);
                    }
                }));
        Waiting.until(() -> closing.state().partitions().size() == 8);
        append(room, "hello");
        await(begun, Waiting.PATIENCE);
        started(consumer(secondStore()).kinds(Change.EventAppended.class));
        await(new CountDownLatch(1), LEASE.dividedBy(2));
        Thread closer = new Thread(closing::close);
        closer.start();
        await(new CountDownLatch(1), LEASE.multipliedBy(3).dividedBy(4));

        end.countDown();

        closer.join();
        append(room, "after");
        awaitIndices(room, 0L, 1L);
    }

    @Test
    void allThreadsAreWaitedForTogether() {
        int threads = 6;
        AtomicBoolean blocking = new AtomicBoolean();
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Set<Thread> blocked = ConcurrentHashMap.newKeySet();
        FeedConsumer consumer = started(consumer(store()).threads(threads).onChange(change -> {
            seen.add(Thread.currentThread());
            if (blocking.get()) {
                blocked.add(Thread.currentThread());
                await(new CountDownLatch(1), Waiting.PATIENCE);
            }
        }));
        Waiting.until(() -> {
            append(newRoom(), "until every thread has a partition");
            return seen.size() == threads;
        });
        blocking.set(true);
        Waiting.until(() -> {
            append(newRoom(), "until every thread is blocked");
            return blocked.size() == threads;
        });
        long start = System.nanoTime();

        consumer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LEASE.multipliedBy(3));
    }

    private static void await(CountDownLatch latch, Duration patience) {
        try {
            latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
