package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import live.roomkit.channel.ChannelType;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.store.json.RecordJson;
import live.roomkit.store.postgres.EveryOperation.Step;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rules for the text of statements and migrations, so that the same text also runs on hash partitions and on engines that
 * distribute rooms. The statements are those that a store executes in the course of all its operations.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SqlRulesTests {

    private static final String OTHER_SCHEMA = "elsewhere";

    private static final String TABLES =
            "(rooms|events|bindings|participants|identities|identity_addresses|tasks|observations|read_markers"
                    + "|changes|feed|feed_deletions|feed_positions|feed_members|feed_parked_rooms"
                    + "|feed_parked_changes|holds|hold_guard|sweeps)";

    private static final List<String> TABLES_OF_A_ROOM =
            List.of("events", "bindings", "participants", "tasks", "observations", "read_markers");

    /** The end of a lease, set or compared. */
    private static final Pattern LEASE = Pattern.compile(
            "\\b(lease_until|alive_until)"
                    + "( [=<>] |\\) FILTER \\(WHERE m\\.member <> \\?\\) - |\\) VALUES \\(\\?, \\?, (1, '', \\?, 0, )?)pg_catalog\\.statement_timestamp\\(\\)");

    /** Names further functions that changing statements of the feed may call, because the feed does not run on Citus. */
    private static final Pattern CHANGING_IN_THE_FEED = Pattern.compile(LEASE.pattern()
            + "|pg_catalog\\.pg_snapshot_xmin\\(pg_catalog\\.pg_current_snapshot\\(\\)\\)"
            + "|RETURNING pg_catalog\\.set_config\\('idle_in_transaction_session_timeout', \\?, true\\)");

    /** Found by an id whose room is not known, by a channel or by a participant. */
    private static final List<Pattern> ACROSS_ROOMS = List.of(
            Pattern.compile("WHERE [et]\\.id = \\?"),
            Pattern.compile("FROM roomkit\\.(tasks|observations) AS t WHERE (TRUE|t\\.status|\\(?pg_catalog\\.left)"),
            Pattern.compile("WHERE b\\.channel_id = (\\?|\\(SELECT CAST\\(\\? AS text\\)\\))"),
            Pattern.compile("WHERE p\\.identity_id = (ANY|\\?|\\(SELECT CAST\\(\\? AS text\\)\\))"),
            Pattern.compile("WHERE b\\.participant_id = (\\?|\\(SELECT CAST\\(\\? AS text\\)\\))"));

    /** The last columns of an order that leave no two rows alike; an order of one value leaves nothing to tell apart. */
    private static final Set<String> UNIQUE_LAST =
            Set.of("id", "room_id", "channel_id", "index", "changed_room", "partition");

    private static final Set<String> ORDERS_OF_THE_VALUE_ITSELF = Set.of("n.channel_type", "r.activity_bucket");

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final JdbcTemplate jdbc = this.database.jdbc();

    private Set<String> statements = Set.of();

    private Set<String> statementsElsewhere = Set.of();

    private String migrations = "";

    @BeforeAll
    void tryEveryOperation() throws SQLException {
        this.statementsElsewhere = statements(OTHER_SCHEMA);
        assertThat(this.jdbc.queryForList("SELECT nspname FROM pg_namespace", String.class))
                .contains(OTHER_SCHEMA)
                .doesNotContain(SchemaName.DEFAULT);
        this.statements = statements(SchemaName.DEFAULT);
        this.migrations =
                MigrationScriptTests.scripts().map(SqlRulesTests::migration).collect(Collectors.joining("\n"));
    }

    @Test
    void everyStatementOfTheCodeIsTried() throws IllegalAccessException {
        List<String> missing = new ArrayList<>();
        for (String constant : statementConstants()) {
            Pattern pattern = Pattern.compile(Arrays.stream(constant.strip().split("%(\\d\\$)?s", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[\\s\\S]*")));
            if (this.statements.stream().noneMatch(sql -> pattern.matcher(sql).find())) {
                missing.add(constant);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** A statement may compare the clock with itself, to end after some milliseconds. */
    @Test
    void timesAndIdsAreBound() {
        String ownDuration = "(?!\\(\\) < \\(SELECT |\\(\\)\\) \\+ CAST\\('5 ms' AS interval\\))";
        assertNoneHas("now\\(\\)|current_timestamp|clock_timestamp" + ownDuration
                + "|transaction_timestamp|gen_random_uuid|localtime");
    }

    /** A function of another schema on the search path would be called instead where it fits better. */
    @Test
    void functionsAreQualified() {
        assertThat(this.statements)
                .isNotEmpty()
                .allSatisfy(sql -> assertThat(sql).doesNotContainPattern("(?<!pg_catalog\\.)\\b[a-z_]+\\("));
    }

    /** An operator of another schema would be called instead where it has the very type of a literal's other side. */
    @Test
    void operandsOfDocumentsHaveATypeOfTheirOwn() {
        assertNoneHas("(->>?|#>>?|@>|\\|\\|| -|\\?) '(?!\\{\")");
    }

    @Test
    void columnsAreListed() {
        assertNoneHas("select\\s+([a-z]+\\.)?\\*");
    }

    @Test
    void whatNotEveryEngineKnowsIsNotUsed() {
        assertNoneHas(
                "\\bmerge\\s+into\\b|\\btrigger\\b|\\bdeferrable\\b|create\\s+(temp|unlogged)|\\bset\\s+(?!local)session");
        assertNoneHas("values\\s*\\(\\s*\\(?select");
    }

    /** Engines that distribute rooms run these on the node of the room, or not at all. */
    @Test
    void recursionAndLateralJoinsStayWithinARoom() {
        Pattern within = Pattern.compile("(WITH RECURSIVE|LATERAL)(?=((?! LATERAL ).)*room_id = (\\?|r\\.id))");
        assertThat(this.statements)
                .allSatisfy(sql ->
                        assertThat(within.matcher(sql).replaceAll("")).doesNotContain("WITH RECURSIVE", "LATERAL"));
    }

    /**
     * The server finds the node of each room by a list that is a value, not by one that a query returns. An inbox is found by
     * a query, because all nodes have rooms of it.
     */
    @Test
    void listsOfRoomsAreValues() {
        assertThat(this.statements)
                .map(sql -> sql.replaceAll("\\br\\.id = ANY \\(ARRAY\\((?=\\(|WITH|SELECT [a-z]\\.(room_)?id )", ""))
                .noneMatch(sql -> Pattern.compile("(\\br\\.id|\\broom_id) = ANY \\((?!CAST\\(\\? AS text\\[\\]\\))")
                        .matcher(sql)
                        .find());
    }

    /**
     * Engines that distribute rooms cut the first rows of all nodes on the coordinator. A subquery that refers to one of them
     * would then run there, which they refuse. Statements that visit the liveliest rooms are not for distributed stores.
     */
    @Test
    void noSubqueryRefersToTheFirstRowsOfAnother() {
        Pattern firstRows = Pattern.compile("LIMIT [\\d?]+\\) AS ([a-z]+)\\b");
        assertThat(this.statements)
                .filteredOn(sql -> !sql.contains("walked AS MATERIALIZED"))
                .allSatisfy(sql -> {
                    Matcher rows = firstRows.matcher(sql);
                    while (rows.find()) {
                        assertThat(besides(sql, sql.indexOf(')', rows.start())))
                                .doesNotContainPattern("\\(SELECT [^()]*= " + rows.group(1) + "\\.");
                    }
                });
    }

    @Test
    void everyPartOfAUnionReadsATable() {
        assertNoneHas("select 1 where false");
    }

    /** Some engines report the number of rows that were selected instead of those that were inserted. */
    @Test
    void insertedRowsAreCountedByTheirReturning() {
        assertThat(this.statements)
                .filteredOn(sql -> sql.matches(".*INSERT INTO .* SELECT .* DO NOTHING.*"))
                .isNotEmpty()
                .allSatisfy(sql -> assertThat(sql).contains(" RETURNING "));
    }

    /** The clocks of the nodes differ, so they compare the ends of leases with the server's. All other times are those of the store. */
    @Test
    void onlyLeasesAreMeasuredByTheClockOfTheServer() {
        String clock = "pg_catalog.statement_timestamp(";
        assertThat(this.statements).anySatisfy(sql -> assertThat(sql).contains(clock));
        assertThat(this.statements)
                .allSatisfy(sql -> assertThat(LEASE.matcher(sql).replaceAll("")).doesNotContain(clock));
    }

    @Test
    void updatesCallImmutableFunctionsOnly() {
        List<String> changing = this.jdbc.queryForList("""
                SELECT DISTINCT proname FROM pg_proc
                WHERE pronamespace = 'pg_catalog'::regnamespace AND provolatile <> 'i'
                """, String.class);
        assertThat(changing).contains("jsonb_build_object");
        assertThat(this.statements)
                .filteredOn(sql -> sql.contains("UPDATE roomkit.") || sql.contains("DO UPDATE"))
                .isNotEmpty()
                .allSatisfy(sql -> assertThat(functions(CHANGING_IN_THE_FEED
                                .matcher(sql.replace(Rows.ON_A_SNAPSHOT, ""))
                                .replaceAll("")))
                        .doesNotContainAnyElementsOf(changing));
    }

    @Test
    void everyTableIsNamedWithItsSchema() {
        assertThat(this.statements)
                .allSatisfy(sql -> assertThat(withoutPrefixed(sql, SchemaName.DEFAULT))
                        .doesNotContainPattern("\\b" + TABLES + "\\b"));
    }

    @Test
    void anotherSchemaIsSwappedInEverywhere() {
        assertThat(this.statementsElsewhere).allSatisfy(sql -> assertThat(sql).doesNotContain(SchemaName.DEFAULT));
        assertThat(this.statementsElsewhere)
                .extracting(sql -> sql.replace('"' + OTHER_SCHEMA + "\".", "roomkit."))
                .containsExactlyInAnyOrderElementsOf(this.statements);
    }

    @Test
    void everyOrderEndsInAUniqueColumn() {
        Pattern order = Pattern.compile("ORDER BY (.*?)(?= LIMIT| OFFSET| ROWS|\\)|$| FOR )");
        assertThat(this.statements).allSatisfy(sql -> {
            Matcher matcher = order.matcher(sql.replaceAll("pg_catalog\\.left\\(([a-z_.]+), \\d+\\)", "$1"));
            while (matcher.find()) {
                String by = matcher.group(1).replace(" DESC", "").strip();
                String last = by.substring(by.lastIndexOf(' ') + 1);
                assertThat(ORDERS_OF_THE_VALUE_ITSELF.contains(by)
                                || UNIQUE_LAST.contains(last.substring(last.indexOf('.') + 1)))
                        .as("ORDER BY " + by)
                        .isTrue();
            }
        });
    }

    @Test
    void offsetIsUsedOnlyWhereTheOperationsTakeOne() {
        assertThat(this.statements)
                .filteredOn(sql -> sql.contains("OFFSET"))
                .allMatch(sql -> sql.contains("ORDER BY e.index")
                        || sql.contains("ORDER BY r.created_at, r.id")
                        || sql.contains("ORDER BY f.created_at, f.id"));
    }

    @Test
    void whatTouchesARoomsTableNamesTheRoom() {
        Pattern named = Pattern.compile("room_id (= |> \\?)|INSERT INTO roomkit\\.[a-z_]+ AS [a-z] \\([^)]*room_id");
        assertThat(this.statements)
                .filteredOn(sql -> TABLES_OF_A_ROOM.stream().anyMatch(table -> sql.contains("roomkit." + table + " ")))
                .filteredOn(sql -> ACROSS_ROOMS.stream()
                        .noneMatch(rule -> rule.matcher(sql).find()))
                .isNotEmpty()
                .allSatisfy(sql -> assertThat(sql).containsPattern(named));
    }

    @Test
    void onlyChangesOfATimelineLockARoomForUpdate() {
        assertThat(this.statements)
                .filteredOn(sql -> sql.contains("FOR UPDATE"))
                .containsExactly("SELECT r.next_index FROM roomkit.rooms AS r WHERE r.id = ? FOR UPDATE");
    }

    @Test
    void everyUniqueIndexOfARoomsTableHoldsTheRoom() {
        List<String> indexes = this.jdbc.queryForList("""
                SELECT c.relname || ': ' || pg_get_indexdef(i.indexrelid)
                FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
                WHERE c.relnamespace = 'roomkit'::regnamespace AND i.indisunique
                """, String.class);
        assertThat(indexes)
                .filteredOn(index -> TABLES_OF_A_ROOM.contains(index.substring(0, index.indexOf(':'))))
                .hasSizeGreaterThanOrEqualTo(TABLES_OF_A_ROOM.size())
                .allMatch(index -> index.substring(index.indexOf(" USING")).contains("room_id"));
    }

    @Test
    void noIndexHoldsACounter() {
        List<String> indexed = this.jdbc.queryForList("""
                SELECT a.attname
                FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indexrelid
                WHERE i.indrelid IN ('roomkit.rooms'::regclass, 'roomkit.read_markers'::regclass)
                """, String.class);
        assertThat(indexed)
                .contains("id", "status")
                .doesNotContain(
                        "next_index",
                        "event_count",
                        "message_count",
                        "last_message_index",
                        "delivered_index",
                        "last_activity_at",
                        "updated_at",
                        "event_index",
                        "events_read",
                        "messages_read",
                        "bytes");
    }

    @Test
    void textIsOrderedByCodePoint() {
        List<String> collations = this.jdbc.queryForList("""
                SELECT DISTINCT c.collname
                FROM pg_attribute AS a JOIN pg_class AS t ON t.oid = a.attrelid JOIN pg_collation AS c ON c.oid = a.attcollation
                WHERE t.relnamespace = 'roomkit'::regnamespace AND t.relname <> 'schema_version'
                    AND t.relkind IN ('r', 'i') AND t.relname NOT LIKE 'schema_version%'
                """, String.class);
        assertThat(collations).containsExactly("C");
    }

    @Test
    void migrationsNameTheirSchemaAndCanBeRunByHand() {
        assertThat(withoutPrefixed(this.migrations, SchemaName.DEFAULT))
                .doesNotContainPattern("(table|on|references|into|update|from) " + TABLES + "\\b")
                .doesNotContain("${");
    }

    private void assertNoneHas(String pattern) {
        Pattern forbidden = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        assertThat(this.statements)
                .isNotEmpty()
                .noneMatch(sql -> forbidden.matcher(sql).find());
        assertThat(this.migrations).doesNotContainPattern(forbidden);
    }

    /** Returns what surrounds a subquery of {@code FROM} within the same query. */
    private static String besides(String sql, int end) {
        int start = edge(sql, end - 1, -1);
        int from = edge(sql, start - 1, -1) + 1;
        return sql.substring(from, start) + sql.substring(end + 1, edge(sql, end + 1, 1));
    }

    /** Returns the position of the parenthesis around a position, in the given direction. */
    private static int edge(String sql, int position, int step) {
        int depth = 0;
        for (int at = position; at >= 0 && at < sql.length(); at += step) {
            int opening = (sql.charAt(at) == '(') ? step : (sql.charAt(at) == ')') ? -step : 0;
            depth += opening;
            if (depth < 0) {
                return at;
            }
        }
        return (step > 0) ? sql.length() : -1;
    }

    private static List<String> functions(String sql) {
        return Pattern.compile("pg_catalog\\.([a-z_]+)\\(")
                .matcher(sql)
                .results()
                .map(call -> call.group(1))
                .toList();
    }

    private static String withoutPrefixed(String sql, String schema) {
        return sql.replaceAll("\\b" + schema + "\\." + TABLES + "\\b", "");
    }

    /** Tries every operation without capabilities, and then on an equal database with all of them. */
    private Set<String> statements(String schema) throws SQLException {
        Set<String> statements = new LinkedHashSet<>(statements(this.database, schema, false));
        try (FreshDatabase withAll = new FreshDatabase()) {
            statements.addAll(statements(withAll, schema, true));
        }
        return statements;
    }

    private static List<String> statements(FreshDatabase database, String schema, boolean all) throws SQLException {
        StatementRecorder recorder = new StatementRecorder(database.dataSource());
        PostgresStoreBuilder builder = PostgresStore.builder()
                .dataSource(recorder)
                .schema(schema)
                .feed(all)
                .holds(all)
                .sweepsInTurn(all);
        try (PostgresStore store = builder.open();
                PostgresStore splitting = builder.appendsInTwoStatements(true).open()) {
            LargeDataset.SMALL.writeTo(database.dataSource(), schema);
            recorder.clear();
            for (Step step : EveryOperation.on(LargeDataset.SMALL)) {
                step.work().accept(store);
            }
            String room = LargeDataset.SMALL.hotRoom();
            splitting.appendEvent(room, Application.message(room, "one"));
            splitting.addEventsAutoIndex(
                    room, List.of(Application.message(room, "two"), Application.message(room, "three")));
            examine(new SchemaName(schema), recorder);
            readDistributedInboxes(new SchemaName(schema), recorder);
            if (all) {
                FeedReads.on(store).forEach(read -> read.work().accept(store));
                FeedGroupSteps.on(recorder, new SchemaName(schema))
                        .forEach(step -> step.work().accept(store));
                HoldSteps.on(LargeDataset.SMALL).forEach(step -> step.work().accept(store));
                SweepTurnSteps.run(recorder, new SchemaName(schema));
            }
        }
        return recorder.executions().stream()
                .map(Execution::sql)
                .map(SqlRulesTests::normalized)
                .toList();
    }

    private static Database database(SchemaName schema, DataSource dataSource, boolean distributed) {
        return new Database(
                new StoreJdbcTemplate(dataSource),
                schema,
                new RecordJson(Integer.MAX_VALUE),
                Integer.MAX_VALUE,
                Clock.systemUTC(),
                false,
                distributed);
    }

    private static void readDistributedInboxes(SchemaName schema, DataSource dataSource) {
        Database database = database(schema, dataSource, true);
        InboxReader reader = new InboxReader(database, new RoomTable(database));
        for (InboxQuery query : Inboxes.QUERIES) {
            reader.page(query);
            reader.page(query.metadata(Map.of("topic", "topic-7")).channelType(ChannelType.SMS));
            reader.totals(query);
        }
    }

    private static void examine(SchemaName schema, DataSource dataSource) {
        Database database = database(schema, dataSource, true);
        new SchemaExamination(database, dataSource, schema).examine();
        new ServerExamination(database, schema, Duration.ZERO).examine();
        new IdentityExamination(database).examine("");
        new RoomExamination(database).examine("");
    }

    /** Returns the statements of the code, except those of the feed's switch, which are executed only when a store opens. */
    private static List<String> statementConstants() throws IllegalAccessException {
        List<String> constants = new ArrayList<>();
        List<Class<?>> classes = new ClassFileImporter(List.of(new DoNotIncludeTests()))
                .importPackages("live.roomkit.store.postgres").stream()
                        .<Class<?>>map(type -> type.reflect())
                        .filter(type -> type != FeedSwitch.class)
                        .toList();
        for (Field field : classes.stream()
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .toList()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                field.setAccessible(true);
                String value = normalized((String) field.get(null));
                addStatement(constants, value);
            } else if (Modifier.isStatic(field.getModifiers()) && field.getType() == Recorded.class) {
                field.setAccessible(true);
                Recorded recorded = (Recorded) field.get(null);
                addStatement(constants, normalized(recorded.plain()));
                addStatement(constants, normalized(recorded.recording()));
            }
        }
        return constants;
    }

    private static void addStatement(List<String> constants, String value) {
        if (value.matches("(SELECT|INSERT|UPDATE|DELETE|WITH) .*") && value.contains("roomkit.")) {
            constants.add(value);
        }
    }

    private static String normalized(String sql) {
        return sql.replace("\"roomkit\".", "roomkit.").replaceAll("\\s+", " ").strip();
    }

    private static String migration(String name) {
        try (InputStream script = MigrationScripts.class.getResourceAsStream("migration/" + name)) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
