package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the store attempts again by itself, and what it leaves to its caller. */
@ExtendWith(QuietPools.class)
class RetriesTests {

    /** One thread for each task: the common pool has a single one on two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final String INSERT = "INSERT INTO roomkit.events";

    private static final String COMMIT = "COMMIT";

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final PostgresStore observer = database.open();

    @AutoClose
    private final LossyNetwork network = new LossyNetwork(database.url());

    @AutoClose
    private HikariDataSource pool;

    private PostgresStore store;

    private final String room =
            observer.createRoom(Room.of(UUID.randomUUID().toString())).id();

    @BeforeEach
    void connect() {
        connect("deadlock_timeout=100ms");
    }

    /** Connects anew, with a setting of the server for the store's sessions. */
    private void connect(String setting) {
        this.pool = database.builder()
                .url(this.network.url() + "?options=-c%20" + setting)
                .maxPoolSize(1)
                .openPool();
        this.store = storeOnPool(Duration.ofSeconds(10));
    }

    /** Makes transactions of the one session stricter after the store asked how strict they are. */
    private void makeReadsRepeatable() throws SQLException {
        try (Connection connection = this.pool.getConnection()) {
            execute(connection, "SET default_transaction_isolation = 'repeatable read'");
        }
    }

    private PostgresStore storeOnPool(Duration statementTimeout) {
        return PostgresStore.builder()
                .dataSource(this.pool)
                .migration(MigrationMode.NONE)
                .statementTimeout(statementTimeout)
                .open();
    }

    @Test
    void anAppendWhoseAnswerIsLostIsRepeatedAndFindsItsOwnEvent() {
        RoomEvent event = message(this.room, "key");
        this.network.loseAnswerTo(INSERT);

        AppendResult result = this.store.appendEvent(this.room, event);

        assertThat(this.network.isWaiting()).isFalse();
        assertThat(result.duplicate()).as("it was not there before the call").isFalse();
        assertThat(observer.getTimeline(this.room, 10)).containsExactly(result.event());
        assertThat(result.event().id()).isEqualTo(event.id());
        assertThat(this.store.stats().retries()).isEqualTo(1);
        assertThat(this.store.appendEvent(this.room, event).duplicate()).isTrue();
    }

    @Test
    void aRepeatedAppendThatFindsTheEventOfAnotherIsADuplicate() {
        RoomEvent first =
                observer.appendEvent(this.room, message(this.room, "key")).event();
        this.network.loseAnswerTo(INSERT);

        AppendResult result = this.store.appendEvent(this.room, message(this.room, "key"));

        assertThat(this.network.isWaiting()).isFalse();
        assertThat(result).isEqualTo(new AppendResult(first, true));
    }

    @Test
    void aReadWhoseAnswerIsLostIsRepeated() {
        this.network.loseAnswersTo("FROM roomkit.rooms", 2);

        assertThat(this.store.getRoom(this.room)).isEqualTo(observer.getRoom(this.room));
        assertThat(this.network.isWaiting()).isFalse();
        assertThat(this.store.stats().retries()).isEqualTo(2);
    }

    @Test
    void aReadWhoseAnswerIsLostEachTimeFailsWithNothingWritten() {
        this.network.loseAnswersTo("FROM roomkit.rooms", 3);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> this.store.getRoom(this.room))
                .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isTrue());
        assertThat(this.network.isWaiting()).isFalse();
        assertThat(this.store.stats().retries()).isEqualTo(2);
    }

    @Test
    void aTransactionThatBreaksBeforeItsCommitIsRepeated() {
        RoomEvent event =
                observer.appendEvent(this.room, message(this.room, "one")).event();
        this.network.loseAnswerTo("DELETE FROM roomkit.events");

        assertThat(this.store.deleteEvent(this.room, event.id())).containsExactly(event.id());
        assertThat(this.network.isWaiting()).isFalse();
        assertThat(observer.getEventCount(this.room)).isZero();
        assertThat(this.store.stats().retries()).isEqualTo(1);
    }

    @Test
    void aTransactionWhoseCommitIsNotAnsweredIsLeftToTheCaller() {
        RoomEvent event =
                observer.appendEvent(this.room, message(this.room, "one")).event();
        this.network.loseAnswerTo(COMMIT);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> this.store.deleteEvent(this.room, event.id()))
                .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isFalse());
        assertThat(this.store.stats().retries()).isZero();
        assertThat(observer.getEventCount(this.room)).isZero();
    }

    @Test
    void aRoomWhoseCreationIsNotAnsweredIsFound() {
        Room created = Room.of(UUID.randomUUID().toString());
        this.network.loseAnswerTo("INSERT INTO roomkit.rooms");

        assertThat(this.store.getOrCreateRoom(created)).isEqualTo(created);
        assertThat(this.network.isWaiting()).isFalse();
        assertThat(observer.getRoom(created.id())).contains(created);
    }

    @Test
    void whatIsUnknownStaysUnknownWhenTheDatabaseCannotBeReachedAnyMore() {
        RoomEvent event = message(this.room, "key");
        this.pool.setConnectionTimeout(250);
        this.network.loseAnswerTo(INSERT);
        this.network.refuseConnections();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> this.store.appendEvent(this.room, event))
                .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isFalse());
        assertThat(observer.getEventCount(this.room)).isEqualTo(1);
    }

    @Test
    void inATransactionOfTheCallerNothingIsRepeated() {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.pool));
        this.network.loseAnswerTo(INSERT);

        Throwable failure = catchThrowable(() ->
                transaction.executeWithoutResult(status -> assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(() -> this.store.appendEvent(this.room, message(this.room, "key")))
                        .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isTrue())));

        assertThat(failure).isNotNull();
        assertThat(this.network.isWaiting()).isFalse();
        assertThat(this.store.stats().retries()).isZero();
        assertThat(observer.getEventCount(this.room)).isZero();
    }

    @Test
    void aDeadlockIsRepeated() throws SQLException {
        observer.addBinding(ChannelBinding.of(this.room, "binding-1", ChannelType.SMS));
        observer.addBinding(ChannelBinding.of(this.room, "binding-2", ChannelType.SMS));
        Room changed = paused();
        try (Connection first = lock("binding-1");
                Connection second = lock("binding-2")) {
            CompletableFuture<Room> update =
                    CompletableFuture.supplyAsync(() -> this.store.updateRoom(changed), THREADS);
            awaitBlocked(1);
            CompletableFuture<Void> stranger = CompletableFuture.runAsync(() -> lockRoom(second), THREADS);
            awaitBlocked(2);

            first.rollback();

            assertThat(stranger).succeedsWithin(Duration.ofSeconds(20));
            second.rollback();
            assertThat(update).succeedsWithin(Duration.ofSeconds(20));
        }
        assertThat(this.store.stats().retries()).isEqualTo(1);
    }

    private Room paused() {
        return Room.builder(this.room).status(RoomStatus.PAUSED).build();
    }

    /** A stranger's transaction that has a binding and would wait for a lock for ever. */
    private Connection lock(String binding) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("SET LOCAL deadlock_timeout = '1h'");
        connection
                .createStatement()
                .execute("SELECT FROM roomkit.bindings WHERE room_id = '" + this.room + "' AND channel_id = '" + binding
                        + "' FOR UPDATE");
        return connection;
    }

    private void lockRoom(Connection connection) {
        try {
            connection.createStatement().execute("SELECT FROM roomkit.rooms WHERE id = '" + this.room + "' FOR UPDATE");
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void awaitBlocked(int sessions) {
        Eventually.isTrue(() -> database.blockedSessions() == sessions);
    }

    @Test
    void aSerializationFailureIsRepeated() throws SQLException {
        makeReadsRepeatable();
        Room changed = observer.getRoom(this.room).orElseThrow();
        try (Connection stranger = database.dataSource().getConnection()) {
            stranger.setAutoCommit(false);
            touchRoom(stranger);
            CompletableFuture<Room> update =
                    CompletableFuture.supplyAsync(() -> this.store.updateRoom(changed), THREADS);
            awaitBlocked(1);

            stranger.commit();

            assertThat(update).succeedsWithin(Duration.ofSeconds(20));
        }
        assertThat(this.store.stats().retries()).isEqualTo(1);
    }

    @Test
    void theChangeOfARoomIsAskedForOnce() throws SQLException {
        makeReadsRepeatable();
        observer.addBinding(ChannelBinding.of(this.room, "binding-1", ChannelType.SMS));
        AtomicInteger calls = new AtomicInteger();
        try (Connection stranger = database.dataSource().getConnection()) {
            stranger.setAutoCommit(false);
            CompletableFuture<Room> update = CompletableFuture.supplyAsync(
                    () -> this.store.updateRoom(this.room, changed -> {
                        calls.incrementAndGet();
                        touchBinding(stranger);
                        return paused();
                    }),
                    THREADS);
            awaitBlocked(1);

            stranger.commit();

            assertThat(update)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(StoreException.class, ex -> {
                        assertThat(ex.getSqlState()).isEqualTo("40001");
                        assertThat(ex.isRetryable()).isTrue();
                        assertThat(ex.isOutcomeKnown()).isTrue();
                    });
        }
        assertThat(calls).hasValue(1);
        assertThat(this.store.stats().retries()).isZero();
    }

    private void touchRoom(Connection connection) {
        execute(connection, "UPDATE roomkit.rooms SET updated_at = updated_at WHERE id = '" + this.room + "'");
    }

    private void touchBinding(Connection connection) {
        execute(connection, "UPDATE roomkit.bindings SET data = data WHERE room_id = '" + this.room + "'");
    }

    private static void execute(Connection connection, String sql) {
        try {
            connection.createStatement().execute(sql);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void anInterruptedThreadRepeatsNothing() {
        this.network.loseAnswerTo(INSERT);
        Throwable failure;
        boolean interrupted;
        this.store.roomExists(this.room);
        Thread.currentThread().interrupt();
        try {
            failure = catchThrowable(() -> this.store.appendEvent(this.room, message(this.room, "key")));
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(failure)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        ex -> assertThat(ex.isOutcomeKnown()).isFalse());
        assertThat(interrupted).isTrue();
        assertThat(this.store.stats().retries()).isZero();
    }

    @Test
    void nothingIsRepeatedOnceTheStatementTimeoutIsOver() {
        Retries retries = new Retries(Duration.ofMillis(5));
        StoreException failure = new StoreException("failed");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> retries.call(call -> {
                    call.awaitAnother(failure);
                    return "repeated";
                }))
                .isSameAs(failure);
        assertThat(retries.conflicts() + retries.lostConnections()).isZero();
    }

    @Test
    void theAttemptsOfACallShareOneStatementTimeout() {
        Retries retries = new Retries(Duration.ofSeconds(60));

        retries.call(call -> {
            assertThat(call.remaining()).isNull();
            call.awaitAnother(new StoreException("failed"));
            assertThat(call.remaining()).isLessThan(Duration.ofSeconds(60)).isPositive();
            return "done";
        });
    }

    @Test
    void aRepeatedStatementIsCancelledWhenTheTimeOfTheCallIsOver() throws SQLException {
        PostgresStore impatient = storeOnPool(Duration.ofSeconds(2));
        Room changed = observer.getRoom(this.room).orElseThrow();
        try (Connection stranger = database.dataSource().getConnection()) {
            stranger.setAutoCommit(false);
            touchRoom(stranger);
            this.network.loseAnswerTo("BEGIN");

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> impatient.updateRoom(changed))
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("57014"))
                    .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isTrue());
        }
        assertThat(impatient.stats().retries()).isEqualTo(1);
    }

    private static RoomEvent message(String roomId, String key) {
        return Application.keyed(roomId, "hello", key);
    }
}
