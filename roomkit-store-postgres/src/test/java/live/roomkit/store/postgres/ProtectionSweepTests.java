package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import live.roomkit.content.ErasedContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;
import live.roomkit.room.Room;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Tests that the steps of a sweep stay short in a room with many or large events. */
class ProtectionSweepTests {

    private static final int EVENTS = 900;

    private static final int ROOMS = 50;

    private static final RetentionPolicy POLICY =
            RetentionPolicy.of("short").keep(Period.ofDays(1)).action(RetentionPolicy.Action.ERASE);

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final StatementRecorder recorder = new StatementRecorder(this.database.dataSource());

    private final PostgresStore store = PostgresStore.open(this.recorder);

    @Test
    void eachTransactionBeginsAfterTheLastEventOfTheOneBefore() {
        addEvents(EVENTS, "text");

        assertThat(sweep().events()).isEqualTo(EVENTS);

        assertThat(statements("FOR NO KEY UPDATE"))
                .hasSizeGreaterThan(1)
                .allSatisfy(sql -> assertThat(sql).contains("(e.created_at, e.index) <="))
                .satisfies(sql -> assertThat(sql.get(0)).doesNotContain("(e.created_at, e.index) >"))
                .satisfies(sql -> assertThat(sql.subList(1, sql.size()))
                        .allSatisfy(later -> assertThat(later).contains("(e.created_at, e.index) >")));
    }

    @Test
    void erasedEventsAreLookedAtInPartsAndWithoutLocks() {
        addEvents(EVENTS, "text");
        sweep();
        this.recorder.clear();

        assertThat(sweep().events()).isZero();

        assertThat(statements("AS found"))
                .hasSizeGreaterThan(1)
                .allSatisfy(sql -> assertThat(sql).containsPattern("LIMIT [0-9]{1,4}\n"));
        assertThat(statements("UPDATE")).isEmpty();
    }

    @Test
    void largeEventsTakeATransactionEach() {
        addEvents(3, "x".repeat(3_000_000));

        assertThat(sweep().events()).isEqualTo(3);

        assertThat(statements("FOR NO KEY UPDATE")).hasSize(3);
    }

    /** Deleted events stay in the indexes until they are vacuumed, and a search for older events passes over all of them. */
    @Test
    void aLookAtRoomsEndsSoonAmongDeletedEvents() {
        sweep();
        String look = statements("clock_timestamp").get(0);
        addRoomsWithDeletedEvents();

        List<Boolean> due = this.database
                .jdbc()
                .query(
                        look.replaceFirst("LIMIT [0-9]+\n$", "LIMIT " + ROOMS),
                        (row, number) -> (Boolean) row.getObject("due"),
                        OffsetDateTime.parse("2100-01-01T00:00:00Z"),
                        "");

        assertThat(due).hasSize(ROOMS).startsWith(true).endsWith((Boolean) null);
        assertThat(sweep())
                .extracting(SweepReport::events, SweepReport::complete)
                .containsExactly((long) ROOMS, true);
    }

    /**
     * An index scan marks the entries of deleted events, and the next scan skips the marked ones. The scan marks an
     * entry only after the deletion is in the log on disk.
     */
    @Test
    void aLaterLookAtARoomReadsFewOfTheEventsThatASweepDeleted() {
        JdbcTemplate jdbc = this.database.jdbc();
        jdbc.execute("ALTER TABLE roomkit.events SET (autovacuum_enabled = false)");
        jdbc.execute("ALTER DATABASE " + this.database.name() + " SET synchronous_commit = on");
        addEvents(EVENTS, "x".repeat(1_000));
        jdbc.execute("ANALYZE roomkit.events");
        assertThat(sweep(POLICY.action(RetentionPolicy.Action.DELETE)).events()).isEqualTo(EVENTS);
        String look = statements("clock_timestamp").get(0);

        String plan = String.join(
                "\n",
                jdbc.queryForList(
                        "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + look,
                        String.class,
                        OffsetDateTime.parse("2100-01-01T00:00:00Z"),
                        ""));

        Long pages = jdbc.queryForObject("SELECT pg_relation_size('roomkit.events') / 8192", Long.class);
        JsonNode root = new ObjectMapper().readTree(plan).get(0).get("Plan");
        assertThat(root.get("Shared Hit Blocks").asLong()
                        + root.get("Shared Read Blocks").asLong())
                .isLessThan(Objects.requireNonNull(pages) / 2);
    }

    private void addRoomsWithDeletedEvents() {
        addEvents(1, "text");
        JdbcTemplate jdbc = this.database.jdbc();
        jdbc.execute("ALTER TABLE roomkit.events SET (autovacuum_enabled = false)");
        jdbc.update("""
                INSERT INTO roomkit.rooms (id, status, created_at, updated_at, next_index, event_count, message_count, data)
                SELECT 'room-' || n, r.status, r.created_at, r.updated_at, 3000, 1, 1,
                    r.data || jsonb_build_object('id', 'room-' || n)
                FROM roomkit.rooms AS r, generate_series(2, ?) AS n
                """, ROOMS);
        jdbc.update("""
                INSERT INTO roomkit.events (room_id, index, id, type, visibility, source_channel_id, source_channel_type,
                    created_at, data)
                SELECT r.id, n, 'event-' || n, e.type, e.visibility, e.source_channel_id, e.source_channel_type,
                    e.created_at, e.data || jsonb_build_object('id', 'event-' || n, 'room_id', r.id)
                FROM roomkit.rooms AS r, roomkit.events AS e, generate_series(1, 2999) AS n
                """);
        jdbc.update("DELETE FROM roomkit.events WHERE index <> 2999");
    }

    @Test
    void roomThatFailsStopsNoOtherRoom() throws SQLException {
        List.of("a", "b", "c").forEach(roomId -> addEvents(roomId, 2, "text"));
        PostgresStore hasty = this.database.open(
                builder -> builder.statementTimeout(Duration.ofSeconds(1)).sweepsInTurn(true));
        Instant dueAt = Instant.parse("2100-01-01T00:00:00Z");
        try (Connection other = this.database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM roomkit.events WHERE room_id IN ('a', 'b') FOR UPDATE");

            assertThatExceptionOfType(StoreTimeoutException.class)
                    .isThrownBy(() -> hasty.protection().sweepInTurn(POLICY, dueAt, SweepLimits.NONE, false))
                    .satisfies(ex -> assertThat(ex.getSuppressed()).hasSize(1));
            other.rollback();
        }

        assertThat(left("a")).isEqualTo(2);
        assertThat(left("b")).isEqualTo(2);
        assertThat(left("c")).isZero();
        assertThat(hasty.protection().findSweepState("short")).contains(new SweepState(dueAt, null, dueAt, 0));
        assertThat(hasty.protection().sweepInTurn(POLICY, dueAt.plusSeconds(1), SweepLimits.NONE, false))
                .hasValueSatisfying(report -> {
                    assertThat(report.events()).isEqualTo(4);
                    assertThat(report.complete()).isTrue();
                });
    }

    @Test
    void sweepThatFailedGoesOnAfterTheLastRoom() throws SQLException {
        List.of("a", "b", "c").forEach(roomId -> addEvents(roomId, 2, "text"));
        PostgresStore hasty = this.database.open(
                builder -> builder.statementTimeout(Duration.ofSeconds(1)).sweepsInTurn(true));
        Instant dueAt = Instant.parse("2100-01-01T00:00:00Z");
        SweepLimits two = SweepLimits.NONE.maxEvents(2);
        try (Connection other = this.database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM roomkit.events WHERE room_id = 'a' FOR UPDATE");
            assertThatExceptionOfType(StoreTimeoutException.class)
                    .isThrownBy(() -> hasty.protection().sweepInTurn(POLICY, dueAt, two, false));
            other.rollback();
        }
        assertThat(left("b")).isZero();

        hasty.protection().sweepInTurn(POLICY, dueAt.plusSeconds(1), two, false);

        assertThat(left("a")).isEqualTo(2);
        assertThat(left("c")).isZero();
    }

    @Test
    void failureEndsASweepInATransactionOfTheApplication() throws SQLException {
        List.of("a", "b").forEach(roomId -> addEvents(roomId, 2, "text"));
        DataSource dataSource = this.database.dataSource();
        PostgresStore hasty = this.database.closing(PostgresStore.builder()
                .dataSource(dataSource)
                .statementTimeout(Duration.ofSeconds(1))
                .open());
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        try (Connection other = this.database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM roomkit.events WHERE room_id = 'a' FOR UPDATE");

            assertThatExceptionOfType(StoreTimeoutException.class)
                    .isThrownBy(() -> transaction.execute(status -> hasty.protection()
                            .sweep(POLICY, Instant.parse("2100-01-01T00:00:00Z"), SweepLimits.NONE, false)))
                    .satisfies(ex -> assertThat(ex.getSuppressed()).isEmpty());
            other.rollback();
        }
        assertThat(left("b")).isEqualTo(2);
    }

    private long left(String roomId) {
        return this.store.listEvents(EventQuery.of(roomId)).stream()
                .filter(event -> !(event.content() instanceof ErasedContent))
                .count();
    }

    private void addEvents(int number, String text) {
        addEvents("room", number, text);
    }

    private void addEvents(String roomId, int number, String text) {
        this.store.createRoom(Room.of(roomId));
        List<RoomEvent> events = IntStream.range(0, number)
                .mapToObj(i -> Application.message(roomId, text + i))
                .toList();
        this.store.addEventsAutoIndex(roomId, events);
        this.recorder.clear();
    }

    private SweepReport sweep() {
        return sweep(POLICY);
    }

    private SweepReport sweep(RetentionPolicy policy) {
        return Protection.of(this.store).sweep(policy, Instant.parse("2100-01-01T00:00:00Z"), SweepLimits.NONE, false);
    }

    private List<String> statements(String part) {
        return this.recorder.executions().stream()
                .map(Execution::sql)
                .filter(sql -> sql.contains(part))
                .toList();
    }
}
