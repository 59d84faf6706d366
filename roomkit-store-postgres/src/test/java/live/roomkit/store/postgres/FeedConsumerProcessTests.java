package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedStart;
import live.roomkit.room.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Kills and halts processes that share a consumer group. {@code -Droomkit.chaos.kills=20} does so as often. Each process writes
 * what it handles into a table, in the transaction in which the position moves.
 */
class FeedConsumerProcessTests {

    private static final int ROOMS = 16;

    private static final Duration LEASE = Duration.ofSeconds(3);

    /** The time within which another member takes over what a member held that was killed. */
    private static final Duration TAKE_OVER = LEASE.plusSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int ROUNDS = Integer.getInteger("roomkit.chaos.kills", 2);

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore store = this.database.open(builder -> builder.feed(true));

    private final Deque<Process> processes = new ArrayDeque<>();

    private int appended;

    @BeforeEach
    void createRooms() {
        this.database
                .jdbc()
                .execute("CREATE TABLE effects (id bigserial PRIMARY KEY, room text, index bigint, process bigint)");
        for (int i = 0; i < ROOMS; i++) {
            this.store.createRoom(Room.of("room-" + i));
        }
    }

    @AfterEach
    void endProcesses() {
        this.processes.forEach(Process::destroyForcibly);
    }

    @Test
    void killedConsumersLoseNothingAndRepeatNothing() throws IOException {
        List<Long> takeOvers = new ArrayList<>();
        startProcess();
        startProcess();
        for (int kill = 0; kill < ROUNDS; kill++) {
            awaitEffectsOf(this.processes.peekFirst());
            appendToAll(5);
            long killed = System.nanoTime();
            this.processes.removeFirst().destroyForcibly();
            appendToAll(5);
            awaitEffects(PATIENCE);
            long takeOver = millisSince(killed);
            takeOvers.add(takeOver);
            assertThat(takeOver - millisToHandle(5))
                    .as("take-over, without the time that this machine takes for the changes")
                    .isLessThanOrEqualTo(TAKE_OVER.toMillis());
            startProcess();
        }

        assertEveryEffectOnceInOrder();
        System.out.println("kill -9 of " + ROUNDS + " consumers with a lease of " + LEASE.toMillis() + " ms: "
                + this.appended + " changes, 0 lost, 0 repeated; everything handled after "
                + takeOvers.stream().sorted().toList() + " ms");
    }

    /** The process is halted at any point of a batch, for twice its lease. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessThatWasHaltedMovesNothing() throws Exception {
        startProcess();
        startProcess();
        Process halted = this.processes.peekFirst();
        for (int halt = 0; halt < ROUNDS; halt++) {
            awaitEffectsOf(halted);
            appendToAll(5);
            signal(halted, "STOP");
            long start = System.nanoTime();
            appendToAll(5);
            awaitEffects(PATIENCE);
            Eventually.isTrue(PATIENCE, () -> millisSince(start) >= 2 * LEASE.toMillis());

            signal(halted, "CONT");

            appendToAll(5);
            awaitEffects(PATIENCE);
            assertEveryEffectOnceInOrder();
        }
        awaitEffectsOf(halted);
        assertEveryEffectOnceInOrder();
        System.out.println(
                ROUNDS + " halts of a consumer for twice its lease: " + this.appended + " changes, 0 lost, 0 repeated");
    }

    /** Returns the time until changes are handled while nobody is missing. */
    private long millisToHandle(int events) {
        long start = System.nanoTime();
        appendToAll(events);
        awaitEffects(PATIENCE);
        return millisSince(start);
    }

    private void startProcess() throws IOException {
        this.processes.addLast(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Node.class.getName(),
                        this.database.url(),
                        this.database.username(),
                        this.database.password())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void appendToAll(int events) {
        for (int n = 0; n < events; n++) {
            for (int i = 0; i < ROOMS; i++) {
                this.store.addEventAutoIndex("room-" + i, Application.message("room-" + i, "hello"));
            }
        }
        this.appended += events * ROOMS;
    }

    /** Appends until a process takes part. */
    private void awaitEffectsOf(Process process) {
        int before = effects("WHERE process = " + process.pid());
        Eventually.isTrue(PATIENCE, () -> {
            appendToAll(1);
            return effects("WHERE process = " + process.pid()) > before;
        });
        awaitEffects(PATIENCE);
    }

    private void awaitEffects(Duration patience) {
        Eventually.isTrue(patience, () -> effects("") >= this.appended);
    }

    private int effects(String condition) {
        Integer count = this.database.jdbc().queryForObject("SELECT count(*) FROM effects " + condition, Integer.class);
        return (count != null) ? count : 0;
    }

    private void assertEveryEffectOnceInOrder() {
        assertThat(IntStream.range(0, ROOMS)
                        .mapToObj(i -> this.database
                                .jdbc()
                                .queryForList(
                                        "SELECT index FROM effects WHERE room = ? ORDER BY id",
                                        Long.class,
                                        "room-" + i)))
                .allMatch(LongStream.range(0, this.appended / ROOMS).boxed().toList()::equals);
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    /** Handles changes until it is killed. */
    static final class Node {

        private Node() {}

        public static void main(String[] arguments) throws InterruptedException {
            HikariDataSource pool = pool(arguments);
            PostgresStore store =
                    PostgresStore.builder().dataSource(pool).feed(true).open();
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            long pid = ProcessHandle.current().pid();
            ChangeFeed.of(store)
                    .consumer("crm")
                    .lease(LEASE)
                    .from(FeedStart.EARLIEST)
                    .kinds(Change.EventAppended.class)
                    .onChange(change -> jdbc.update(
                            "INSERT INTO effects (room, index, process) VALUES (?, ?, ?)",
                            change.roomId(),
                            ((Change.EventAppended) change).index(),
                            pid))
                    .start();
            Thread.currentThread().join();
        }

        private static HikariDataSource pool(String[] arguments) {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(arguments[0]);
            pool.setUsername(arguments[1]);
            pool.setPassword(arguments[2]);
            pool.setMaximumPoolSize(3);
            return pool;
        }
    }
}
