package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is closed while others use it: each call is carried out, or was never begun and says so. */
@ExtendWith(QuietPools.class)
class ClosingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int THREADS = 150;

    private static final int CLOSERS = 3;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore observer = this.database.open();

    private final String room =
            this.observer.createRoom(Room.of(UUID.randomUUID().toString())).id();

    private final Set<String> written = ConcurrentHashMap.newKeySet();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void underLoadNothingIsInDoubt(boolean combining) throws Exception {
        closeUnderLoad(false, combining);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void underLoadOfVirtualThreadsNothingIsInDoubt(boolean combining) throws Exception {
        closeUnderLoad(true, combining);
    }

    private void closeUnderLoad(boolean virtual, boolean combining) throws Exception {
        PostgresStore store = store(combining);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Threads.start(virtual, () -> useUntilClosed(store)));
        }
        Eventually.isTrue(PATIENCE, () -> this.written.size() > THREADS);
        for (int i = 0; i < CLOSERS; i++) {
            threads.add(Threads.start(virtual, () -> {
                store.close();
                assertClosed(store);
            }));
        }
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }

        assertThat(this.failures).isEmpty();
        assertThat(this.observer
                        .streamEvents(EventQuery.builder(this.room).build())
                        .map(RoomEvent::id)
                        .collect(Collectors.toSet()))
                .isEqualTo(this.written);
        RoomCounts.assertRight(this.database.jdbc());
    }

    private void useUntilClosed(PostgresStore store) {
        try {
            while (true) {
                RoomEvent event = message();
                write(store, event);
                this.written.add(event.id());
                store.getEvent(this.room, event.id());
            }
        } catch (IllegalStateException ex) {
            if (!"The store is closed".equals(ex.getMessage())) {
                this.failures.add(ex);
            }
        } catch (Throwable ex) {
            this.failures.add(ex);
        }
    }

    private void write(PostgresStore store, RoomEvent event) {
        switch (ThreadLocalRandom.current().nextInt(5)) {
            case 0 -> store.addEventAutoIndex(this.room, event);
            case 1 -> store.addEventsAutoIndex(this.room, List.of(event));
            case 2 -> store.appendEvent(this.room, event, AppendOptions.MARK_READ);
            case 3 ->
                store.updateRoom(this.room, room -> {
                    store.appendEvent(this.room, event);
                    return room;
                });
            default -> store.appendEvent(this.room, event);
        }
    }

    private void assertClosed(PostgresStore store) {
        try {
            assertThatIllegalStateException().isThrownBy(() -> store.roomExists(this.room));
            assertThat(store.poolStats().map(PoolStats::size).orElse(0)).isZero();
        } catch (AssertionError ex) {
            this.failures.add(ex);
        }
    }

    @Test
    void everyCloserWaitsForTheCallsUnderWay() throws Exception {
        PostgresStore store = store(true);
        List<FutureTask<AppendResult>> appends = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        List<FutureTask<AppendResult>> closers = new ArrayList<>();
        try (Connection stranger = this.database.lockRoom(this.room)) {
            for (int i = 0; i < 3; i++) {
                appends.add(new FutureTask<>(() -> store.appendEvent(this.room, message())));
                callers.add(Threads.start(false, appends.get(i)));
            }
            Eventually.isTrue(PATIENCE, () -> this.database.blockedSessions() == 1 && waiting(callers) == 2);
            for (int i = 0; i < CLOSERS; i++) {
                closers.add(start(() -> {
                    store.close();
                    return null;
                }));
            }
            Eventually.isTrue(PATIENCE, () -> isClosed(store));
            assertThat(closers).noneMatch(FutureTask::isDone);
            stranger.rollback();
        }

        for (FutureTask<AppendResult> closer : closers) {
            closer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(store.poolStats().map(PoolStats::size).orElse(0)).isZero();
        }
        for (FutureTask<AppendResult> append : appends) {
            assertThat(append.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).duplicate())
                    .isFalse();
        }
        assertThat(this.observer.getEventCount(this.room)).isEqualTo(3);
    }

    @Test
    void aChangeThatClosesItsStoreIsTakenBack() {
        PostgresStore store = store(true);

        assertThatIllegalStateException()
                .isThrownBy(() -> store.updateRoom(this.room, room -> {
                    store.appendEvent(this.room, message());
                    store.close();
                    return room;
                }))
                .withMessage("The store is closed");

        assertThat(this.observer.getEventCount(this.room)).isZero();
    }

    private boolean isClosed(PostgresStore store) {
        try {
            store.roomExists(this.room);
            return false;
        } catch (IllegalStateException ex) {
            return true;
        }
    }

    /** Counts the threads that wait for another thread. A thread that waits for the server does not count. */
    private static long waiting(List<Thread> threads) {
        return threads.stream()
                .filter(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Threads.start(false, task);
        return task;
    }

    private PostgresStore store(boolean combining) {
        return this.database.open(
                builder -> builder.maxPoolSize(4).acquireTimeout(PATIENCE).combiningAppends(combining));
    }

    private RoomEvent message() {
        return Application.message(this.room, "hello");
    }
}
