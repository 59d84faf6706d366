package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Concurrent appends to one room: what they share, and what each has for itself. A stranger's lock makes them meet. */
class CombinedAppendTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore store = this.database.open(
            builder -> builder.maxPoolSize(2).acquireTimeout(PATIENCE).statementTimeout(PATIENCE));

    private final PostgresStore observer = this.database.open(builder -> builder.acquireTimeout(PATIENCE));

    private String room =
            this.store.createRoom(Room.of(UUID.randomUUID().toString())).id();

    @Test
    void callersWhoMeetShareACommit() throws Exception {
        List<AppendResult> results = meeting(IntStream.range(0, 40)
                .<Callable<AppendResult>>mapToObj(i -> () -> this.store.appendEvent(this.room, message("text " + i)))
                .toList());

        assertThat(this.store.stats()).isEqualTo(new StoreStats(2, 40, 0, 0));
        assertThat(results).allSatisfy(result -> {
            assertThat(result.duplicate()).isFalse();
            assertThat(this.observer.getEvent(this.room, result.event().id())).contains(result.event());
        });
        assertContiguous(40);
    }

    @Test
    void equalKeysThatMeetGiveOneEvent() throws Exception {
        List<AppendResult> results = meeting(IntStream.range(0, 12)
                .<Callable<AppendResult>>mapToObj(i ->
                        () -> this.store.appendEvent(this.room, keyed("text", "key " + i % 3)))
                .toList());

        assertThat(results).filteredOn(result -> !result.duplicate()).hasSize(3);
        assertThat(results).extracting(result -> result.event().id()).containsOnly(ids());
        assertContiguous(3);
    }

    @Test
    void aRefusedEventFailsItsOwnCallerOnly() throws Exception {
        this.store.appendEvent(this.room, keyed("first", "used"));

        List<Object> results = meeting(List.of(
                () -> this.store.appendEvent(this.room, message("a")),
                () -> this.store.appendEvent(this.room, message("b")),
                () -> caught(() -> this.store.appendEvent(this.room, keyed("another text", "used"))),
                () -> this.store.appendEvent(this.room, keyed("first", "used")).duplicate(),
                () -> caught(() -> this.store.addEventAutoIndex(this.room, keyed("first", "used"))),
                () -> this.store.addEventAutoIndex(this.room, message("c")),
                () -> this.store.appendEvent(this.room, message("d"))));

        assertThat(results.get(2)).isInstanceOf(IdempotencyConflictException.class);
        assertThat(results.get(3)).isEqualTo(true);
        assertThat(results.get(4)).isInstanceOf(IdempotencyConflictException.class);
        assertThat(texts()).containsExactlyInAnyOrder("first", "a", "b", "c", "d");
        assertContiguous(5);
    }

    @Test
    void theRestIsStillWrittenTogetherWhenSomeAreThereAlready() throws Exception {
        IntStream.range(20, 30).forEach(i -> this.store.appendEvent(this.room, keyed("text", "key " + i)));

        meeting(IntStream.range(0, 30)
                .<Callable<AppendResult>>mapToObj(
                        i -> () -> this.store.appendEvent(this.room, keyed("text", "key " + i)))
                .toList());

        assertContiguous(30);
        assertThat(this.store.stats().appendedEvents()).isEqualTo(30);
        assertThat(this.store.stats().appendCommits()).isLessThanOrEqualTo(12);
    }

    @Test
    void whatAClosedRoomRefusesItRefusesToEach() throws Exception {
        this.store.createRoom(Room.builder("closed").status(RoomStatus.CLOSED).build());
        this.room = "closed";

        List<Object> results = meeting(List.of(
                () -> this.store.addEventAutoIndex("closed", message("d")),
                () -> this.store.addEventAutoIndex("closed", message("e")),
                () -> caught(() -> this.store.appendEvent("closed", message("a"))),
                () -> caught(() -> this.store.appendEvent("closed", message("b"))),
                () -> caught(() -> this.store.appendEvent("closed", message("c")))));

        assertThat(results.subList(2, 5)).allMatch(RoomClosedException.class::isInstance);
        assertThat(texts()).containsExactlyInAnyOrder("d", "e");
    }

    @Test
    void whatARoomHasNoIndexLeftForFailsItsOwnCallersOnly() throws Exception {
        long largest = (1L << 53) - 1;
        this.store.addEvent(message("imported").toBuilder().index(largest - 3).build());

        List<Object> results = meeting(IntStream.range(0, 12)
                .<Callable<Object>>mapToObj(i ->
                        () -> caught(() -> this.store.appendEvent(this.room, message("text " + i))))
                .toList());

        assertThat(results).filteredOn(RoomFullException.class::isInstance).hasSize(9);
        assertThat(this.observer.getTimeline(this.room, 100))
                .extracting(RoomEvent::index)
                .containsExactly(largest - 3, largest - 2, largest - 1, largest);
        RoomCounts.assertRight(this.database.jdbc());
    }

    @Test
    void aTimeoutConcernsAllAndLeavesNothing() throws Exception {
        try (PostgresStore impatient = this.database
                .builder()
                .statementTimeout(Duration.ofSeconds(1))
                .acquireTimeout(PATIENCE)
                .open()) {
            List<Object> results;
            try (Connection stranger = this.database.lockRoom(this.room)) {
                results = results(start(IntStream.range(0, 8)
                        .<Callable<Object>>mapToObj(
                                i -> () -> caught(() -> impatient.appendEvent(this.room, message("a"))))
                        .toList()));
                stranger.rollback();
            }

            assertThat(results)
                    .allSatisfy(result -> assertThat(result)
                            .isInstanceOfSatisfying(
                                    StoreTimeoutException.class,
                                    timeout ->
                                            assertThat(timeout.isOutcomeKnown()).isTrue()));
            assertThat(this.observer.getEventCount(this.room)).isZero();
            assertThat(impatient
                            .appendEvent(this.room, message("later"))
                            .event()
                            .index())
                    .isZero();
        }
    }

    @Test
    void aLostConnectionLeavesNobodyInDoubt() throws Exception {
        try (LossyNetwork network = new LossyNetwork(this.database.url());
                PostgresStore lossy = this.database
                        .builder()
                        .url(network.url())
                        .maxPoolSize(2)
                        .statementTimeout(PATIENCE)
                        .acquireTimeout(PATIENCE)
                        .open()) {
            RoomEvent delivered = keyed("text", "delivered");
            List<Callable<AppendResult>> calls = new ArrayList<>(IntStream.range(0, 20)
                    .<Callable<AppendResult>>mapToObj(i -> () -> lossy.appendEvent(this.room, message("text " + i)))
                    .toList());
            calls.add(() -> lossy.appendEvent(this.room, delivered));
            calls.add(() -> new AppendResult(lossy.addEventAutoIndex(this.room, message("added")), false));

            List<AppendResult> results = meeting(calls, () -> network.loseAnswersTo("unnest", 1));

            assertThat(network.isWaiting()).isFalse();
            assertThat(results).allSatisfy(result -> {
                assertThat(result.duplicate()).isFalse();
                assertThat(this.observer.getEvent(this.room, result.event().id()))
                        .contains(result.event());
            });
            assertThat(lossy.stats().retries()).isGreaterThanOrEqualTo(20);
            assertThat(this.observer.appendEvent(this.room, delivered).duplicate())
                    .isTrue();
            assertContiguous(22);
        }
    }

    @Test
    void aTransactionOfTheCallerIsItsOwn() {
        try (Application application = new Application(1, true)) {
            String own = application.newRoom();
            application.transaction().executeWithoutResult(status -> {
                application.store().appendEvent(own, Application.message(own, "one"));
                application.store().appendEvent(own, Application.message(own, "two"));
                status.setRollbackOnly();
            });

            assertThat(application.store().stats()).isEqualTo(new StoreStats(0, 0, 0, 0));
            application.assertTimeline(own);
        }
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        try (PostgresStore alone = this.database
                .builder()
                .combiningAppends(false)
                .maxPoolSize(6)
                .statementTimeout(PATIENCE)
                .open()) {
            List<FutureTask<AppendResult>> calls;
            try (Connection stranger = this.database.lockRoom(this.room)) {
                calls = start(IntStream.range(0, 5)
                        .<Callable<AppendResult>>mapToObj(i -> () -> alone.appendEvent(this.room, message("text " + i)))
                        .toList());
                Eventually.isTrue(PATIENCE, () -> this.database.blockedSessions() == 5);
                stranger.rollback();
            }
            results(calls);

            assertThat(alone.stats()).isEqualTo(new StoreStats(0, 0, 0, 0));
            assertContiguous(5);
        }
    }

    @Test
    void nodesShareARoomWithEachOther() throws Exception {
        List<Callable<AppendResult>> calls = IntStream.range(0, 400)
                .<Callable<AppendResult>>mapToObj(i -> () ->
                        (i % 2 == 0 ? this.store : this.observer).appendEvent(this.room, keyed("text", "key " + i / 4)))
                .toList();
        List<AppendResult> results = results(start(calls));

        assertThat(results).filteredOn(result -> !result.duplicate()).hasSize(100);
        assertContiguous(100);
    }

    /** Has the callers meet: the first waits for a stranger's lock, and the others for the first. */
    private <T> List<T> meeting(List<Callable<T>> calls) throws Exception {
        return meeting(calls, () -> {});
    }

    private <T> List<T> meeting(List<Callable<T>> calls, Runnable beforeTheyMeet) throws Exception {
        List<FutureTask<T>> tasks = new ArrayList<>();
        try (Connection stranger = this.database.lockRoom(this.room)) {
            tasks.addAll(start(calls.subList(0, 1)));
            Eventually.isTrue(PATIENCE, () -> this.database.blockedSessions() == 1);
            for (Callable<T> call : calls.subList(1, calls.size())) {
                FutureTask<T> task = new FutureTask<>(call);
                Thread thread = start(task);
                Eventually.isTrue(PATIENCE, () -> LockSupport.getBlocker(thread) instanceof PendingAppend);
                tasks.add(task);
            }
            beforeTheyMeet.run();
            stranger.rollback();
        }
        return results(tasks);
    }

    private static <T> List<FutureTask<T>> start(List<Callable<T>> calls) {
        List<FutureTask<T>> tasks = calls.stream().map(FutureTask::new).toList();
        tasks.forEach(CombinedAppendTests::start);
        return tasks;
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static <T> List<T> results(List<FutureTask<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return results;
    }

    private static Object caught(Callable<?> call) throws Exception {
        try {
            return call.call();
        } catch (StoreException ex) {
            return ex;
        }
    }

    private void assertContiguous(int count) {
        assertThat(this.observer.getTimeline(this.room, 1_000))
                .extracting(RoomEvent::index)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(Long::valueOf).toList());
        RoomCounts.assertRight(this.database.jdbc());
    }

    private String[] ids() {
        return this.observer.getTimeline(this.room, 1_000).stream()
                .map(RoomEvent::id)
                .toArray(String[]::new);
    }

    private List<String> texts() {
        return this.observer.getTimeline(this.room, 1_000).stream()
                .map(event -> ((TextContent) event.content()).body())
                .toList();
    }

    private RoomEvent message(String text) {
        return Application.message(this.room, text);
    }

    private RoomEvent keyed(String text, String key) {
        return Application.keyed(this.room, text, key);
    }
}
