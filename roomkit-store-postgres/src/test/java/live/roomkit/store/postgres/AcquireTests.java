package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import live.roomkit.room.Room;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Tests how long a call waits for a connection, and for its statement. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class AcquireTests {

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    @BeforeAll
    static void create() {
        try (PostgresStore store = database.builder().open()) {
            store.createRoom(Room.of("room"));
        }
    }

    @Test
    void aStatementThatTakesTooLongTimesOutAndTheStoreStaysUsable() throws SQLException {
        try (PostgresStore store = database.builder()
                        .maxPoolSize(1)
                        .statementTimeout(Duration.ofSeconds(1))
                        .open();
                Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM roomkit.rooms WHERE id = 'room' FOR UPDATE");
            Room before = store.getRoom("room").orElseThrow();

            assertThatExceptionOfType(StoreTimeoutException.class)
                    .isThrownBy(() -> store.updateRoom("room", room -> room))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isTrue())
                    .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isTrue())
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("57014"));
            assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> store.deleteRoom("room"));
            assertThat(store.getRoom("room")).contains(before);
            other.rollback();

            assertThat(store.updateRoom("room", room -> room).updatedAt()).isAfter(before.updatedAt());
        }
    }

    @Test
    void aStatementTimeoutOfZeroIsNone() throws SQLException {
        try (PostgresStore store =
                        database.builder().statementTimeout(Duration.ZERO).open();
                Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM roomkit.rooms WHERE id = 'room' FOR UPDATE");
            CompletableFuture<Room> update =
                    CompletableFuture.supplyAsync(() -> store.updateRoom("room", room -> room));
            Eventually.isTrue(() -> database.blockedSessions() > 0);

            other.rollback();

            assertThat(update).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void withAllConnectionsTakenACallGivesUpAfterTheAcquireTimeout() {
        try (PostgresStore store = database.builder()
                .maxPoolSize(1)
                .acquireTimeout(Duration.ofMillis(500))
                .open()) {
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<Room> holder = holdTheConnection(store, release);

            long start = System.nanoTime();
            Throwable failure = catchThrowable(() -> store.createRoom(Room.of("too late")));
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            release.countDown();

            assertThat(failure)
                    .isInstanceOfSatisfying(StoreUnavailableException.class, ex -> {
                        assertThat(ex.isOutcomeKnown()).isTrue();
                        assertThat(ex.isRetryable()).isTrue();
                    })
                    .hasMessageContaining("acquire timeout");
            assertThat(elapsed).isBetween(Duration.ofMillis(450), Duration.ofMillis(4_500));
            assertThat(holder).succeedsWithin(Duration.ofSeconds(20));
            assertThat(store.roomExists("too late")).isFalse();
        }
    }

    @Test
    void anInterruptEndsTheWaitForAConnectionAndStaysSet() throws InterruptedException {
        try (PostgresStore store = database.builder()
                .maxPoolSize(1)
                .acquireTimeout(Duration.ofMinutes(5))
                .open()) {
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<Room> holder = holdTheConnection(store, release);
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread waiter = new Thread(() -> {
                Throwable failure = catchThrowable(() -> store.roomExists("room"));
                interrupted.set(Thread.currentThread().isInterrupted());
                outcome.complete(failure);
            });
            waiter.start();
            Eventually.isTrue(() -> store.poolStats().orElseThrow().waiting() == 1);

            waiter.interrupt();

            assertThat(outcome)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            ex -> assertThat(ex.isOutcomeKnown()).isTrue());
            assertThat(interrupted).isTrue();
            waiter.join();
            release.countDown();
            assertThat(holder).succeedsWithin(Duration.ofSeconds(20));
            assertThat(store.roomExists("room")).isTrue();
        }
    }

    /** Keeps the store's only connection on another thread until it is released. */
    private static CompletableFuture<Room> holdTheConnection(PostgresStore store, CountDownLatch release) {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Room> holder = CompletableFuture.supplyAsync(() -> store.updateRoom("room", room -> {
            held.countDown();
            await(release);
            return room;
        }));
        await(held);
        return holder;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
