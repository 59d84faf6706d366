package live.roomkit.store.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import live.roomkit.event.EventQuery;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/** Finds settings of the database server, open transactions, and query plans that harm the store. */
final class ServerExamination {

    private static final int LARGE_ROWS = 10_000;

    private static final Map<String, Set<String>> HARMFUL = new TreeMap<>(Map.ofEntries(
            Map.entry("fsync", Set.of("off")),
            Map.entry("full_page_writes", Set.of("off")),
            Map.entry("synchronous_commit", Set.of("off")),
            Map.entry("autovacuum", Set.of("off")),
            Map.entry("track_counts", Set.of("off")),
            Map.entry("session_replication_role", Set.of("replica")),
            Map.entry("zero_damaged_pages", Set.of("on")),
            Map.entry("ignore_checksum_failure", Set.of("on")),
            Map.entry("default_transaction_isolation", Set.of("repeatable read", "serializable")),
            Map.entry("enable_indexscan", Set.of("off")),
            Map.entry("enable_indexonlyscan", Set.of("off")),
            Map.entry("enable_nestloop", Set.of("off"))));

    private static final String SETTINGS =
            "SELECT s.name, s.setting FROM pg_catalog.pg_settings AS s WHERE s.name = ANY (CAST(? AS text[]))";

    private static final String UPDATES = """
            SELECT s.n_tup_upd, s.n_tup_hot_upd
            FROM pg_catalog.pg_stat_all_tables AS s
            WHERE s.schemaname = CAST(? AS name) AND s.relname = CAST(? AS name)
                AND s.n_tup_upd >= ? AND s.n_tup_hot_upd < s.n_tup_upd / 2
            """;

    private static final String TRANSACTIONS = """
            SELECT a.pid, a.xact_start
            FROM pg_catalog.pg_stat_activity AS a
            WHERE a.datname = pg_catalog.current_database() AND a.backend_type = 'client backend'
                AND a.pid <> pg_catalog.pg_backend_pid() AND a.xact_start < CAST(? AS timestamptz)
            """;

    private static final String PREPARED = """
            SELECT p.gid, p.prepared
            FROM pg_catalog.pg_prepared_xacts AS p
            WHERE p.database = pg_catalog.current_database() AND p.prepared < CAST(? AS timestamptz)
            """;

    private static final String SLOTS = """
            SELECT CAST(s.slot_name AS text)
            FROM pg_catalog.pg_replication_slots AS s
            WHERE NOT s.active AND s.restart_lsn IS NOT NULL
            """;

    private static final String LARGE_TABLES = """
            SELECT CAST(c.relname AS text)
            FROM pg_catalog.pg_class AS c
            WHERE c.relnamespace = CAST(pg_catalog.to_regnamespace(?) AS oid) AND c.reltuples >= ?
            """;

    private final Database database;

    private final SchemaName schema;

    private final Duration longTransaction;

    ServerExamination(Database database, SchemaName schema, Duration longTransaction) {
        this.database = database;
        this.schema = schema;
        this.longTransaction = longTransaction;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        examineSettings(findings);
        examineUpdates(findings);
        examineTransactions(findings);
        examinePlans(findings);
        return findings;
    }

    private void examineSettings(List<Finding> findings) {
        this.database.each(
                SETTINGS,
                row -> {
                    String name = row.getString("name");
                    String value = row.getString("setting");
                    if (HARMFUL.getOrDefault(name, Set.of()).contains(value)) {
                        findings.add(Finding.of(Fault.HARMFUL_SETTING, "setting " + name, "It is " + value));
                    }
                },
                new Object[] {HARMFUL.keySet().toArray(String[]::new)});
    }

    private void examineUpdates(List<Finding> findings) {
        this.database.each(
                UPDATES,
                row -> findings.add(Finding.of(
                        Fault.FEW_HOT_UPDATES,
                        "table rooms",
                        row.getLong("n_tup_hot_upd") + " of " + row.getLong("n_tup_upd") + " updates were HOT")),
                this.schema.toString(),
                "rooms",
                LARGE_ROWS);
    }

    private void examineTransactions(List<Finding> findings) {
        Instant before = this.database.now().minus(this.longTransaction);
        this.database.each(
                TRANSACTIONS,
                row -> findings.add(Finding.of(
                        Fault.OLD_TRANSACTION,
                        "session " + row.getInt("pid"),
                        "Its transaction began at " + Rows.instant(row, "xact_start"))),
                before);
        this.database.each(
                PREPARED,
                row -> findings.add(Finding.of(
                        Fault.PREPARED_TRANSACTION,
                        "transaction " + row.getString("gid"),
                        "It was prepared at " + Rows.instant(row, "prepared"))),
                before);
        this.database.each(
                SLOTS,
                row -> findings.add(
                        Finding.of(Fault.IDLE_REPLICATION_SLOT, "slot " + row.getString(1), "It has no consumer")));
    }

    private void examinePlans(List<Finding> findings) {
        Set<String> large = Set.copyOf(this.database.list(
                LARGE_TABLES, (row, number) -> row.getString(1), '"' + this.schema.toString() + '"', LARGE_ROWS));
        EventConditions page = EventConditions.of(EventQuery.of("room"), 50);
        RoomSearch search = RoomSearch.of(
                RoomQuery.builder().statuses(Set.of(RoomStatus.ACTIVE)).build(), this.database);
        RoomListing lookup =
                RoomListing.of(RoomLookup.ofParticipant("participant"), List.of(), this.database.isDistributed());
        Map.of(
                        "read a room", new Statement("rooms", RoomTable.FIND_BY_ID, "room"),
                        "find rooms", new Statement("rooms", search.sql(), search.parameters()),
                        "find the latest room of a participant",
                                new Statement("bindings", lookup.sql(), lookup.parameters()),
                        "read a page of events",
                                new Statement("events", page.sql(EventTable.COLUMNS), page.parameters()),
                        "read an event", new Statement("events", EventTable.FIND_BY_ID, "room", "event"),
                        "look for an idempotency key", new Statement("events", EventTable.FIND_BY_KEY, "room", "key"),
                        "find an identity by its address",
                                new Statement(
                                        "identity_addresses",
                                        IdentityAddressTable.FIND_HOLDER,
                                        "",
                                        "sms",
                                        "",
                                        "address"))
                .forEach((name, statement) -> {
                    if (large.contains(statement.table) && statement.readsTheTable(this.database)) {
                        findings.add(Finding.of(
                                Fault.SLOW_PLAN,
                                "statement to " + name,
                                "It would read table " + statement.table + " from one end to the other"));
                    }
                });
    }

    private static final class Statement {

        private final String table;

        private final String sql;

        private final @Nullable Object[] parameters;

        Statement(String table, String sql, @Nullable Object... parameters) {
            this.table = table;
            this.sql = sql;
            this.parameters = parameters;
        }

        private boolean readsTheTable(Database database) {
            return database
                    .listBuilt("EXPLAIN " + this.sql, (row, number) -> row.getString(1), Parameters.of(this.parameters))
                    .stream()
                    .anyMatch(line -> line.contains("Seq Scan on " + this.table));
        }
    }
}
