package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.room.Room;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

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

    private void addEvents(int number, String text) {
        this.store.createRoom(Room.of("room"));
        List<RoomEvent> events = IntStream.range(0, number)
                .mapToObj(i -> Application.message("room", text + i))
                .toList();
        this.store.addEventsAutoIndex("room", events);
        this.recorder.clear();
    }

    private SweepReport sweep() {
        return Protection.of(this.store).sweep(POLICY, Instant.parse("2100-01-01T00:00:00Z"), SweepLimits.NONE, false);
    }

    private List<String> statements(String part) {
        return this.recorder.executions().stream()
                .map(Execution::sql)
                .filter(sql -> sql.contains(part))
                .toList();
    }
}
