package live.roomkit.samples.quickstart;

import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.observation.InstrumentedConversationStore;
import live.roomkit.store.postgres.PoolStats;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.PostgresStoreBuilder;
import live.roomkit.test.postgres.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Shows the operations of a conversation store, first on PostgreSQL and then in memory. The exit status is not zero
 * when a result differs from the expected one.
 *
 * <p>When the environment variable {@code ROOMKIT_STORE_URL} contains the URL of a database, the program uses this
 * database. Otherwise, the program starts a PostgreSQL server, which needs no installation. On an existing database,
 * the program creates one room and two identities with new ids, and deletes only these.
 */
public final class Quickstart {

    private final Report report = new Report(System.out);

    private Quickstart() {}

    /** Runs the program. */
    public static void main(String[] arguments) {
        boolean asPromised = new Quickstart().run(System.getenv("ROOMKIT_STORE_URL"));
        System.exit(asPromised ? 0 : 1);
    }

    private boolean run(@Nullable String url) {
        if (url != null && !url.isBlank()) {
            this.report.title("PostgresStore on the database of ROOMKIT_STORE_URL");
            try (PostgresStore store = PostgresStore.fromEnvironment()) {
                walkOnPostgres(store);
            }
        } else {
            runOnServerOfItsOwn();
        }
        this.report.title("The same program on InMemoryStore");
        try (ConversationStore store = new InMemoryStore()) {
            new Walkthrough(store, this.report).run();
        }
        return this.report.conclude();
    }

    private void runOnServerOfItsOwn() {
        this.report.line("Starting PostgreSQL; the first time, it is unpacked.");
        try (TestPostgres server = TestPostgres.start(TestPostgres.Durability.DURABLE)) {
            this.report.title("PostgresStore on a PostgreSQL " + server.majorVersion() + " of its own");
            PostgresStoreBuilder builder = PostgresStore.builder()
                    .url(server.url())
                    .username(server.username())
                    .password(server.password())
                    .minPoolSize(2)
                    .maxPoolSize(10)
                    .acquireTimeout(Duration.ofSeconds(5));
            try (PostgresStore store = builder.open()) {
                walkOnPostgres(store);
                showSchema(new JdbcTemplate(
                        new DriverManagerDataSource(server.url(), server.username(), server.password())));
            }
        }
    }

    private void walkOnPostgres(PostgresStore store) {
        Map<String, Integer> operations = new ConcurrentSkipListMap<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new OperationCounter(operations));
        new Walkthrough(new InstrumentedConversationStore(store, registry), this.report).run();
        showTelemetry(operations);
        showPool(store);
    }

    private void showTelemetry(Map<String, Integer> operations) {
        this.report.section("Telemetry: an observation for each operation, as store.operation and store.table");
        operations.forEach((operation, count) -> this.report.line("%-40s %6d", operation, count));
        this.report.expect("observed create_room on rooms", true, operations.containsKey("create_room rooms"));
        this.report.expect("observed append_event on events", true, operations.containsKey("append_event events"));
    }

    private void showPool(PostgresStore store) {
        this.report.section("Pool figures");
        PoolStats pool = store.poolStats().orElseThrow();
        this.report.line(
                "size %d, idle %d, active %d, waiting %d", pool.size(), pool.idle(), pool.active(), pool.waiting());
        this.report.expect("pool: active connections while nothing happens", 0, pool.active());
        this.report.expect("pool: minimum and maximum", List.of(2, 10), List.of(pool.minimum(), pool.maximum()));
    }

    private void showSchema(JdbcTemplate jdbc) {
        this.report.section("Schema");
        List<String> tables = jdbc.queryForList(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'roomkit' ORDER BY tablename", String.class);
        this.report.expect(
                "tables in schema roomkit",
                List.of(
                        "bindings",
                        "events",
                        "identities",
                        "identity_addresses",
                        "observations",
                        "participants",
                        "read_markers",
                        "rooms",
                        "schema_version",
                        "tasks"),
                tables);
        jdbc.query(
                "SELECT version, description FROM roomkit.schema_version WHERE version IS NOT NULL ORDER BY installed_rank",
                row -> {
                    this.report.line("schema_version: %s, %s", row.getString(1), row.getString(2));
                });
    }
}
