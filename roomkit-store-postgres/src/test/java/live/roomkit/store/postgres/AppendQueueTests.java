package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Who writes for whom, with a writer that writes when it is told to. */
class AppendQueueTests {

    private static final String ROOM = "room-1";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();

    private final AppendQueue queue = new AppendQueue(this::write, PATIENCE);

    private long nextIndex;

    @Test
    void aCallerAloneWritesAtOnce() throws Exception {
        Caller caller = append("a");

        nextBatch("a").succeed();

        assertThat(caller.index()).hasValue(0L);
        assertThat(this.queue.commits()).isEqualTo(1);
        assertThat(this.queue.events()).isEqualTo(1);
    }

    @Test
    void whoComesWhileSomebodyWritesIsWrittenByOneOfThem() throws Exception {
        Caller first = append("a");
        Batch alone = nextBatch("a");
        Caller second = appendBehind("b");
        Caller third = appendBehind("c");
        Caller fourth = appendBehind("d");

        alone.succeed();
        nextBatch("b", "c", "d").succeed();

        assertThat(List.of(first.index(), second.index(), third.index(), fourth.index()))
                .containsExactly(Optional.of(0L), Optional.of(1L), Optional.of(2L), Optional.of(3L));
        assertThat(this.queue.commits()).isEqualTo(2);
        assertThat(this.queue.events()).isEqualTo(4);
    }

    @Test
    void roomsDoNotWaitForEachOther() throws Exception {
        Caller slow = append("a");
        Batch held = nextBatch("a");
        Caller other = new Caller(event("b", "room-2", null), false);
        nextBatch("b").succeed();

        assertThat(other.index()).isPresent();
        held.succeed();
        assertThat(slow.index()).isPresent();
    }

    @Test
    void twoOfOneKeyAreNeverWrittenTogether() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        appendBehind(event("b", ROOM, "key"), false);
        appendBehind(event("c", ROOM, "key"), false);
        appendBehind(event("b", ROOM, "other"), false);
        appendBehind("d");

        held.succeed();
        nextBatch("b", "d").succeed();
        nextBatch("c", "b").succeed();
    }

    @Test
    void appendsThatDifferInWhatRoomsTheyGoToAreNotWrittenTogether() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        appendBehind("b");
        appendBehind(event("c", ROOM, null), true);
        appendBehind("d");

        held.succeed();
        nextBatch("b", "d").succeed();
        nextBatch("c").succeed();
    }

    @Test
    void whatIsNotWrittenIsLeftToItsCaller() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        Caller second = appendBehind("b");
        Caller third = appendBehind("c");

        held.succeed();
        nextBatch("b", "c").succeedExcept("b");

        assertThat(second.index()).isEmpty();
        assertThat(third.index()).isPresent();
    }

    @Test
    void aLostConnectionConcernsAllWhoWereWrittenTogether() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        Caller second = appendBehind("b");
        Caller third = appendBehind("c");

        held.succeed();
        nextBatch("b", "c").fail(StoreUnavailableException.outcomeUnknown("gone", "08006", null));

        assertThat(second.failure()).isInstanceOf(StoreUnavailableException.class);
        assertThat(third.failure())
                .isInstanceOf(StoreUnavailableException.class)
                .isNotSameAs(second.failure())
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .returns(false, StoreException::isOutcomeKnown)
                .returns("08006", StoreException::getSqlState);
    }

    @Test
    void anErrorOfTheOneWhoWritesLeavesTheOthersInDoubtButNotWaiting() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        Caller second = appendBehind("b");
        Caller third = appendBehind("c");
        Caller fourth = appendBehind(event("d", ROOM, null), true);

        held.succeed();
        nextBatch("b", "c").fail(new StackOverflowError());
        nextBatch("d").succeed();

        assertThat(second.failure()).isInstanceOf(StackOverflowError.class);
        assertThat(third.failure())
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .returns(false, StoreException::isOutcomeKnown)
                .returns(true, StoreException::isRetryable);
        assertThat(fourth.index()).isPresent();
    }

    @Test
    void whatCannotBeCombinedDoesNotBlockTheRoom() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        Caller second = appendBehind("b");
        Caller third = appendBehind("c");
        Caller broken = appendBehind("d", null);
        Caller last = appendBehind("e");

        held.succeed();
        nextBatch("e").succeed();

        assertThat(second.failure()).isInstanceOf(NullPointerException.class);
        assertThat(third.failure())
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .returns(false, StoreException::isOutcomeKnown)
                .returns(true, StoreException::isRetryable);
        assertThat(broken.failure()).isInstanceOf(NullPointerException.class);
        assertThat(last.index()).isPresent();
    }

    @Test
    void whoIsInterruptedWhileWaitingLeavesUnwritten() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        Caller second = appendBehind("b");
        Caller third = appendBehind("c");

        second.interrupt();

        assertThat(second.failure())
                .asInstanceOf(InstanceOfAssertFactories.type(StoreUnavailableException.class))
                .returns(true, StoreException::isOutcomeKnown);
        assertThat(second.wasInterrupted()).isTrue();
        held.succeed();
        nextBatch("c").succeed();
        assertThat(third.index()).isPresent();
    }

    @Test
    void whoIsInterruptedWhileBeingWrittenIsInDoubt() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        Caller second = appendBehind("b");
        Caller third = appendBehind("c");
        held.succeed();
        Batch together = nextBatch("b", "c");

        third.interrupt();

        assertThat(third.failure())
                .asInstanceOf(InstanceOfAssertFactories.type(StoreUnavailableException.class))
                .returns(false, StoreException::isOutcomeKnown);
        together.succeed();
        assertThat(second.index()).isPresent();
    }

    @Test
    void whoseTimeIsUpLeavesUnwritten() throws Exception {
        AppendQueue impatient = new AppendQueue(this::write, Duration.ofMillis(50));
        Caller first = new Caller(impatient, event("a", ROOM, null), false);
        Batch held = nextBatch("a");

        assertThatThrownBy(() -> impatient.append(pending(event("b", ROOM, null), false)))
                .isInstanceOf(StoreTimeoutException.class)
                .hasMessageContaining(ROOM)
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .returns(true, StoreException::isOutcomeKnown);

        held.succeed();
        assertThat(first.index()).isPresent();
    }

    @Test
    void oneStatementDoesNotCarryTooMuch() throws Exception {
        append("a");
        Batch held = nextBatch("a");
        byte[] large = new byte[3 * 1024 * 1024];
        List<Caller> callers = List.of(appendBehind("b", large), appendBehind("c", large), appendBehind("d", large));

        held.succeed();
        nextBatch("b").succeed();
        nextBatch("c").succeed();
        nextBatch("d").succeed();

        for (Caller caller : callers) {
            assertThat(caller.index()).isPresent();
        }
    }

    private Caller append(String id) {
        return new Caller(event(id, ROOM, null), false);
    }

    private Caller appendBehind(String id) {
        return appendBehind(event(id, ROOM, null), false);
    }

    private Caller appendBehind(RoomEvent event, boolean anyStatus) {
        return new Caller(event, anyStatus).awaitWaiting();
    }

    private Caller appendBehind(String id, byte[] json) {
        return new Caller(this.queue, () -> pending(event(id, ROOM, null), false, json)).awaitWaiting();
    }

    private static RoomEvent event(String id, String room, String key) {
        return Application.message(room, "hello").toBuilder()
                .id(id)
                .idempotencyKey(key)
                .build();
    }

    private static PendingAppend pending(RoomEvent event, boolean anyStatus) {
        return pending(event, anyStatus, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static PendingAppend pending(RoomEvent event, boolean anyStatus, byte[] json) {
        return new PendingAppend(new EventRow(event, new byte[0], 1L, new Jsonb(json)), anyStatus);
    }

    private void write(List<PendingAppend> appends) {
        Batch batch = new Batch(appends);
        this.batches.add(batch);
        batch.work();
    }

    private Batch nextBatch(String... ids) throws InterruptedException {
        Batch batch = this.batches.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(batch).isNotNull();
        assertThat(batch.appends).extracting(append -> append.row().id()).containsExactly(ids);
        return batch;
    }

    /** What a caller is about to write, until the test decides what comes of it. */
    private final class Batch {

        private final List<PendingAppend> appends;

        private final CompletableFuture<String> decision = new CompletableFuture<>();

        Batch(List<PendingAppend> appends) {
            this.appends = new ArrayList<>(appends);
        }

        void succeed() {
            succeedExcept("");
        }

        void succeedExcept(String id) {
            this.decision.complete(id);
        }

        void fail(Throwable failure) {
            this.decision.completeExceptionally(failure);
        }

        void work() {
            try {
                String refused = this.decision.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                this.appends.stream()
                        .filter(append -> !append.row().id().equals(refused))
                        .forEach(append -> append.written(AppendQueueTests.this.nextIndex++));
            } catch (ExecutionException ex) {
                if (ex.getCause() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) ex.getCause();
            } catch (InterruptedException | TimeoutException ex) {
                throw new AssertionError(ex);
            }
        }
    }

    /** A thread that appends one event. */
    private final class Caller {

        private final FutureTask<Optional<Long>> task;

        private final Thread thread;

        private volatile boolean interrupted;

        Caller(RoomEvent event, boolean anyStatus) {
            this(AppendQueueTests.this.queue, event, anyStatus);
        }

        Caller(AppendQueue queue, RoomEvent event, boolean anyStatus) {
            this(queue, () -> pending(event, anyStatus));
        }

        Caller(AppendQueue queue, Supplier<PendingAppend> pending) {
            this.task = new FutureTask<>(() -> {
                try {
                    return queue.append(pending.get());
                } finally {
                    this.interrupted = Thread.currentThread().isInterrupted();
                }
            });
            this.thread = new Thread(this.task);
            this.thread.setDaemon(true);
            this.thread.start();
        }

        Caller awaitWaiting() {
            Eventually.isTrue(PATIENCE, () -> LockSupport.getBlocker(this.thread) instanceof PendingAppend);
            return this;
        }

        void interrupt() {
            this.thread.interrupt();
        }

        boolean wasInterrupted() {
            return this.interrupted;
        }

        Optional<Long> index() throws Exception {
            return this.task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        Throwable failure() throws Exception {
            try {
                this.task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException ex) {
                return Objects.requireNonNull(ex.getCause());
            }
            throw new AssertionError("It did not fail");
        }
    }
}
