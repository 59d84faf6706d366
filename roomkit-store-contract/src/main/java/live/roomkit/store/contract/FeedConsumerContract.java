package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedGroupConflictException;
import live.roomkit.feed.FeedStart;
import live.roomkit.feed.ParkedRoom;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the consumer groups of a store whose feed is on. */
public abstract class FeedConsumerContract extends StoreContract {

    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);

    private final String group = "group-" + newId();

    private final Deque<FeedConsumer> consumers = new ArrayDeque<>();

    private final Handled handled = new Handled();

    /** Creates the tests for the given store, whose change feed must be on. */
    protected FeedConsumerContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @AfterEach
    void closeConsumers() {
        this.consumers.forEach(FeedConsumer::close);
        ChangeFeed.of(store()).removeGroup(this.group);
    }

    private FeedConsumer start(ConversationStore store, Consumer<? super Change> handler) {
        return started(consumer(store).onChange(handler));
    }

    private FeedConsumer started(FeedConsumer.Builder builder) {
        FeedConsumer consumer = builder.start();
        this.consumers.push(consumer);
        return consumer;
    }

    private FeedConsumer.Builder consumer(ConversationStore store) {
        return ChangeFeed.of(store)
                .consumer(this.group)
                .lease(SHORT_LEASE)
                .attempts(2, Duration.ofMillis(10))
                .kinds(Change.EventAppended.class);
    }

    @Test
    void twoNodesHandleEveryChangeOnceAndInOrder() {
        start(store(), this.handled);
        start(secondStore(), this.handled);
        List<String> rooms = IntStream.range(0, 12).mapToObj(i -> newRoom()).toList();

        for (int i = 0; i < 20; i++) {
            int thread = i;
            rooms.forEach(room -> storeOf(thread).addEventAutoIndex(room, Samples.message(room, "message")));
        }

        rooms.forEach(room -> awaitIndices(room, 20));
    }

    @Test
    void aGroupGoesOnWhereItStopped() {
        String room = newRoom();
        FeedConsumer first = start(store(), this.handled);
        append(room, "first");
        awaitIndices(room, 1);
        first.close();
        append(room, "second");

        start(secondStore(), this.handled);

        awaitIndices(room, 2);
    }

    @Test
    void aNewGroupBeginsAtTheStartThatIsAskedFor() {
        String room = newRoom();
        append(room, "before");
        Handled late = new Handled();
        started(consumer(store()).from(FeedStart.EARLIEST).onChange(this.handled));
        FeedConsumer latest = ChangeFeed.of(store())
                .consumer(this.group + "-latest")
                .onChange(late)
                .start();
        this.consumers.push(latest);
        append(room, "after");

        awaitIndices(room, 2);
        Waiting.until(() -> late.indices(room).equals(List.of(1L)));
        latest.close();
        ChangeFeed.of(store()).removeGroup(latest.group());
    }

    @Test
    void onlyWhatIsAskedForIsHandled() {
        String organization = "org-" + newId();
        String ours = newId();
        List<Change> changes = new CopyOnWriteArrayList<>();
        started(ChangeFeed.of(store())
                .consumer(this.group)
                .organizationId(organization)
                .kinds(Change.RoomCreated.class, Change.RoomDeleted.class)
                .onChange(changes::add));
        append(newRoom(), "of another organization");
        store().createRoom(Samples.roomOf(ours, organization));
        append(ours, "of another kind");
        store().deleteRoom(ours);

        Waiting.until(() -> changes.size() == 2);
        assertThat(changes).extracting(Change::roomId).containsOnly(ours);
    }

    @Test
    void membersShareThePartitions() {
        FeedConsumer first = start(store(), this.handled);
        Waiting.until(() -> first.state().partitions().size() == 8);
        FeedConsumer second = start(secondStore(), this.handled);

        Waiting.until(() -> first.state().partitions().size() == 4
                && second.state().partitions().size() == 4);
        assertThat(first.state().partitions())
                .doesNotContainAnyElementsOf(second.state().partitions());
        first.close();
        Waiting.until(() -> second.state().partitions().size() == 8);
    }

    @Test
    void severalThreadsAreSeveralMembers() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        started(consumer(store()).threads(4).onChange(change -> {
            threads.add(Thread.currentThread());
            this.handled.accept(change);
        }));
        List<String> rooms = IntStream.range(0, 30).mapToObj(i -> newRoom()).toList();

        rooms.forEach(room -> append(room, "hello"));

        rooms.forEach(room -> awaitIndices(room, 1));
        assertThat(threads).hasSizeBetween(2, 4);
    }

    @Test
    void aChangeIsTriedAgain() {
        Failing failing = new Failing(this.handled);
        String room = newRoom();
        FeedConsumer consumer = start(store(), failing);
        failing.failures.put(room, 1);
        appendMany(room, 3);

        awaitIndices(room, 3);
        assertThat(consumer.state().failures()).isOne();
        assertThat(consumer.parkedRooms(10)).isEmpty();
    }

    @Test
    void aRoomThatFailsIsParkedAndTheOthersGoOn() {
        Failing failing = new Failing(this.handled);
        String poisoned = newRoom();
        String other = newRoom();
        failing.failures.put(poisoned, 2);
        FeedConsumer consumer = start(store(), failing);
        append(poisoned, "poison");
        appendMany(poisoned, 4);
        append(other, "fine");

        awaitIndices(other, 1);
        Waiting.until(() -> consumer.parkedRooms(10).size() == 1);
        append(poisoned, "kept back");
        append(other, "handled");
        awaitIndices(other, 2);
        assertThat(this.handled.indices(poisoned)).isEmpty();
        ParkedRoom parked = consumer.parkedRooms(10).get(0);
        assertThat(parked.roomId()).isEqualTo(poisoned);
        assertThat(parked.failure()).isEqualTo(IllegalArgumentException.class.getName());
        assertThat(parked.reviving()).isFalse();
        Waiting.until(() -> consumer.state().parkedRooms() == 1);

        assertThat(consumer.revive(poisoned)).isTrue();

        awaitIndices(poisoned, 6);
        Waiting.until(() -> consumer.parkedRooms(10).isEmpty());
        append(poisoned, "after its revival");
        awaitIndices(poisoned, 7);
        assertThat(consumer.revive(poisoned)).isFalse();
    }

    @Test
    void aRoomStaysParkedWhenAnotherMemberTakesOver() {
        Failing failing = new Failing(this.handled);
        String poisoned = newRoom();
        failing.failures.put(poisoned, 2);
        FeedConsumer first = start(store(), failing);
        append(poisoned, "poison");
        Waiting.until(() -> first.parkedRooms(10).size() == 1);
        first.close();
        append(poisoned, "kept back");

        FeedConsumer second = start(secondStore(), failing);
        String other = newRoom();
        append(other, "fine");
        awaitIndices(other, 1);
        Waiting.until(() ->
                second.state().partitions().size() == 8 && second.state().lag().isZero());
        assertThat(this.handled.indices(poisoned)).isEmpty();

        assertThat(second.reviveAll()).isOne();

        awaitIndices(poisoned, 2);
    }

    @Test
    void aRevivedRoomThatFailsIsParkedAgain() {
        Failing failing = new Failing(this.handled);
        String poisoned = newRoom();
        failing.failures.put(poisoned, 4);
        FeedConsumer consumer = start(store(), failing);
        appendMany(poisoned, 2);
        Waiting.until(() -> consumer.parkedRooms(10).size() == 1);
        consumer.revive(poisoned);

        Waiting.until(() -> consumer.state().failures() == 4
                && consumer.parkedRooms(10).stream().noneMatch(ParkedRoom::reviving));
        assertThat(consumer.parkedRooms(10)).hasSize(1);
        consumer.revive(poisoned);
        awaitIndices(poisoned, 2);
    }

    @Test
    void otherSettingsOfAGroupAreRefused() {
        start(store(), this.handled);

        List<FeedConsumer.Builder> others = List.of(
                consumer(secondStore()).partitions(4),
                consumer(secondStore()).kinds(Change.EventAppended.class, Change.EventDeleted.class),
                consumer(secondStore()).organizationId("org-1"));
        assertThat(others)
                .allSatisfy(other -> assertThatExceptionOfType(FeedGroupConflictException.class)
                        .isThrownBy(() -> other.onChange(this.handled).start())
                        .withMessageContaining(this.group)
                        .withMessageContaining("8 partitions, EventAppended, all rooms")
                        .withMessageContaining("removeGroup"));
    }

    @Test
    void aRemovedGroupBeginsAgain() {
        String room = newRoom();
        started(consumer(store()).from(FeedStart.EARLIEST).onChange(this.handled));
        append(room, "hello");
        awaitIndices(room, 1);

        assertThat(ChangeFeed.of(secondStore()).removeGroup(this.group)).isTrue();

        Waiting.until(() -> this.handled.indices(room).equals(List.of(0L, 0L)));
        assertThat(ChangeFeed.of(store()).removeGroup("no such group")).isFalse();
    }

    @Test
    void aClosedConsumerHandlesNothing() {
        FeedConsumer consumer = start(store(), this.handled);
        String room = newRoom();
        append(room, "hello");
        awaitIndices(room, 1);

        consumer.close();
        consumer.close();

        append(room, "unheard");
        assertThat(consumer.state().partitions()).isEmpty();
        assertThat(this.handled.indices(room)).containsExactly(0L);
    }

    @Test
    void aHandlerMayCloseItsConsumer() {
        List<FeedConsumer> self = new CopyOnWriteArrayList<>();
        CountDownLatch started = new CountDownLatch(1);
        String room = newRoom();
        self.add(start(store(), change -> {
            if (change.roomId().equals(room)) {
                awaitLatch(started);
                self.get(0).close();
                this.handled.accept(change);
            }
        }));
        started.countDown();
        appendMany(room, 3);

        Waiting.until(() -> !this.handled.indices(room).isEmpty()
                && self.get(0).state().partitions().isEmpty());
        FeedConsumer next = start(secondStore(), this.handled);
        awaitIndices(room, 3);
        next.close();
    }

    @Test
    void theStateTellsWhatAConsumerDoes() {
        FeedConsumer consumer = start(store(), this.handled);
        String room = newRoom();
        appendMany(room, 5);
        awaitIndices(room, 5);

        Waiting.until(
                () -> consumer.state().handled() >= 5 && consumer.state().lag().isZero());
        assertThat(consumer.group()).isEqualTo(this.group);
        assertThat(consumer.state().failure()).isNull();
        assertThat(consumer.state().failures()).isZero();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        FeedConsumer.Builder builder = consumer(store());

        assertThatIllegalArgumentException().isThrownBy(() -> builder.partitions(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.partitions(257));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.lease(Duration.ofMillis(999)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.batch(1_001));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.attempts(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.kinds(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(builder::start);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeFeed.of(store()).consumer(" "));
    }

    private void awaitIndices(String room, int count) {
        List<Long> expected = LongStream.range(0, count).boxed().toList();
        Waiting.until(() -> this.handled.indices(room).size() >= count);
        assertThat(this.handled.indices(room)).isEqualTo(expected);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Handled implements Consumer<Change> {

        private final Map<String, List<Long>> indices = new ConcurrentHashMap<>();

        @Override
        public void accept(Change change) {
            if (change instanceof Change.EventAppended appended) {
                this.indices
                        .computeIfAbsent(appended.roomId(), room -> new CopyOnWriteArrayList<>())
                        .add(appended.index());
            }
        }

        List<Long> indices(String room) {
            return new ArrayList<>(this.indices.getOrDefault(room, List.of()));
        }
    }

    /** Handler that fails a given number of times in some rooms. */
    private record Failing(Handled handled, Map<String, Integer> failures) implements Consumer<Change> {

        private Failing(Handled handled) {
            this(handled, new ConcurrentHashMap<>());
        }

        @Override
        public void accept(Change change) {
            Integer left = this.failures.get(change.roomId());
            if (left != null && left > 0) {
                this.failures.put(change.roomId(), left - 1);
                throw new IllegalArgumentException("the handler cannot handle this change");
            }
            this.handled.accept(change);
        }
    }
}
