package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests a server that stops answering in different ways. Every operation ends with the right exception, and the store
 * works again as soon as the server does.
 */
@ExtendWith(QuietPools.class)
class HangTests {

    private static final LargeDataset DATA = LargeDataset.SMALL;

    /** A time far beyond any deadline of the store. A call that takes longer counts as hanging. */
    private static final Duration FOR_EVER = Duration.ofMinutes(1);

    private static final List<EveryOperation.Step> STEPS = EveryOperation.on(DATA);

    /** The number of connections of a wide store. The server has enough connections for this number and for others. */
    private static final int WIDTH = 200;

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final PostgresStore observer = database.open();

    @AutoClose("shutdownNow")
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AutoClose
    private final LossyNetwork network = new LossyNetwork(database.url());

    @AutoClose
    private final PostgresStore store = store(this.network, 2, Duration.ofSeconds(1), "&socketTimeout=2");

    @BeforeAll
    static void fill() throws SQLException {
        DATA.writeTo(database.dataSource(), SchemaName.DEFAULT);
    }

    /**
     * Opens a store that has a connection for each operation of a round. Appends do not wait for each other, so each one
     * meets the server.
     */
    private PostgresStore wideStore(String parameters) {
        PostgresStore wideStore = store(this.network, WIDTH, FOR_EVER, parameters);
        awaitConnections(wideStore);
        return wideStore;
    }

    private static PostgresStore store(
            LossyNetwork network, int connections, Duration acquireTimeout, String parameters) {
        PostgresStore store = database.builder()
                .url(network.url() + "?ApplicationName=test" + parameters)
                .migration(MigrationMode.NONE)
                .minPoolSize(connections)
                .maxPoolSize(connections)
                .acquireTimeout(acquireTimeout)
                .statementTimeout(Duration.ofSeconds(1))
                .combiningAppends(false)
                .open();
        store.roomExists(DATA.hotRoom());
        return store;
    }

    @Test
    void aServerThatFallsSilentEndsEveryOperation() throws Exception {
        try (PostgresStore wideStore = wideStore("&socketTimeout=2")) {
            for (List<EveryOperation.Step> round : rounds()) {
                awaitConnections(wideStore);
                this.network.silenceAfter("roomkit");

                List<Throwable> failures = failuresOf(wideStore, round);

                assertThat(failures)
                        .allSatisfy(failure -> assertThat(failure).isInstanceOf(StoreUnavailableException.class));
                this.network.loseNothing();
                assertWorks(wideStore);
            }
        }
    }

    @Test
    void aServerThatStandsStillEndsEveryOperation() throws Exception {
        this.network.stop();

        List<Throwable> failures = failuresOf(this.store, STEPS);

        assertThat(failures).allSatisfy(failure -> assertThat(failure).isInstanceOf(StoreUnavailableException.class));
        this.network.goOn();
        assertWorks(this.store);
    }

    @Test
    void aLockOfAStrangerEndsEveryOperationWithNothingWritten() throws Exception {
        try (PostgresStore wideStore = wideStore("");
                Connection stranger = database.dataSource().getConnection()) {
            stranger.setAutoCommit(false);
            for (String table : database.jdbc()
                    .queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'roomkit'", String.class)) {
                stranger.createStatement().execute("LOCK TABLE roomkit." + table + " IN ACCESS EXCLUSIVE MODE");
            }

            List<Throwable> failures = new ArrayList<>();
            for (List<EveryOperation.Step> round : rounds()) {
                failures.addAll(failuresOf(wideStore, round));
            }

            assertThat(failures)
                    .hasSameSizeAs(STEPS)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(StoreTimeoutException.class, ex -> {
                                assertThat(ex.getSqlState()).isEqualTo("57014");
                                assertThat(ex.isOutcomeKnown()).isTrue();
                            }));
            stranger.rollback();
            assertWorks(wideStore);
        }
    }

    @Test
    void whoQueuesForARoomBehindASilentServerEndsToo() throws Exception {
        try (PostgresStore combining = database.builder()
                .url(this.network.url() + "?socketTimeout=2")
                .migration(MigrationMode.NONE)
                .acquireTimeout(Duration.ofSeconds(1))
                .statementTimeout(Duration.ofSeconds(1))
                .open()) {
            combining.roomExists(DATA.hotRoom());
            this.network.silenceAfter("roomkit");

            List<Future<AppendResult>> appends = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                appends.add(this.executor.submit(() -> combining.appendEvent(DATA.hotRoom(), message(DATA.hotRoom()))));
            }

            for (Future<AppendResult> append : appends) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> append.get(FOR_EVER.toSeconds(), TimeUnit.SECONDS))
                        .havingCause()
                        .isInstanceOfAny(StoreUnavailableException.class, StoreTimeoutException.class);
            }
            this.network.loseNothing();
            assertWorks(combining);
        }
    }

    @Test
    void aCommitThatIsNotAnsweredEndsWithUnknownOutcome() {
        RoomEvent event =
                observer.appendEvent(DATA.hotRoom(), message(DATA.hotRoom())).event();
        this.network.silenceAfter("COMMIT");

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> this.store.deleteEvent(DATA.hotRoom(), event.id()))
                .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isFalse());
        this.network.loseNothing();
        assertThat(this.store.getEvent(DATA.hotRoom(), event.id())).isEmpty();
    }

    @Test
    void aRollbackThatIsNotAnsweredEndsWithWhatLedToIt() {
        this.network.silenceAfter("ROLLBACK");

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> this.store.deleteEvent("no room", "no event"));
        this.network.loseNothing();
        assertWorks(this.store);
    }

    @Test
    void aStoreDoesNotOpenOnAServerThatStandsStill() {
        this.network.stop();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> database.builder()
                        .url(this.network.url())
                        .acquireTimeout(Duration.ofSeconds(1))
                        .open())
                .satisfies(ex -> assertThat(ex.isRetryable()).isTrue());
    }

    /** Runs each operation on a thread of its own, and returns the exceptions of all of them. */
    private List<Throwable> failuresOf(PostgresStore store, List<EveryOperation.Step> steps) throws Exception {
        List<Future<Throwable>> ends = new ArrayList<>();
        for (EveryOperation.Step step : steps) {
            ends.add(this.executor.submit(() -> failureOf(store, step)));
        }
        List<Throwable> failures = new ArrayList<>();
        for (Future<Throwable> end : ends) {
            failures.add(end.get(FOR_EVER.toSeconds(), TimeUnit.SECONDS));
        }
        return failures;
    }

    /** Some operations are expected to fail anyway, and swallow it: what counts is what the store said. */
    private static Throwable failureOf(PostgresStore store, EveryOperation.Step step) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        ConversationStore watched = (ConversationStore) Proxy.newProxyInstance(
                HangTests.class.getClassLoader(),
                new Class<?>[] {ConversationStore.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException ex) {
                        failure.set(ex.getCause());
                        throw ex.getCause();
                    }
                });
        Throwable thrown = catchThrowable(() -> step.work().accept(watched));
        return Objects.requireNonNullElseGet(
                failure.get(), () -> Objects.requireNonNullElseGet(thrown, () -> new AssertionError(step.name())));
    }

    private static void awaitConnections(PostgresStore wideStore) {
        Eventually.isTrue(FOR_EVER, () -> wideStore.poolStats().orElseThrow().idle() == WIDTH);
    }

    private static void assertWorks(PostgresStore store) {
        Eventually.isTrue(FOR_EVER, () -> works(store));
    }

    private static boolean works(PostgresStore store) {
        try {
            String id = UUID.randomUUID().toString();
            store.createRoom(Room.of(id));
            RoomEvent added = store.appendEvent(id, message(id)).event();
            return observer.getTimeline(id, 10).equals(List.of(added));
        } catch (StoreException ex) {
            return false;
        }
    }

    private static RoomEvent message(String roomId) {
        return Application.message(roomId, "hello");
    }

    /** Divides all operations into lists of at most as many as there are connections. */
    private static List<List<EveryOperation.Step>> rounds() {
        return IntStream.iterate(0, i -> i < STEPS.size(), i -> i + WIDTH)
                .mapToObj(i -> STEPS.subList(i, Math.min(i + WIDTH, STEPS.size())))
                .toList();
    }
}
