package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.StoreException;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tests that every operation is right, or fails with SQLSTATE 40001, at an isolation stricter than READ COMMITTED. The
 * other node works at READ COMMITTED.
 */
class IsolationTests {

    /** An executor with one thread per task, since the common pool has a single thread on two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final String WRONG_COPIES = """
            SELECT b.room_id FROM roomkit.bindings AS b JOIN roomkit.rooms AS r ON r.id = b.room_id
            WHERE b.room_status <> r.status OR b.room_organization_id IS DISTINCT FROM r.organization_id
            """;

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final HikariDataSource otherPool = database.closing(database.builder()
            .url(database.url() + "?options=-c%20default_transaction_isolation=read%5C%20committed")
            .openPool());

    private static final PostgresStore other = Application.open(otherPool);

    private static final JdbcTemplate jdbc = database.jdbc();

    private final String channel = UUID.randomUUID().toString();

    private final String room =
            other.createRoom(Room.of(UUID.randomUUID().toString())).id();

    private final List<RoomEvent> events = List.of(append("one"), append("two"), append("three"));

    private RoomEvent append(String text) {
        return other.appendEvent(this.room, Application.message(this.room, text))
                .event();
    }

    /** Lists the sources of a transaction's stricter isolation. */
    enum Origin {
        POOL,
        ROLE,
        DATABASE
    }

    enum Isolation {
        REPEATABLE_READ("repeatable read", TransactionDefinition.ISOLATION_REPEATABLE_READ),
        SERIALIZABLE("serializable", TransactionDefinition.ISOLATION_SERIALIZABLE);

        private final String words;

        private final int level;

        Isolation(String words, int level) {
            this.words = words;
            this.level = level;
        }
    }

    static List<Arguments> defaults() {
        List<Arguments> all = new ArrayList<>();
        for (Origin origin : Origin.values()) {
            for (Isolation isolation : Isolation.values()) {
                all.add(Arguments.of(origin, isolation));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void aDeletionBesideAFirstMarkerCountsIt(Origin origin, Isolation isolation) {
        assertRightBeside(
                origin,
                isolation,
                node -> node.markAllRead(this.room, this.channel),
                strict -> strict.deleteEvent(this.room, this.events.get(1).id()));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void anEventAddedInTheMiddleBesideAFirstMarkerIsCounted(Origin origin, Isolation isolation) {
        other.deleteEvent(this.room, this.events.get(1).id());

        assertRightBeside(
                origin,
                isolation,
                node -> node.markAllRead(this.room, this.channel),
                strict -> strict.addEvent(Application.message(this.room, "again").toBuilder()
                        .index(1)
                        .build()));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void aRoomThatChangesBesideANewBindingIsFoundByIt(Origin origin, Isolation isolation) {
        assertRightBeside(
                origin,
                isolation,
                node -> node.addBinding(ChannelBinding.of(this.room, this.channel, ChannelType.SMS)),
                strict -> strict.updateRoom(closed()));

        assertThat(other.findRoomIdsByChannel(this.channel, RoomStatus.CLOSED, "organization", 10))
                .containsExactly(this.room);
        assertThat(other.findRoomIdsByChannel(this.channel, RoomStatus.ACTIVE, null, 10))
                .isEmpty();
    }

    private Room closed() {
        return Room.builder(this.room)
                .status(RoomStatus.CLOSED)
                .organizationId("organization")
                .build();
    }

    /** Lets the strict node wait for a transaction of the other one. Neither fails, and nothing is repeated. */
    private void assertRightBeside(
            Origin origin, Isolation isolation, Consumer<ConversationStore> first, Consumer<ConversationStore> second) {
        HikariDataSource pool = pool(origin, isolation);
        PostgresStore strict = Application.open(pool);
        CompletableFuture<Void> waiting = transaction(otherPool, TransactionDefinition.ISOLATION_DEFAULT)
                .execute(status -> {
                    first.accept(other);
                    CompletableFuture<Void> work = CompletableFuture.runAsync(() -> second.accept(strict), THREADS);
                    Eventually.isTrue(() -> database.blockedSessions() > 0);
                    return work;
                });

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20));
        assertThat(strict.stats().retries()).isZero();
        assertRight();
        assertThat(new JdbcTemplate(pool).queryForObject("SHOW transaction_isolation", String.class))
                .as("the session is as it was")
                .isEqualTo(isolation.words);
    }

    @AfterEach
    void resetIsolation() {
        jdbc.execute("ALTER DATABASE " + database.name() + " RESET default_transaction_isolation");
        jdbc.execute("ALTER ROLE " + database.username() + " IN DATABASE " + database.name()
                + " RESET default_transaction_isolation");
    }

    private HikariDataSource pool(Origin origin, Isolation isolation) {
        String set = " SET default_transaction_isolation = '" + isolation.words + "'";
        String name = database.name();
        switch (origin) {
            case POOL -> {}
            case ROLE -> jdbc.execute("ALTER ROLE " + database.username() + " IN DATABASE " + name + set);
            case DATABASE -> jdbc.execute("ALTER DATABASE " + name + set);
        }
        HikariDataSource pool = database.closing(
                database.builder().minPoolSize(1).maxPoolSize(1).openPool());
        return (origin == Origin.POOL) ? database.closing(withIsolation(pool, isolation)) : pool;
    }

    private static HikariDataSource withIsolation(HikariDataSource pool, Isolation isolation) {
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        config.setTransactionIsolation("TRANSACTION_" + isolation.name());
        return new HikariDataSource(config);
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionOnASnapshotWithoutTheFirstMarkerFails(Isolation isolation) {
        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.markAllRead(this.room, this.channel),
                store -> store.deleteEvent(this.room, this.events.get(1).id()));
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionOnASnapshotWithAnEarlierMarkerFails(Isolation isolation) {
        other.markRead(this.room, this.channel, this.events.get(0).id());

        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.markAllRead(this.room, this.channel),
                store -> store.deleteEvent(this.room, this.events.get(1).id()));
    }

    @ParameterizedTest
    @EnumSource
    void anAdditionOnASnapshotWithAnEarlierMarkerFails(Isolation isolation) {
        other.deleteEvent(this.room, this.events.get(1).id());
        other.markRead(this.room, this.channel, this.events.get(0).id());

        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.markAllRead(this.room, this.channel),
                store -> store.addEvent(Application.message(this.room, "again").toBuilder()
                        .index(1)
                        .build()));
    }

    @ParameterizedTest
    @EnumSource
    void aMarkerOnASnapshotWithADeletedEventFails(Isolation isolation) {
        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.deleteEvent(this.room, this.events.get(1).id()),
                store -> store.markAllRead(this.room, this.channel));
    }

    @ParameterizedTest
    @EnumSource
    void aMarkerMovedOnASnapshotWithADeletedEventFails(Isolation isolation) {
        other.markRead(this.room, this.channel, this.events.get(0).id());

        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.deleteEvent(this.room, this.events.get(1).id()),
                store -> store.markRead(
                        this.room, this.channel, this.events.get(2).id()));
    }

    @ParameterizedTest
    @EnumSource
    void aRoomChangedOnASnapshotWithoutANewBindingFails(Isolation isolation) {
        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.addBinding(ChannelBinding.of(this.room, this.channel, ChannelType.SMS)),
                store -> store.updateRoom(closed()));
    }

    @ParameterizedTest
    @EnumSource
    void aBindingAddedOnASnapshotOfTheFormerRoomFails(Isolation isolation) {
        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.updateRoom(closed()),
                store -> store.addBinding(ChannelBinding.of(this.room, this.channel, ChannelType.SMS)));
    }

    @ParameterizedTest
    @EnumSource
    void aRoomDeletedOnASnapshotWithoutANewTaskFails(Isolation isolation) {
        assertFailsOnASnapshotBefore(
                isolation, node -> node.addTask(Task.of(this.room, "task")), store -> store.deleteRoom(this.room));
    }

    @ParameterizedTest
    @EnumSource
    void aMergeOnASnapshotBeforeAnotherMergeFails(Isolation isolation) {
        for (String id : List.of("into", "first", "second")) {
            other.createIdentity(Identity.of(this.room + id));
        }

        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.mergeIdentities(this.room + "into", this.room + "first", null),
                store -> store.mergeIdentities(this.room + "into", this.room + "second", null));
    }

    @ParameterizedTest
    @EnumSource
    void aMergeOnASnapshotBeforeAnUndoFails(Isolation isolation) {
        for (String id : List.of("into", "from", "other")) {
            other.createIdentity(Identity.of(this.room + id));
        }
        String merge = other.mergeIdentities(this.room + "into", this.room + "from", null)
                .id();

        assertFailsOnASnapshotBefore(
                isolation,
                node -> node.undoMerge(merge),
                store -> store.mergeIdentities(this.room + "other", this.room + "from", null));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyTakenAfterTheSnapshotIsFoundByRepeating(Isolation isolation) {
        RoomEvent keyed = this.events.get(0).toBuilder().idempotencyKey("key").build();
        PostgresStore store = Application.open(otherPool);
        TransactionTemplate transaction = transaction(otherPool, isolation.level);
        transaction.executeWithoutResult(status -> {
            store.getEventCount(this.room);
            aside(() -> other.updateEvent(keyed));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.updateEvent(
                            this.events.get(1).toBuilder().idempotencyKey("key").build()))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isTrue())
                    .satisfies(ex -> assertThat(ex.isTransactionUsable()).isFalse());
            status.setRollbackOnly();
        });

        transaction.executeWithoutResult(status -> assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store.updateEvent(
                        this.events.get(1).toBuilder().idempotencyKey("key").build())));
    }

    /** Takes a snapshot, has the other node work, and goes on. The whole transaction, repeated, is right. */
    private void assertFailsOnASnapshotBefore(
            Isolation isolation, Consumer<ConversationStore> theirs, Consumer<ConversationStore> ours) {
        TransactionTemplate transaction = transaction(otherPool, isolation.level);
        transaction.executeWithoutResult(status -> {
            other.getEventCount(this.room);
            aside(() -> theirs.accept(other));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> ours.accept(other))
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("40001"))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isTrue())
                    .satisfies(ex -> assertThat(ex.isTransactionUsable()).isFalse());
            status.setRollbackOnly();
        });

        transaction.executeWithoutResult(status -> ours.accept(other));
        assertRight();
    }

    /** Works on another thread, hence outside of the transaction of this one. */
    private static void aside(Runnable work) {
        assertThat(CompletableFuture.runAsync(work, THREADS)).succeedsWithin(Duration.ofSeconds(20));
    }

    private static void assertRight() {
        RoomCounts.assertRight(jdbc);
        assertThat(jdbc.queryForList(WRONG_COPIES)).isEmpty();
    }

    private static TransactionTemplate transaction(HikariDataSource pool, int level) {
        TransactionTemplate template = new TransactionTemplate(new JdbcTransactionManager(pool));
        template.setIsolationLevel(level);
        return template;
    }
}
