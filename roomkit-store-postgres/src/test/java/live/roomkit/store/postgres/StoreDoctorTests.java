package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Plants faults in a small healthy store, each of which the doctor finds by its name. */
class StoreDoctorTests {

    private static final String MANY_ROOMS = """
            INSERT INTO roomkit.rooms (id, status, activity_bucket, created_at, updated_at, bytes, data)
            SELECT 'many ' || i, 'active', date_bin('2 minutes', now(), '2000-01-01Z'), now(), now(), 100, jsonb_build_object('id', 'many ' || i, 'status', 'active')
            FROM generate_series(1, %d) AS i
            """;

    private static final String WITHOUT_CHECKS = "SET session_replication_role = replica";

    @AutoClose
    private static final TestPostgres server = TestPostgres.startEmbedded(Durability.DURABLE);

    @AutoClose
    private final FreshDatabase database = new FreshDatabase(server);

    private final PostgresStore store = this.database.open();

    @BeforeAll
    static void allowPreparedTransactions() {
        new JdbcTemplate(server.dataSource()).execute("ALTER SYSTEM SET max_prepared_transactions = 10");
        server.restart();
    }

    @Test
    void findsNothingBesideSixteenWriters() throws Exception {
        StoreDoctor doctor = doctor().load(1).build();
        long examinations = 0;
        try (Writers writers = new Writers(this.store)) {
            long deadline =
                    System.nanoTime() + Chaos.duration(Duration.ofSeconds(3)).toNanos();
            do {
                writers.awaitWrites();
                this.database.jdbc().execute("ANALYZE");
                assertThat(doctor.examine().findings()).isEmpty();
                examinations++;
            } while (System.nanoTime() < deadline);
            writers.stop();
            writers.assertRight(this.database.jdbc());
        }
        assertThat(examinations).isPositive();
    }

    @Test
    void findsNothingInFullRecords() {
        FullRecords.writeTo(this.store, "full", "one", "two");
        this.store.markRead("full", "ai-main", "one");
        this.store.updateRoom(
                "full", room -> room.toBuilder().organizationId(null).build());
        this.store.deleteEvent("full", "two");
        this.store.createIdentity(Identity.of("another"));
        this.store.mergeIdentities(
                "another", this.store.createIdentity(Identity.of("third")).id(), "the same person");

        assertThat(doctor().build().examine().findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsAPlantedFaultByItsName(Plant plant) throws SQLException {
        writeHealthyRecords();
        plant(plant.statements().toArray(String[]::new));

        Examination examination = doctor().build().examine();

        assertThat(names(examination)).contains(plant.fault().faultName()).isSubsetOf(plant.names());
        assertThat(examination.toString()).doesNotContain("s3cret", "+4477");
        assertThat(examination.isComplete()).isTrue();
    }

    @Test
    void tablesOfTheApplicationInTheSchemaAreNotExamined() throws SQLException {
        writeHealthyRecords();
        plant(
                "CREATE TABLE roomkit.payroll (room_id text)",
                "CREATE INDEX payroll_idx ON roomkit.payroll (room_id)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'roomkit.payroll_idx'::regclass",
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER one BEFORE UPDATE ON roomkit.payroll FOR EACH ROW EXECUTE FUNCTION nothing()",
                "CREATE TRIGGER two BEFORE UPDATE ON roomkit.payroll FOR EACH ROW EXECUTE FUNCTION nothing()",
                "ALTER TABLE roomkit.payroll DISABLE TRIGGER two");

        assertThat(doctor().build().examine().findings()).isEmpty();
    }

    @Test
    void triggersAndIndexesOfPartitionsAreExamined() throws Exception {
        writeHealthyRecords();
        plant(
                Files.readString(Path.of("../docs/partition-events.sql")),
                "ALTER TABLE roomkit.events_3 DISABLE TRIGGER ALL",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'roomkit.events_3_pkey'::regclass");

        assertThat(names(doctor().build().examine())).contains("disabled-trigger", "invalid-index");
    }

    @Test
    void triggersOnTablesOfACapabilityAreFound() throws SQLException {
        new PostgresSchema(this.database.dataSource()).holds().migrate();
        plant(
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER mine BEFORE UPDATE ON roomkit.holds FOR EACH ROW EXECUTE FUNCTION nothing()");

        assertThat(names(doctor().build().examine())).containsExactly("foreign-trigger");
    }

    @Test
    void everyFaultIsPlanted() {
        Set<Fault> planted = faults().map(Plant::fault).collect(Collectors.toSet());
        planted.addAll(Set.of(Fault.OLD_TRANSACTION, Fault.PREPARED_TRANSACTION, Fault.IDLE_REPLICATION_SLOT));
        planted.addAll(Set.of(Fault.FEW_HOT_UPDATES, Fault.LARGE_ROOM));

        assertThat(planted).containsExactlyInAnyOrder(Fault.values());
        assertThat(planted).hasSizeGreaterThanOrEqualTo(25);
    }

    @Test
    void everyFaultIsDescribed() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("../docs/reliability.md"))) {
            assertThat(lines.filter(line -> line.matches("\\| `[a-z-]+` \\|.*"))
                            .map(line -> line.substring(3, line.indexOf('`', 3))))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(Fault.values()).map(Fault::faultName).toList());
        }
    }

    @Test
    void findsAnOldTransaction() throws SQLException {
        this.store.createRoom(Room.of("room"));
        try (Connection stranger = this.database.lockRoom("room")) {
            assertThat(names(doctor().longTransaction(Duration.ofHours(1))
                            .build()
                            .examine()))
                    .isEmpty();
            assertThat(names(doctor().longTransaction(Duration.ZERO).build().examine()))
                    .containsExactly("old-transaction");
            stranger.rollback();
        }
    }

    @Test
    void findsAPreparedTransaction() throws SQLException {
        this.store.createRoom(Room.of("room"));
        plant("BEGIN", "UPDATE roomkit.rooms SET delivered_index = delivered_index", "PREPARE TRANSACTION 'forgotten'");
        try {
            assertThat(names(doctor().longTransaction(Duration.ZERO).build().examine()))
                    .containsExactly("prepared-transaction");
        } finally {
            this.database.jdbc().execute("ROLLBACK PREPARED 'forgotten'");
        }
    }

    @Test
    void findsAnIdleReplicationSlot() {
        JdbcTemplate jdbc = this.database.jdbc();
        jdbc.queryForList("SELECT pg_create_physical_replication_slot('idle', true)");
        try {
            assertThat(names(doctor().build().examine())).containsExactly("idle-replication-slot");
        } finally {
            jdbc.queryForList("SELECT pg_drop_replication_slot('idle')");
        }
    }

    @Test
    void findsUpdatesThatAreNotHot() throws SQLException {
        plant(
                MANY_ROOMS.formatted(100),
                "CREATE INDEX harmful ON roomkit.rooms (next_index)",
                "DO $$BEGIN FOR i IN 1..101 LOOP UPDATE roomkit.rooms SET next_index = next_index + 1; END LOOP; END$$");

        Eventually.isTrue(() -> names(doctor().build().examine()).contains("few-hot-updates"));
    }

    @Test
    void anExaminationThatEndedEarlyIsResumed() throws SQLException {
        writeHealthyRecords();
        plant(
                MANY_ROOMS.formatted(1_000),
                "UPDATE roomkit.rooms SET event_count = 7 WHERE id IN ('many 1', 'many 999')");
        StoreDoctor hurried = doctor().load(1).within(Duration.ofNanos(1)).build();
        StoreDoctor patient = doctor().load(1).build();
        Examination begun = hurried.examine();
        assertThat(begun.isComplete()).isFalse();
        assertThat(begun.rooms()).isZero();

        Examination rest = patient.examine(begun.resumeAfter());

        assertThat(rest.isComplete()).isTrue();
        assertThat(rest.rooms()).isEqualTo(1_001);
        assertThat(rest.identities()).isOne();
        assertThat(rest.findings())
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder("room 'many 1'", "room 'many 999'");
    }

    @Test
    void anExaminationEndsAfterAThousandFaults() throws SQLException {
        plant(MANY_ROOMS.formatted(2_000), "UPDATE roomkit.rooms SET event_count = 7");
        StoreDoctor doctor = doctor().load(1).build();
        List<Finding> findings = new ArrayList<>();
        String place = null;
        int parts = 0;
        do {
            Examination part = doctor.examine(place);
            findings.addAll(part.findings());
            place = part.resumeAfter();
            parts++;
        } while (place != null);

        assertThat(parts).isGreaterThan(1);
        assertThat(findings)
                .extracting(Finding::subject)
                .doesNotHaveDuplicates()
                .hasSize(2_000);
    }

    @Test
    void roomsThatTakeTooLongAloneAreReportedAndPassedOver() throws SQLException {
        plant(MANY_ROOMS.formatted(3), "UPDATE roomkit.rooms SET event_count = 20001 WHERE id <> 'many 3'");
        StoreDoctor doctor =
                doctor().load(1).statementTimeout(Duration.ofSeconds(1)).build();
        try (Connection stranger = lockEvents()) {
            Examination examination = doctor.examine("room:");

            assertThat(examination.findings())
                    .extracting(Finding::subject)
                    .containsExactly("room 'many 1'", "room 'many 2'", "room 'many 3'");
            assertThat(names(examination)).containsExactly("large-room");
            assertThat(examination.isComplete()).isTrue();
            assertThat(examination.rooms()).isZero();
            stranger.rollback();
        }
    }

    @Test
    void roomsThatTakeTooLongTogetherEndTheExamination() throws SQLException {
        plant(MANY_ROOMS.formatted(3));
        StoreDoctor doctor =
                doctor().load(1).statementTimeout(Duration.ofSeconds(1)).build();
        try (Connection stranger = lockEvents()) {
            assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> doctor.examine("room:"));
            stranger.rollback();
        }
    }

    @Test
    void anInterruptedExaminationEndsAndIsResumed() {
        writeHealthyRecords();
        StoreDoctor doctor = doctor().load(1).build();
        Thread.currentThread().interrupt();

        Examination begun = doctor.examine();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(begun.isComplete()).isFalse();
        assertThat(begun.rooms()).isZero();
        assertThat(doctor.examine(begun.resumeAfter()).rooms()).isOne();
    }

    @Test
    void anExaminationDoesNotPauseBeyondItsTime() {
        writeHealthyRecords();
        StoreDoctor doctor = doctor().load(0.0005).within(Duration.ofSeconds(1)).build();
        long start = System.nanoTime();

        Examination begun = doctor.examine("identity:");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(begun.resumeAfter()).isEqualTo("room:");
    }

    private Connection lockEvents() throws SQLException {
        Connection stranger = this.database.dataSource().getConnection();
        stranger.setAutoCommit(false);
        stranger.createStatement().execute("LOCK TABLE roomkit.events IN ACCESS EXCLUSIVE MODE");
        return stranger;
    }

    @Test
    void aPlaceThatNoExaminationReturnedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> doctor().build().examine("somewhere"))
                .withMessageContaining("resumeAfter");
    }

    @ParameterizedTest
    @EnumSource
    void theProgramTellsItsResultByItsStatus(Outcome outcome) throws SQLException {
        writeHealthyRecords();
        plant(outcome.statement);
        String user = this.database.createUser("doctor");
        this.database.jdbc().execute("GRANT USAGE ON SCHEMA roomkit TO \"" + user + "\"");
        this.database.jdbc().execute("GRANT SELECT ON ALL TABLES IN SCHEMA roomkit TO \"" + user + "\"");
        String url = (outcome == Outcome.UNUSABLE)
                ? "postgresql://127.0.0.1:1/none"
                : this.database.clientUrl(user, FreshDatabase.PASSWORD);
        ByteArrayOutputStream output = new ByteArrayOutputStream();

        int status = StoreDoctor.run(
                Map.of("ROOMKIT_STORE_URL", url), new PrintStream(output, true, StandardCharsets.UTF_8), "roomkit");

        assertThat(output.toString(StandardCharsets.UTF_8)).contains(outcome.output);
        assertThat(status).isEqualTo(outcome.ordinal());
    }

    private enum Outcome {
        HEALTHY("SELECT 1", "0 faults, 1 rooms examined"),
        FAULTY("UPDATE roomkit.rooms SET event_count = 4", "event-count: room 'room': event_count is 4"),
        UNUSABLE("SELECT 1", "No connection to the database");

        private final String statement;

        private final String output;

        Outcome(String statement, String output) {
            this.statement = statement;
            this.output = output;
        }
    }

    static Stream<Plant> faults() {
        return Stream.of(
                plant(Fault.MISSING_TABLE, "DROP TABLE roomkit.observations"),
                plant(Fault.MISSING_COLUMN, "ALTER TABLE roomkit.tasks DROP COLUMN bytes"),
                plant(Fault.CHANGED_COLUMN, "ALTER TABLE roomkit.events ALTER type TYPE text COLLATE \"POSIX\""),
                plant(Fault.CHANGED_COLUMN, "ALTER TABLE roomkit.tasks ALTER bytes DROP NOT NULL"),
                plant(Fault.PENDING_MIGRATION, "DELETE FROM roomkit.schema_version WHERE version = '1'"),
                plant(Fault.MISSING_INDEX, "DROP INDEX roomkit.rooms_metadata_idx"),
                plant(
                        Fault.CHANGED_INDEX,
                        "DROP INDEX roomkit.rooms_status_created_at_id_idx",
                        "CREATE INDEX rooms_status_created_at_id_idx ON roomkit.rooms (status, id)"),
                plant(
                        Fault.INVALID_INDEX,
                        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'roomkit.rooms_metadata_idx'::regclass"),
                plant(Fault.FOREIGN_INDEX, "CREATE INDEX mine ON roomkit.rooms (event_count)"),
                plant(Fault.MISSING_FOREIGN_KEY, "ALTER TABLE roomkit.tasks DROP CONSTRAINT tasks_room_id_fkey"),
                plant(Fault.DISABLED_TRIGGER, "ALTER TABLE roomkit.events DISABLE TRIGGER ALL"),
                plant(
                        Fault.FOREIGN_TRIGGER,
                        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                        "CREATE TRIGGER mine BEFORE UPDATE ON roomkit.rooms FOR EACH ROW EXECUTE FUNCTION nothing()"),
                plant(Fault.ROW_SECURITY, "ALTER TABLE roomkit.identities ENABLE ROW LEVEL SECURITY"),
                plant(Fault.UNLOGGED_TABLE, "ALTER TABLE roomkit.observations SET UNLOGGED"),
                plant(Fault.FILL_FACTOR, "ALTER TABLE roomkit.rooms RESET (fillfactor)"),
                plant(Fault.AUTOVACUUM_OFF, "ALTER TABLE roomkit.events SET (autovacuum_enabled = false)"),
                plant(
                        Fault.NO_STATISTICS,
                        Set.of(Fault.AUTOVACUUM_OFF),
                        "ALTER TABLE roomkit.observations SET (autovacuum_enabled = false)",
                        """
                        INSERT INTO roomkit.observations (id, room_id, room_organization_id, created_at, bytes, data)
                        SELECT i, 'room', 'org', now(), 1, to_jsonb(repeat('x', 1000)) FROM generate_series(1, 10000) AS i
                        """),
                plant(
                        Fault.UNDISTRIBUTED_TABLE,
                        "SET allow_system_table_mods = on",
                        "CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, partmethod \"char\")",
                        "INSERT INTO pg_catalog.pg_dist_partition VALUES ('roomkit.rooms', 'h')"),
                plant(
                        Fault.SLOW_PLAN,
                        Set.of(Fault.HARMFUL_SETTING, Fault.NO_STATISTICS),
                        MANY_ROOMS.formatted(11_000),
                        "ANALYZE roomkit.rooms",
                        "SETTING enable_indexscan = off",
                        "SETTING enable_bitmapscan = off"),
                plant(Fault.HARMFUL_SETTING, "SETTING synchronous_commit = off"),
                plant(Fault.HARMFUL_SETTING, "SETTING session_replication_role = replica"),
                plant(Fault.HARMFUL_SETTING, "SETTING default_transaction_isolation = serializable"),
                plant(Fault.HARMFUL_SETTING, "SETTING ignore_checksum_failure = on"),
                plant(Fault.EVENT_COUNT, "UPDATE roomkit.rooms SET event_count = 4"),
                plant(Fault.MESSAGE_COUNT, "UPDATE roomkit.rooms SET message_count = 2"),
                plant(Fault.LAST_MESSAGE, "UPDATE roomkit.rooms SET last_message_index = -1"),
                plant(Fault.NEXT_INDEX, "UPDATE roomkit.rooms SET next_index = 2"),
                plant(
                        Fault.DUPLICATE_EVENT,
                        Set.of(Fault.MISSING_INDEX),
                        "ALTER TABLE roomkit.events DROP CONSTRAINT events_id_room_id_key",
                        "UPDATE roomkit.events SET id = 'event 1', data = data || '{\"id\": \"event 1\"}' WHERE index = 0"),
                plant(Fault.DELIVERED_INDEX, "UPDATE roomkit.rooms SET delivered_index = 3"),
                plant(
                        Fault.LAST_ACTIVITY,
                        Set.of(Fault.ACTIVITY_BUCKET),
                        "UPDATE roomkit.rooms SET last_activity_at = now() + interval '2 days'"),
                plant(Fault.ACTIVITY_BUCKET, "UPDATE roomkit.rooms SET activity_bucket = '-infinity'"),
                plant(
                        Fault.MARKER_INDEX,
                        "UPDATE roomkit.read_markers SET event_index = 3, events_read = 3, messages_read = 3"),
                plant(Fault.MARKER_COUNT, "UPDATE roomkit.read_markers SET events_read = 1"),
                plant(Fault.MARKER_MESSAGES, "UPDATE roomkit.read_markers SET messages_read = 0"),
                plant(Fault.BINDING_COPY, "UPDATE roomkit.bindings SET room_status = 'closed'"),
                plant(Fault.BINDING_COPY, "UPDATE roomkit.bindings SET room_organization_id = 'other'"),
                plant(Fault.BINDING_COPY, "UPDATE roomkit.bindings SET room_created_at = now() + interval '1 day'"),
                plant(
                        Fault.PARTICIPANT_COPY,
                        "UPDATE roomkit.participants SET room_created_at = now() + interval '1 day'"),
                plant(Fault.TASK_COPY, "UPDATE roomkit.tasks SET room_organization_id = NULL"),
                plant(Fault.OBSERVATION_COPY, "UPDATE roomkit.observations SET room_organization_id = 'other'"),
                plant(Fault.ROOM_RECORD, "UPDATE roomkit.rooms SET data = data || '{\"status\": \"paused\"}'"),
                plant(Fault.EVENT_RECORD, "UPDATE roomkit.events SET visibility = 'internal'"),
                plant(Fault.EVENT_RECORD, "UPDATE roomkit.events SET data = data || '{\"status\": \"blocked\"}'"),
                plant(Fault.BINDING_RECORD, "UPDATE roomkit.bindings SET participant_id = 'other'"),
                plant(Fault.PARTICIPANT_RECORD, "UPDATE roomkit.participants SET identity_id = 'other'"),
                plant(Fault.TASK_RECORD, "UPDATE roomkit.tasks SET status = 'failed'"),
                plant(Fault.RECORD_SIZE, "UPDATE roomkit.events SET bytes = 0 WHERE index = 1"),
                plant(Fault.ORPHAN, WITHOUT_CHECKS, "INSERT INTO roomkit.read_markers VALUES ('ghost', 'c', 0, 0)"),
                plant(Fault.ORPHAN, WITHOUT_CHECKS, "UPDATE roomkit.observations SET room_id = 'zzz'"),
                plant(
                        Fault.IDENTITY_RECORD,
                        Set.of(Fault.ADDRESS_ORGANIZATION),
                        "UPDATE roomkit.identities SET organization_id = 'other'"),
                plant(
                        Fault.IDENTITY_RECORD,
                        "UPDATE roomkit.identities SET data = data || '{\"external_ids\": \"s3cret\"}'"),
                plant(
                        Fault.IDENTITY_RECORD,
                        Set.of(Fault.ADDRESS_NOT_LISTED),
                        "UPDATE roomkit.identities SET data = data || '{\"channel_addresses\": null}'"),
                plant(
                        Fault.IDENTITY_RECORD,
                        Set.of(Fault.ADDRESS_NOT_LISTED),
                        "UPDATE roomkit.identities SET data = data || '{\"channel_addresses\": [\"s3cret\"]}'"),
                plant(
                        Fault.IDENTITY_RECORD,
                        Set.of(Fault.ADDRESS_NOT_LISTED),
                        "UPDATE roomkit.identities SET data = data || '{\"channel_addresses\": {\"sms\": null}}'"),
                plant(
                        Fault.IDENTITY_RECORD,
                        Set.of(Fault.ADDRESS_NOT_LISTED),
                        "UPDATE roomkit.identities SET data = data || '{\"channel_addresses\": {\"sms\": \"s3cret\"}}'"),
                plant(Fault.IDENTITY_MERGE, "UPDATE roomkit.identities SET merge_id = 'merge'"),
                plant(
                        Fault.IDENTITY_MERGE,
                        "UPDATE roomkit.identities SET merged_into = 'ghost', merge_id = 'merge', merged_at = now()"),
                plant(
                        Fault.IDENTITY_MERGE,
                        "UPDATE roomkit.identities SET merged_into = id, merge_id = 'merge', merged_at = now()"),
                plant(Fault.IDENTITY_SEARCH, "UPDATE roomkit.identities SET name_key = 's3cret'"),
                plant(Fault.IDENTITY_SEARCH, "UPDATE roomkit.identities SET search = '{\"phone\": \"4477\"}'"),
                plant(
                        Fault.ADDRESS_WITHOUT_IDENTITY,
                        WITHOUT_CHECKS,
                        "INSERT INTO roomkit.identity_addresses VALUES ('', 'sms', '', '+447700', NULL, 'ghost')"),
                plant(
                        Fault.ADDRESS_NOT_LISTED,
                        "INSERT INTO roomkit.identity_addresses VALUES ('org', 'email', '', '+447700', NULL, 'person')"),
                plant(Fault.ADDRESS_NOT_FOUND, "DELETE FROM roomkit.identity_addresses"),
                plant(Fault.ADDRESS_ORGANIZATION, "UPDATE roomkit.identity_addresses SET organization_id = ''"));
    }

    private static Plant plant(Fault fault, String... statements) {
        return plant(fault, Set.of(), statements);
    }

    /** Plants a fault that shows as others too. */
    private static Plant plant(Fault fault, Set<Fault> others, String... statements) {
        return new Plant(fault, others, List.of(statements));
    }

    private void plant(String... statements) throws SQLException {
        try (Connection connection = this.database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(
                        sql.startsWith("SETTING")
                                ? "ALTER DATABASE " + this.database.name() + " SET" + sql.substring("SETTING".length())
                                : sql);
            }
        }
    }

    private void writeHealthyRecords() {
        this.store.createRoom(Room.builder("room").organizationId("org").build());
        IntStream.range(0, 3)
                .forEach(i -> this.store.addEventAutoIndex(
                        "room",
                        Application.message("room", "s3cret").toBuilder()
                                .id("event " + i)
                                .build()));
        this.store.markRead("room", "sms-main", "event 1");
        this.store.addBinding(ChannelBinding.of("room", "sms-main", ChannelType.SMS));
        this.store.addParticipant(
                Participant.builder("room", "person", "sms-main").build());
        this.store.addTask(Task.of("room", "task"));
        this.store.addObservation(Observation.builder("room", "observation").build());
        this.store.createIdentity(Identity.builder("person")
                .organizationId("org")
                .channelAddresses(Map.of(ChannelType.SMS, List.of("+447712")))
                .build());
    }

    private StoreDoctor.Builder doctor() {
        return StoreDoctor.builder().dataSource(this.database.dataSource());
    }

    private static Set<String> names(Examination examination) {
        return examination.findings().stream().map(Finding::fault).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * A fault with the statements that plant it.
     *
     * @param others the other faults that show then
     */
    record Plant(Fault fault, Set<Fault> others, List<String> statements) {

        private Set<String> names() {
            return Stream.concat(Stream.of(this.fault), this.others.stream())
                    .map(Fault::faultName)
                    .collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return this.fault.faultName() + ": " + this.statements.get(this.statements.size() - 1);
        }
    }
}
