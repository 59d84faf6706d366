package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedStart;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.room.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests what a handler writes in the transaction of a consumer, and what an idle consumer asks of the database. */
class FeedConsumerTests {

    private static final int ROOMS = 10;

    private static final int EVENTS = 30;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final HikariDataSource pool = Application.pool(this.database, 4, true);

    private final StatementRecorder recorder = new StatementRecorder(this.pool);

    private final PostgresStore store = this.database.closing(
            PostgresStore.builder().dataSource(this.recorder).feed(true).open());

    private final JdbcTemplate jdbc = new JdbcTemplate(this.recorder);

    private final AtomicInteger calls = new AtomicInteger();

    private final AtomicInteger swallowed = new AtomicInteger();

    private FeedConsumer consumer;

    @BeforeEach
    void createEffects() {
        this.database.jdbc().execute("CREATE TABLE effects (id bigserial PRIMARY KEY, room text, index bigint)");
    }

    @AfterEach
    void closeConsumer() {
        if (this.consumer != null) {
            this.consumer.close();
        }
    }

    private FeedConsumer start(Consumer<? super Change> handler) {
        this.consumer = builder().onChange(handler).start();
        return this.consumer;
    }

    private FeedConsumer.Builder builder() {
        return ChangeFeed.of(this.store)
                .consumer("crm")
                .kinds(Change.EventAppended.class)
                .attempts(3, Duration.ofMillis(5));
    }

    private void write(Change change) {
        Change.EventAppended appended = (Change.EventAppended) change;
        this.jdbc.update("INSERT INTO effects (room, index) VALUES (?, ?)", appended.roomId(), appended.index());
    }

    private void appendToAll() {
        for (int i = 0; i < ROOMS; i++) {
            this.store.createRoom(Room.of("room-" + i));
        }
        for (int n = 0; n < EVENTS; n++) {
            for (int i = 0; i < ROOMS; i++) {
                this.store.addEventAutoIndex("room-" + i, Application.message("room-" + i, "hello"));
            }
        }
    }

    private List<Long> effects(String room) {
        return this.database
                .jdbc()
                .queryForList("SELECT index FROM effects WHERE room = ? ORDER BY id", Long.class, room);
    }

    private void assertEveryEffectOnce() {
        Eventually.isTrue(() -> this.consumer.state().handled() >= ROOMS * EVENTS);
        assertThat(IntStream.range(0, ROOMS).mapToObj(i -> effects("room-" + i)))
                .allMatch(LongStream.range(0, EVENTS).boxed().toList()::equals);
        assertThat(this.consumer.parkedRooms(10)).isEmpty();
    }

    @Test
    void whatAHandlerWritesTakesEffectOnceThoughItFails() {
        start(change -> {
            write(change);
            failEverySeventh();
        });

        appendToAll();

        assertEveryEffectOnce();
        assertThat(this.consumer.state().failures()).isGreaterThan(10);
    }

    @Test
    void aFailedTransactionOfTheHandlerIsRolledBack() {
        TransactionTemplate joined = new TransactionTemplate(new JdbcTransactionManager(this.recorder));
        start(change -> joined.executeWithoutResult(status -> {
            write(change);
            failEverySeventh();
        }));

        appendToAll();

        assertEveryEffectOnce();
    }

    @Test
    void aSwallowedFailureOfAStatementIsAFailureToo() {
        start(change -> {
            write(change);
            if (this.calls.incrementAndGet() % 50 == 0) {
                try {
                    this.jdbc.execute("SELECT no_such_column");
                } catch (DataAccessException ex) {
                    return;
                }
            }
        });

        appendToAll();

        assertEveryEffectOnce();
    }

    @Test
    void aBatchMayRunWithinATransactionOfTheApplication() {
        TransactionTemplate outer = new TransactionTemplate(new JdbcTransactionManager(this.recorder));
        this.consumer = builder()
                .around(batch -> outer.executeWithoutResult(status -> batch.run()))
                .onChange(change -> {
                    write(change);
                    failEverySeventh();
                })
                .start();

        appendToAll();

        assertEveryEffectOnce();
    }

    @Test
    void codeAroundThatSwallowsFailuresLosesNothing() {
        this.consumer = builder()
                .around(batch -> {
                    try {
                        batch.run();
                    } catch (IllegalStateException ex) {
                        this.swallowed.incrementAndGet();
                    }
                })
                .onChange(change -> {
                    write(change);
                    failEverySeventh();
                })
                .start();

        appendToAll();

        assertEveryEffectOnce();
        assertThat(this.swallowed).hasPositiveValue();
    }

    /** JPA holds writes back in the same way. */
    @Test
    void whatAFailedCallHeldBackUntilTheCommitIsNotWritten() {
        TransactionTemplate outer = new TransactionTemplate(new JdbcTransactionManager(this.recorder));
        this.consumer = builder()
                .around(batch -> outer.executeWithoutResult(status -> batch.run()))
                .onChange(change -> {
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

                        @Override
                        public void beforeCommit(boolean readOnly) {
                            write(change);
                        }
                    });
                    failEverySeventh();
                })
                .start();

        appendToAll();

        assertEveryEffectOnce();
    }

    @Test
    void aFailureOfAnotherDatabaseParksTheRoom() {
        start(change -> {
            if (change.roomId().equals("poison")) {
                throw new DataAccessResourceFailureException("no connection", new SQLException("lost", "08S01"));
            }
            write(change);
        });

        for (String room : List.of("poison", "room")) {
            this.store.createRoom(Room.of(room));
            this.store.addEventAutoIndex(room, Application.message(room, "hello"));
        }

        Eventually.isTrue(() -> this.consumer.parkedRooms(10).size() == 1);
        Eventually.isTrue(() -> effects("room").equals(List.of(0L)));
        assertThat(this.consumer.state().failures()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aHandlerThatWritesElsewhereHandlesNothingTwice() {
        List<Long> handled = new CopyOnWriteArrayList<>();
        start(change -> {
            failEverySeventh();
            handled.add(change.id());
        });

        appendToAll();

        Eventually.isTrue(() -> handled.size() >= ROOMS * EVENTS);
        assertThat(handled).doesNotHaveDuplicates();
    }

    private void failEverySeventh() {
        if (this.calls.incrementAndGet() % 7 == 0) {
            throw new IllegalStateException("the handler fails for a change");
        }
    }

    @Test
    void aHandlerAppendsToTheStore() {
        start(change -> {
            if (change.roomId().startsWith("room-")) {
                this.store.getOrCreateRoom(Room.of("copy of " + change.roomId()));
                this.store.addEventAutoIndex(
                        "copy of " + change.roomId(), Application.message("copy of " + change.roomId(), "copy"));
                failEverySeventh();
            }
        });

        appendToAll();

        Eventually.isTrue(Duration.ofMinutes(1), () -> this.consumer.state().handled() >= 2 * ROOMS * EVENTS);
        assertThat(IntStream.range(0, ROOMS)
                        .mapToObj(i -> this.store
                                .getRoom("copy of room-" + i)
                                .orElseThrow()
                                .eventCount()))
                .containsOnly((long) EVENTS);
    }

    @Test
    void anIdleConsumerAsksAtMostTwiceASecond() throws InterruptedException {
        start(change -> {});
        this.store.createRoom(Room.of("room"));
        this.store.addEventAutoIndex("room", Application.message("room", "hello"));
        Eventually.isTrue(() -> this.consumer.state().handled() == 1);
        assertThat(new CountDownLatch(1).await(3, TimeUnit.SECONDS)).isFalse();
        this.recorder.clear();

        assertThat(new CountDownLatch(1).await(10, TimeUnit.SECONDS)).isFalse();

        assertThat(this.recorder.executions()).hasSizeBetween(8, 20);
        assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void aPositionOfAnotherEpochIsToldAndCanBeForgotten() {
        FeedConsumer running = start(change -> {});
        Eventually.isTrue(() -> running.state().partitions().size() == 8);
        PostgresSchema schema = new PostgresSchema(this.database.dataSource());
        schema.switchFeedOff();
        schema.feed().migrate();
        Eventually.isTrue(() -> running.state().failure() instanceof ForeignFeedTokenException);

        assertThat(ChangeFeed.of(this.store).removeGroup("crm")).isTrue();

        Eventually.isTrue(() -> running.state().failure() == null);
        this.store.createRoom(Room.of("room"));
        this.store.addEventAutoIndex("room", Application.message("room", "hello"));
        Eventually.isTrue(() -> running.state().handled() == 1);
    }

    @Test
    void aChangeFarBehindOthersIsHandled() {
        this.store.createRoom(Room.of("room"));
        for (int i = 0; i < 4; i++) {
            this.jdbc.queryForObject(
                    "SELECT setval('roomkit.changes_id_seq', nextval('roomkit.changes_id_seq') + 80000)", Long.class);
            this.store.addEventAutoIndex("room", Application.message("room", "hello"));
        }
        this.store.deleteRoom("room");
        List<Change> handled = new CopyOnWriteArrayList<>();

        this.consumer = builder()
                .kinds(Change.RoomDeleted.class)
                .from(FeedStart.EARLIEST)
                .onChange(handled::add)
                .start();

        Eventually.isTrue(() -> handled.size() == 1);
        assertThat(handled).first().isInstanceOf(Change.RoomDeleted.class);
    }

    @Test
    void closingTheStoreEndsTheConsumer() {
        FeedConsumer running = start(change -> {});
        Eventually.isTrue(() -> running.state().partitions().size() == 8);

        this.store.close();

        Eventually.isTrue(() -> running.state().partitions().isEmpty());
        assertThat(running.state().failure()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingDoesNotWaitForTheDatabase() throws SQLException {
        FeedConsumer running = start(change -> {});
        Eventually.isTrue(() -> running.state().partitions().size() == 8);
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < this.pool.getMaximumPoolSize(); i++) {
            taken.add(this.pool.getConnection());
        }
        Eventually.isTrue(() -> this.pool.getHikariPoolMXBean().getThreadsAwaitingConnection() > 1);
        long start = System.nanoTime();

        running.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        for (Connection connection : taken) {
            connection.close();
        }
    }

    @Test
    void aHandlerThatIsSlowerThanTheLeaseKeepsIt() {
        CountDownLatch slow = new CountDownLatch(1);
        this.consumer = builder()
                .lease(Duration.ofSeconds(1))
                .onChange(change -> {
                    try {
                        slow.await(3, TimeUnit.SECONDS);
                    } catch (InterruptedException ex) {
                        Thread.currentThread().interrupt();
                    }
                    write(change);
                })
                .start();
        Eventually.isTrue(() -> this.consumer.state().partitions().size() == 8);
        this.store.createRoom(Room.of("room"));
        this.store.addEventAutoIndex("room", Application.message("room", "hello"));

        try (FeedConsumer other =
                builder().lease(Duration.ofSeconds(1)).onChange(this::write).start()) {
            Eventually.isTrue(() -> !effects("room").isEmpty());
            Eventually.isTrue(() -> other.state().partitions().size() == 4);
        }
        assertThat(effects("room")).containsExactly(0L);
        assertThat(this.consumer.state().failures()).isZero();
    }
}
