package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.room.Room;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The server's processes are killed while threads write. How often, the system property {@value #PROPERTY} says.
 */
class CrashTests {

    private static final String PROPERTY = "roomkit.test.crashes";

    private static final int CRASHES = Integer.getInteger(PROPERTY, 2);

    private static final int WRITES_BETWEEN_CRASHES = 25;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestPostgres server = TestPostgres.startEmbedded(Durability.DURABLE);

    private final TestDatabase database = this.server.createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

    private final PostgresStore store = PostgresStore.builder()
            .url(this.database.url())
            .username(this.database.username())
            .password(this.database.password())
            .acquireTimeout(Duration.ofMillis(400))
            .open();

    private final ExecutorService executor = Executors.newCachedThreadPool();

    private final AtomicBoolean stopped = new AtomicBoolean();

    private final List<Future<?>> threads = new ArrayList<>();

    private final PersistentWriter single = writer("single");

    private final PersistentWriter batches = writer("batches");

    private final PersistentWriter deleting = writer("deleting");

    private PersistentWriter writer(String room) {
        return new PersistentWriter(
                this.store, this.store.createRoom(Room.of(room)).id());
    }

    @BeforeEach
    void startWriting() {
        PoolWarnings.off();
        IntStream.range(0, 2).forEach(thread -> {
            write(number -> this.single.appendByKey("key " + thread + " " + number));
            write(number -> this.single.appendById("id " + thread + " " + number));
            write(number -> this.batches.addBatch(IntStream.range(0, 5)
                    .mapToObj(i -> thread + " " + number + " " + i)
                    .toList()));
            write(number -> appendAndDelete(thread + " " + number, number));
        });
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

    private void write(IntConsumer work) {
        this.threads.add(this.executor.submit(() -> {
            for (int number = 0; !this.stopped.get(); number++) {
                work.accept(number);
            }
        }));
    }

    @AfterEach
    void close() {
        this.executor.shutdownNow();
        PoolWarnings.on();
        this.store.close();
        this.server.close();
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAndNothingElseIs() throws Exception {
        for (int crash = 0; crash < CRASHES; crash++) {
            awaitWrites();
            this.server.kill();
            this.server.restart();
        }
        awaitWrites();
        stop();

        assertThat(writers().mapToInt(PersistentWriter::failures).sum()).isGreaterThanOrEqualTo(CRASHES);
        writers().forEach(writer -> assertThat(stored(writer.room())).isEqualTo(writer.acknowledged()));
        RoomCounts.assertRight(this.jdbc);
        assertContiguous(this.single.room());
        assertContiguous(this.batches.room());
    }

    /** Until every writer has got on. Nothing but the store itself brings it back to a server that was started again. */
    private void awaitWrites() {
        Map<PersistentWriter, Integer> before = new HashMap<>();
        writers().forEach(writer -> before.put(writer, writer.acknowledgements()));
        Eventually.isTrue(
                PATIENCE,
                () -> this.threads.stream().anyMatch(Future::isDone)
                        || before.entrySet().stream()
                                .allMatch(entry -> entry.getKey().acknowledgements()
                                        >= entry.getValue() + WRITES_BETWEEN_CRASHES));
    }

    private void stop() throws Exception {
        this.stopped.set(true);
        for (Future<?> thread : this.threads) {
            thread.get(30, TimeUnit.SECONDS);
        }
    }

    private Stream<PersistentWriter> writers() {
        return Stream.of(this.single, this.batches, this.deleting);
    }

    /** What the events of a room say, and where they stand. */
    private Map<String, Long> stored(String roomId) {
        Map<String, Long> stored = new HashMap<>();
        this.jdbc.query(
                "SELECT data -> 'content' ->> 'body' AS text, index FROM roomkit.events WHERE room_id = ?",
                row -> {
                    assertThat(stored.put(row.getString("text"), row.getLong("index")))
                            .as("said twice")
                            .isNull();
                },
                roomId);
        return stored;
    }

    private void assertContiguous(String roomId) {
        List<Long> indices = this.jdbc.queryForList(
                "SELECT index FROM roomkit.events WHERE room_id = ? ORDER BY index", Long.class, roomId);
        Long next = this.jdbc.queryForObject("SELECT next_index FROM roomkit.rooms WHERE id = ?", Long.class, roomId);

        assertThat(indices).first().isEqualTo(0L);
        assertThat(indices).last().isEqualTo(indices.size() - 1L);
        assertThat(next).isEqualTo((long) indices.size());
    }
}
