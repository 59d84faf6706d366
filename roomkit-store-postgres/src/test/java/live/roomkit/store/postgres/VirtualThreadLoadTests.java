package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests two thousand virtual threads on ten connections and ten thousand rooms, one of them hot. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
class VirtualThreadLoadTests {

    private static final Logger logger = LoggerFactory.getLogger(VirtualThreadLoadTests.class);

    private static final int THREADS = 2_000;

    private static final int CONNECTIONS = 10;

    private static final LargeDataset DATA = new LargeDataset(10_000, 2, 1_000, 100);

    /** What each operation may wait for a connection; it then has that of {@link #STATEMENT_TIMEOUT} for a statement. */
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    /** How much more often than the mean of all threads one may come to work; where some starve, others do by hundreds. */
    private static final long MOST_TIMES_THE_MEAN = 10;

    private static final long HEAP_TOLERANCE = 64L << 20;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final Latencies latencies = new Latencies();

    private final LongAccumulator busiest = new LongAccumulator(Math::max, 0);

    @Test
    void noThreadStarvesAndNothingIsLostOrLeaks() throws Exception {
        try (FreshDatabase database = new FreshDatabase();
                PostgresStore store = open(database)) {
            JdbcTemplate jdbc = database.jdbc();
            DATA.writeTo(database.dataSource(), SchemaName.DEFAULT);
            DATA.countMessages(jdbc);
            MixedWork.openAllRooms(jdbc);
            long eventsBefore = count(jdbc, "SELECT count(*) FROM roomkit.events");
            long hotBefore = store.getEventCount(DATA.hotRoom());
            MixedWork work = new MixedWork(store, DATA::room, DATA.rooms());
            run(work, Duration.ofSeconds(2));
            long heap = usedHeap();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            this.latencies.clear();
            this.busiest.reset();

            List<RecordedEvent> pinned = recordPinned(() -> run(work, Chaos.duration(Duration.ofSeconds(6))));

            report(heap, pinned);
            assertThat(this.failures).isEmpty();
            assertThat(pinned).isEmpty();
            assertThat(this.busiest.get()).isLessThan(MOST_TIMES_THE_MEAN * (this.latencies.count() / THREADS + 1));
            assertThat(count(jdbc, "SELECT count(*) FROM roomkit.events")).isEqualTo(eventsBefore + work.appended());
            assertThat(store.getEventCount(DATA.hotRoom())).isEqualTo(hotBefore + work.appendedToHotRoom());
            RoomCounts.assertRight(jdbc);
            assertThat(store.poolStats()).hasValueSatisfying(stats -> {
                assertThat(stats.active()).isZero();
                assertThat(stats.waiting()).isZero();
            });
            assertThat(count(
                            jdbc,
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'roomkit' AND datname"
                                    + " = current_database()"))
                    .isLessThanOrEqualTo(CONNECTIONS);
            assertThat(usedHeap()).isLessThan(heap + HEAP_TOLERANCE);
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 10);
        }
    }

    private static PostgresStore open(FreshDatabase database) {
        return database.builder()
                .maxPoolSize(CONNECTIONS)
                .acquireTimeout(ACQUIRE_TIMEOUT)
                .statementTimeout(STATEMENT_TIMEOUT)
                .open();
    }

    private boolean run(MixedWork work, Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        ExecutorService executor = virtualThreads();
        for (int thread = 0; thread < THREADS; thread++) {
            executor.execute(() -> {
                long operations = 0;
                while (System.nanoTime() < end) {
                    long start = System.nanoTime();
                    try {
                        work.work();
                    } catch (RuntimeException ex) {
                        this.failures.add(ex);
                    }
                    this.latencies.add(System.nanoTime() - start);
                    operations++;
                }
                this.busiest.accumulate(operations);
            });
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(duration.toSeconds() + 120, TimeUnit.SECONDS))
                .as("all threads end")
                .isTrue();
        return true;
    }

    /** By reflection, since the tests are compiled for a JDK without them. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** What kept a virtual thread on its carrier while it waited. */
    private static List<RecordedEvent> recordPinned(Callable<?> work) throws Exception {
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ofMillis(20))
                    .withStackTrace();
            recording.start();
            work.call();
            recording.stop();
            Path file = Files.createTempFile("pinned", ".jfr");
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            Files.delete(file);
            return events;
        }
    }

    private void report(long heap, List<RecordedEvent> pinned) {
        logger.info(
                "{} operations, {} of the busiest thread, {} failed, p50 {} ms, p99 {} ms, slowest {} ms, heap {} MB more, pinned {} times",
                this.latencies.count(),
                this.busiest.get(),
                this.failures.size(),
                this.latencies.percentile(50),
                this.latencies.percentile(99),
                this.latencies.percentile(100),
                (usedHeap() - heap) >> 20,
                pinned.size());
    }

    private static long count(JdbcTemplate jdbc, String query) {
        return jdbc.queryForObject(query, Long.class);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** How long operations took, in classes of a hundredth of a second. */
    private static final class Latencies {

        private static final long CLASS = TimeUnit.MILLISECONDS.toNanos(10);

        private final LongAdder[] classes = new LongAdder[12_000];

        Latencies() {
            Arrays.setAll(this.classes, index -> new LongAdder());
        }

        void add(long nanos) {
            this.classes[(int) Math.min(nanos / CLASS, this.classes.length - 1)].increment();
        }

        void clear() {
            Arrays.stream(this.classes).forEach(LongAdder::reset);
        }

        long count() {
            return Arrays.stream(this.classes).mapToLong(LongAdder::sum).sum();
        }

        /** In milliseconds, rounded up. */
        long percentile(int percent) {
            long wanted = (count() * percent + 99) / 100;
            long seen = 0;
            int index = -1;
            while (seen < wanted) {
                index++;
                seen += this.classes[index].sum();
            }
            return TimeUnit.NANOSECONDS.toMillis((index + 1) * CLASS);
        }
    }
}
