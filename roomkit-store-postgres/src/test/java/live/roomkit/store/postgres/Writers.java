package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.room.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs sixteen threads that write to a store, each in one of several ways, while a test breaks the database behind it.
 * They record the data that must exist in the end, and the time for which they stood still.
 */
final class Writers implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Writers.class);

    private static final int WRITES_BETWEEN_FAULTS = 10;

    private static final int OF_EACH_KIND = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PostgresStore store;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    private final AtomicBoolean stopped = new AtomicBoolean();

    private final List<Future<?>> threads = new ArrayList<>();

    private final List<AtomicInteger> progress = new ArrayList<>();

    private final List<Duration> recoveries = new ArrayList<>();

    private final PersistentWriter single;

    private final PersistentWriter batches;

    private final PersistentWriter deleting;

    Writers(PostgresStore store) {
        this.store = store;
        this.single = writer("single");
        this.batches = writer("batches");
        this.deleting = writer("deleting");
        IntStream.range(0, OF_EACH_KIND).forEach(thread -> {
            start(number -> this.single.appendByKey("key " + thread + " " + number));
            start(number -> this.single.appendById("id " + thread + " " + number));
            start(number -> this.batches.addBatch(IntStream.range(0, 5)
                    .mapToObj(i -> thread + " " + number + " " + i)
                    .toList()));
            start(number -> appendAndDelete(thread + " " + number, number));
        });
    }

    private PersistentWriter writer(String room) {
        return new PersistentWriter(
                this.store, this.store.createRoom(Room.of(room)).id());
    }

    private void appendAndDelete(String text, int number) {
        this.deleting.appendByKey(text);
        if (number % 3 == 0) {
            this.deleting.markAllRead("sms-main");
        }
        if (number % 2 == 0) {
            this.deleting.delete(text);
        }
    }

    private void start(IntConsumer work) {
        AtomicInteger done = new AtomicInteger();
        this.progress.add(done);
        this.threads.add(this.executor.submit(() -> {
            while (!this.stopped.get()) {
                work.accept(done.getAndIncrement());
            }
        }));
    }

    /** Until every thread has got on for a while. */
    void awaitWrites() {
        awaitWrites(WRITES_BETWEEN_FAULTS);
    }

    /** Until every thread has got on after a fault that is over now, and how long that takes. */
    void awaitRecovery() {
        long start = System.nanoTime();
        awaitWrites(2);
        this.recoveries.add(Duration.ofNanos(System.nanoTime() - start));
    }

    /** What was begun when the waiting began does not count, hence one more. */
    private void awaitWrites(int writes) {
        List<Integer> before = this.progress.stream().map(AtomicInteger::get).toList();
        Eventually.isTrue(
                PATIENCE,
                () -> this.threads.stream().anyMatch(Future::isDone)
                        || IntStream.range(0, before.size())
                                .allMatch(i -> this.progress.get(i).get() >= before.get(i) + writes));
    }

    void stop() throws Exception {
        this.stopped.set(true);
        for (Future<?> thread : this.threads) {
            thread.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Asserts that every acknowledged write exists once, without further data, and that counters and markers match. */
    void assertRight(JdbcTemplate jdbc) {
        writers()
                .forEach(writer -> assertThat(stored(jdbc, writer.room()))
                        .as(writer.room())
                        .isEqualTo(writer.acknowledged()));
        RoomCounts.assertRight(jdbc);
        assertContiguous(jdbc, this.single.room());
        assertContiguous(jdbc, this.batches.room());
    }

    int acknowledgements() {
        return writers().mapToInt(PersistentWriter::acknowledgements).sum();
    }

    int failures() {
        return writers().mapToInt(PersistentWriter::failures).sum();
    }

    List<Duration> recoveries() {
        return this.recoveries;
    }

    /** Says what a test came to, after it was found right. */
    static void report(String test, int faults, int writes, int failures, long repeated, List<Duration> recoveries) {
        List<Duration> sorted = new ArrayList<>(recoveries);
        Collections.sort(sorted);
        logger.info(
                "{}: {} faults, {} acknowledged writes, 0 lost, 0 doubled, {} failures told, {} attempts repeated,"
                        + " recovery median {} ms, max {} ms",
                test,
                faults,
                writes,
                failures,
                repeated,
                sorted.get(sorted.size() / 2).toMillis(),
                sorted.get(sorted.size() - 1).toMillis());
    }

    private Stream<PersistentWriter> writers() {
        return Stream.of(this.single, this.batches, this.deleting);
    }

    /** What the events of a room say, and where they stand. */
    private static Map<String, Long> stored(JdbcTemplate jdbc, String roomId) {
        Map<String, Long> stored = new HashMap<>();
        jdbc.query(
                "SELECT data -> 'content' ->> 'body' AS text, index FROM roomkit.events WHERE room_id = ?",
                row -> {
                    assertThat(stored.put(row.getString("text"), row.getLong("index")))
                            .as("said twice")
                            .isNull();
                },
                roomId);
        return stored;
    }

    private static void assertContiguous(JdbcTemplate jdbc, String roomId) {
        List<Long> indices = jdbc.queryForList(
                "SELECT index FROM roomkit.events WHERE room_id = ? ORDER BY index", Long.class, roomId);
        Long next = jdbc.queryForObject("SELECT next_index FROM roomkit.rooms WHERE id = ?", Long.class, roomId);

        assertThat(indices).first().isEqualTo(0L);
        assertThat(indices).last().isEqualTo(indices.size() - 1L);
        assertThat(next).isEqualTo((long) indices.size());
    }

    @Override
    public void close() {
        this.stopped.set(true);
        this.executor.shutdownNow();
    }
}
