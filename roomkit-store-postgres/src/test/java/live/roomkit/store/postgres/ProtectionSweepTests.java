package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.room.Room;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests that the transactions of a sweep stay short in a room with many events. */
class ProtectionSweepTests {

    private static final int EVENTS = 900;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @Test
    void eachTransactionBeginsAfterTheLastEventOfTheOneBefore() {
        StatementRecorder recorder = new StatementRecorder(this.database.dataSource());
        PostgresStore store = PostgresStore.open(recorder);
        store.createRoom(Room.of("room"));
        List<RoomEvent> events = IntStream.range(0, EVENTS)
                .mapToObj(i -> Application.message("room", "text " + i))
                .toList();
        store.addEventsAutoIndex("room", events);
        recorder.clear();
        RetentionPolicy policy =
                RetentionPolicy.of("short").keep(Period.ofDays(1)).action(RetentionPolicy.Action.ERASE);

        assertThat(Protection.of(store)
                        .sweep(policy, Instant.parse("2100-01-01T00:00:00Z"), SweepLimits.NONE, false)
                        .events())
                .isEqualTo(EVENTS);

        assertThat(recorder.executions())
                .filteredOn(execution -> execution.sql().contains("ORDER BY e.created_at, e.index"))
                .extracting(Execution::sql)
                .satisfies(sql -> assertThat(sql.get(0)).doesNotContain("(e.created_at, e.index) >"))
                .hasSize(5)
                .satisfies(sql -> assertThat(sql.subList(1, 5))
                        .allSatisfy(later -> assertThat(later).contains("(e.created_at, e.index) >")));
    }
}
