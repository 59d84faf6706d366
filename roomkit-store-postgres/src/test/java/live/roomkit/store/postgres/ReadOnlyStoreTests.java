package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ReadOnlyStoreException;
import live.roomkit.store.postgres.EveryOperation.Step;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests stores that only read, on a synchronous standby that shows each commit with a delay. */
class ReadOnlyStoreTests {

    private static final Pattern READS =
            Pattern.compile("(get(?!OrCreate)|find|list|page|stream|load|check|resolve).*|.*Exists");

    private static final Pattern WRITE = Pattern.compile("INSERT|UPDATE|DELETE");

    private static final Duration DELAY = Duration.ofSeconds(1);

    @AutoClose
    private static final TestPostgres primary = TestPostgres.startEmbedded(Durability.DURABLE);

    private static final FreshDatabase database = new FreshDatabase(primary);

    @AutoClose
    private static final TestPostgres standby = primary.startStandby();

    private final StatementRecorder replica = new StatementRecorder(standby.dataSourceOf(database.name()));

    @Test
    void aStandbyServesEveryReadAndSeesNoWrite() throws SQLException {
        setDelay(Duration.ZERO);
        LargeDataset data = LargeDataset.SMALL;
        try (PostgresStore writer = database.builder().schema("all").open()) {
            data.writeTo(database.dataSource(), "all");
        }
        awaitReplay();
        Set<String> refused = new TreeSet<>();
        try (PostgresStore reader = PostgresStore.builder()
                .dataSource(this.replica)
                .schema("all")
                .readOnly(true)
                .open()) {
            ConversationStore noted = noting(reader, refused);
            for (Step step : EveryOperation.on(data)) {
                try {
                    step.work().accept(noted);
                } catch (ReadOnlyStoreException ex) {
                    assertThat(ex.isOutcomeKnown()).isTrue();
                } catch (IdentityNotFoundException ex) {
                    assertThat(step.name())
                            .as("reads what an earlier step writes")
                            .contains("export");
                }
            }
        }
        assertThat(refused)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ConversationStore.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !READS.matcher(name).matches())
                        .filter(name ->
                                !Set.of("close", "unwrap", "forOrganization").contains(name))
                        .collect(Collectors.toSet()));
        assertThat(this.replica.executions())
                .isNotEmpty()
                .extracting(Execution::sql)
                .noneMatch(sql -> WRITE.matcher(sql).find());
    }

    @Test
    void aWriteIsRefusedInATransactionOfTheCallerToo() {
        setDelay(Duration.ZERO);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        try (PostgresStore reader = PostgresStore.builder()
                .dataSource(((JdbcTransactionManager) transaction.getTransactionManager()).getDataSource())
                .schema("joined")
                .readOnly(true)
                .open()) {
            transaction.executeWithoutResult(status -> assertThatExceptionOfType(ReadOnlyStoreException.class)
                    .isThrownBy(() -> reader.createRoom(Room.of("room")))
                    .satisfies(ex -> assertThat(ex.isTransactionUsable()).isTrue()));
        }
        assertThat(database.jdbc().queryForList("SELECT nspname FROM pg_namespace", String.class))
                .doesNotContain("joined");
    }

    @Test
    void aReadMayLagUnlessTheCommitWaitedForIt() {
        setDelay(Duration.ZERO);
        PostgresStore writer = database.open();
        awaitReplay();
        try (PostgresStore waiting = database.builder()
                        .url(database.url() + "?options=-c%20synchronous_commit=remote_apply")
                        .open();
                PostgresStore reader = PostgresStore.builder()
                        .dataSource(this.replica)
                        .readOnly(true)
                        .open()) {
            setDelay(DELAY);
            writer.createRoom(Room.of("later"));
            assertThat(reader.getRoom("later")).isEmpty();
            Eventually.isTrue(() -> reader.roomExists("later"));

            long start = System.nanoTime();
            waiting.createRoom(Room.of("waited for"));
            assertThat(reader.getRoom("waited for")).isPresent();
            assertThat(System.nanoTime() - start).isGreaterThan(DELAY.toNanos() / 2);
        }
    }

    private void setDelay(Duration delay) {
        JdbcTemplate jdbc = new JdbcTemplate(standby.dataSourceOf("postgres"));
        jdbc.execute("ALTER SYSTEM SET recovery_min_apply_delay = " + delay.toMillis());
        jdbc.execute("SELECT pg_reload_conf()");
        Eventually.isTrue(() -> jdbc.queryForObject(
                        "SELECT setting FROM pg_settings WHERE name = 'recovery_min_apply_delay'", Long.class)
                == delay.toMillis());
    }

    private static void awaitReplay() {
        String end = database.jdbc().queryForObject("SELECT CAST(pg_current_wal_lsn() AS text)", String.class);
        JdbcTemplate jdbc = new JdbcTemplate(standby.dataSourceOf("postgres"));
        Eventually.isTrue(() -> Boolean.TRUE.equals(
                jdbc.queryForObject("SELECT pg_last_wal_replay_lsn() >= CAST(? AS pg_lsn)", Boolean.class, end)));
    }

    /** Notes the operations that are refused. */
    private ConversationStore noting(ConversationStore store, Set<String> refused) {
        return (ConversationStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConversationStore.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException ex) {
                        if (ex.getCause() instanceof ReadOnlyStoreException) {
                            refused.add(method.getName());
                        }
                        throw ex.getCause();
                    }
                });
    }
}
