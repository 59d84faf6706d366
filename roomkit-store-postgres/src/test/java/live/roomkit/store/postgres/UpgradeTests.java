package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests migrations to a later version while this version goes on working on the tables. */
class UpgradeTests {

    private static final Logger logger = LoggerFactory.getLogger(UpgradeTests.class);

    private static final int WRITERS = 4;

    private static final int MOST_STARTS = 50;

    private static final LargeDataset DATA = new LargeDataset(500, 7, 2_000, 500);

    private static final String BOUND = "SET LOCAL lock_timeout = '300ms';\n";

    private static final String ADDITIONS = BOUND + """
            LOCK TABLE roomkit.events, roomkit.rooms;
            ALTER TABLE roomkit.rooms ADD COLUMN priority%1$s integer NOT NULL DEFAULT 0;
            ALTER TABLE roomkit.events ADD COLUMN topic%1$s text COLLATE "C";
            ALTER TABLE roomkit.events ADD CONSTRAINT events_topic%1$s_check CHECK (topic%1$s <> '') NOT VALID;
            CREATE TABLE roomkit.reactions%1$s (
                room_id     text COLLATE "C" NOT NULL,
                event_index bigint           NOT NULL,
                PRIMARY KEY (room_id, event_index),
                FOREIGN KEY (room_id) REFERENCES roomkit.rooms (id) ON DELETE CASCADE
            );
            """;

    private static final String HOLDING_A_LOCK = BOUND + """
            ALTER TABLE roomkit.tasks ADD COLUMN topic text;
            SELECT pg_sleep(2);
            """;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final JdbcTemplate jdbc = this.database.jdbc();

    private final AtomicBoolean stopped = new AtomicBoolean();

    private final ExecutorService executor = Executors.newFixedThreadPool(WRITERS);

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final PostgresStore store = this.database.open(builder -> builder.maxPoolSize(WRITERS));

    private MixedWork work;

    @BeforeEach
    void startWriting() throws Exception {
        DATA.writeTo(this.database.dataSource(), SchemaName.DEFAULT);
        DATA.countMessages(this.jdbc);
        MixedWork.openAllRooms(this.jdbc);
        this.work = new MixedWork(this.store, DATA::room, DATA.rooms());
        IntStream.range(0, WRITERS).forEach(writer -> this.executor.execute(this::write));
    }

    private void write() {
        while (!this.stopped.get()) {
            try {
                this.work.work();
            } catch (RuntimeException ex) {
                this.failures.add(ex);
            }
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        this.stopped.set(true);
        this.executor.shutdown();
        assertThat(this.executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void thisVersionGoesOnWritingWhileALaterOneMigrates() throws Exception {
        long deadline =
                System.nanoTime() + Chaos.duration(Duration.ofSeconds(3)).toNanos();
        int version = 1;
        int repetitions = 0;
        Map<String, String> scripts = new TreeMap<>(scripts());
        try (LockWatch watch = new LockWatch(this.database.dataSource())) {
            awaitWrites(200);
            while (version == 1 || System.nanoTime() < deadline) {
                version++;
                scripts.put("V" + version + "__more.sql", ADDITIONS.formatted(version));
                repetitions += migrate(scripts);
                awaitWrites(100);
            }
            logger.info(
                    "{} upgrades, {} of them repeated, {} events, lock held {} ms, waited for {} ms",
                    version - 1,
                    repetitions,
                    this.work.appended(),
                    watch.longestHeld().toMillis(),
                    watch.longestWait().toMillis());
            assertThat(watch.longestHeld()).isLessThan(Duration.ofSeconds(1));
            assertThat(watch.longestWait()).isLessThan(Duration.ofSeconds(1));
        }
        stop();

        assertThat(this.failures).isEmpty();
        assertNothingIsLost();
        assertThat(new PostgresSchema(this.database.dataSource()).version()).contains("" + version);
        this.database.builder().open().close();
    }

    /** What the other tests rely on. */
    @Test
    void aLockThatIsHeldForLongIsSeen() throws Exception {
        Map<String, String> scripts = scripts();
        scripts.put("V2__hold.sql", HOLDING_A_LOCK);
        try (LockWatch watch = new LockWatch(this.database.dataSource())) {
            migrate(scripts);

            assertThat(watch.longestHeld()).isGreaterThan(Duration.ofSeconds(1));
            assertThat(watch.longestWait()).isPositive();
        }
    }

    @Test
    void aMigrationThatFailsMidwayLeavesThisVersionAtWorkUntilItIsRepaired() throws Exception {
        Map<String, String> scripts = scripts();
        scripts.put("V2__more.sql", ADDITIONS.formatted(2));
        scripts.put("V3__broken.sql", BOUND + "ALTER TABLE roomkit.rooms ADD COLUMN broken integer DEFAULT 1 / 0;");
        awaitWrites(50);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> migrate(scripts))
                .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("22012"));

        awaitWrites(50);
        assertThat(new PostgresSchema(this.database.dataSource()).version()).contains("1");
        assertThat(SchemaSnapshot.tables(this.jdbc, "roomkit")).hasSize(10);
        this.database.builder().open().close();

        scripts.put("V3__broken.sql", BOUND + "ALTER TABLE roomkit.rooms ADD COLUMN broken integer DEFAULT 1;");
        migrate(scripts);

        assertThat(new PostgresSchema(this.database.dataSource()).version()).contains("3");
        this.database.builder().open().close();
        stop();
        assertThat(this.failures).isEmpty();
        assertNothingIsLost();
    }

    private static Map<String, String> scripts() {
        Map<String, String> scripts = new TreeMap<>();
        MigrationScripts.NAMES.forEach(name -> scripts.put(name, MigrationScripts.read(name)));
        return scripts;
    }

    /** Migrates as a node does that is started again when it could not get a lock; how often it was. */
    private int migrate(Map<String, String> scripts) {
        SchemaName schema = new SchemaName(SchemaName.DEFAULT);
        PostgresSchema later = new PostgresSchema(this.database.dataSource(), schema, new MigrationScripts(scripts));
        for (int starts = 1; ; starts++) {
            try {
                later.migrate();
                return starts - 1;
            } catch (StoreException ex) {
                if (!"55P03".equals(ex.getSqlState()) || starts == MOST_STARTS) {
                    throw ex;
                }
            }
        }
    }

    private void awaitWrites(int writes) {
        long before = this.work.appended();
        Eventually.isTrue(() -> this.work.appended() >= before + writes);
    }

    private void assertNothingIsLost() {
        Long stored = this.jdbc.queryForObject(
                "SELECT count(*) FROM roomkit.events WHERE data -> 'content' ->> 'body' IN ('hello', 'one', 'two')",
                Long.class);

        assertThat(stored).isEqualTo(this.work.appended());
        RoomCounts.assertRight(this.jdbc);
    }
}
