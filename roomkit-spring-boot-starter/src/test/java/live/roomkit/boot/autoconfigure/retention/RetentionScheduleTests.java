package live.roomkit.boot.autoconfigure.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import live.roomkit.boot.autoconfigure.Contexts;
import live.roomkit.boot.autoconfigure.RetentionRule;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import live.roomkit.content.ErasedContent;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.room.Room;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests when sweeps run, on which node, and how they end. */
@ExtendWith(OutputCaptureExtension.class)
class RetentionScheduleTests {

    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private final TestDatabase database = TestPostgres.shared().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

    @AutoClose
    private final PostgresStore first = open();

    @AutoClose
    private final PostgresStore second = open();

    private final SteppedClock clock = new SteppedClock("2026-03-01T02:59:30Z");

    @Test
    void eachSweepThatIsDueRunsOnOneNode() {
        write("room", 30);
        Map<String, RetentionRule> rules = Map.of("chat", rule(Action.ERASE), "all", rule(Action.DELETE));
        List<RetentionSchedule> nodes = IntStream.range(0, 6)
                .mapToObj(i -> schedule((i % 2 == 0) ? this.first : this.second, rules))
                .toList();

        runAll(nodes);
        assertThat(turns()).isEmpty();
        this.clock.forward(HOUR);
        runAll(nodes);
        runAll(nodes);

        assertThat(turns()).containsExactlyInAnyOrder(1L, 1L);
        assertThat(nodes.stream()
                        .flatMap(node -> node.policies().stream())
                        .filter(policy -> policy.name().equals("all"))
                        .mapToLong(ScheduledPolicy::sweptEvents)
                        .sum())
                .isEqualTo(30);
        this.clock.forward(HOUR);
        runAll(nodes);
        assertThat(turns()).containsExactlyInAnyOrder(2L, 2L);
    }

    /** The node's clock is a second late, so it calls when the sweep of the other one is done. */
    @Test
    void nodesThatAreLateDoNotSweepAgain() {
        RetentionSchedule early = schedule(this.first, Map.of("chat", rule(Action.ERASE)));
        RetentionSchedule late = schedule(this.second, Map.of("chat", rule(Action.ERASE)));
        this.clock.forward(Duration.ofSeconds(30));
        early.run();
        this.clock.forward(Duration.ofSeconds(1));
        late.run();

        assertThat(turns()).containsExactly(1L);
    }

    @Test
    void shutdownEndsASweepAfterItsTransaction(CapturedOutput output) throws Exception {
        write("room", 1_000);
        RetentionSchedule schedule = schedule(this.first, Map.of("chat", rule(Action.DELETE)));
        try (Connection other = this.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT id FROM roomkit.rooms WHERE id = 'room' FOR UPDATE");
            this.clock.forward(HOUR);
            schedule.start();
            await().until(() -> blockedSessions() == 1);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(schedule::stop);
            await().until(() -> !schedule.isRunning());
            other.rollback();
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(20));
        }

        long left = this.first.getEventCount("room");
        assertThat(left).isStrictlyBetween(0L, 1_000L);
        assertThat(output)
                .contains("swept %d events of 1 rooms".formatted(1_000 - left))
                .contains("The next sweep goes on");
        RetentionSchedule restarted = schedule(this.second, Map.of("chat", rule(Action.DELETE)));
        this.clock.forward(HOUR);
        restarted.run();
        assertThat(this.first.getEventCount("room")).isZero();
    }

    @Test
    void sweepThatFailedIsLeftToTheNextOne(CapturedOutput output) {
        write("room", 3);
        RetentionSchedule schedule = schedule(this.first, Map.of("chat", rule(Action.DELETE)));
        this.clock.forward(HOUR);
        rename("events", "away");
        schedule.run();
        schedule.run();
        rename("away", "events");

        assertThat(output).containsOnlyOnce("A sweep by retention policy 'chat' failed");
        this.jdbc.update("UPDATE roomkit.sweeps SET lease_until = '-infinity'");
        this.clock.forward(HOUR);
        schedule.run();
        assertThat(this.first.getEventCount("room")).isZero();
    }

    @Test
    void sweepThatCouldNotBeginIsTriedAgain() {
        write("room", 3);
        RetentionSchedule schedule = schedule(this.first, Map.of("chat", rule(Action.DELETE)));
        this.clock.forward(HOUR);
        rename("sweeps", "away");
        schedule.run();
        assertThat(this.first.getEventCount("room")).isEqualTo(3);

        rename("away", "sweeps");
        schedule.run();
        assertThat(this.first.getEventCount("room")).isZero();
    }

    @Test
    void nodeThatDiedKeepsNoOtherFromSweeping() {
        write("room", 3);
        RetentionSchedule schedule = schedule(this.first, Map.of("chat", rule(Action.DELETE)));
        this.jdbc.update("""
                INSERT INTO roomkit.sweeps (policy, due_at, turn, lease_until, position, held_rooms)
                VALUES ('chat', '2026-03-01T03:00:00Z', 7, now() - INTERVAL '1 second', '', 0)
                """);
        this.clock.forward(HOUR.plus(HOUR));
        schedule.run();

        assertThat(this.first.getEventCount("room")).isZero();
        assertThat(turns()).containsExactly(8L);
    }

    @Test
    void dryRunLogsAndWritesNothing(CapturedOutput output) {
        write("room", 3);
        RetentionRule rule = new RetentionRule(Period.ofYears(1), Action.DELETE, null, Set.of(), Set.of(), true);
        RetentionSchedule schedule = schedule(this.first, Map.of("chat", rule));
        this.clock.forward(HOUR);
        schedule.run();

        assertThat(output).contains("Retention policy 'chat' would sweep 3 events of 1 rooms");
        assertThat(this.first.getEventCount("room")).isEqualTo(3);
        assertThat(schedule.policies().get(0).sweptEvents()).isZero();
    }

    @Test
    void theMemoryStoreIsSweptToo() {
        try (InMemoryStore store = new InMemoryStore()) {
            store.createRoom(Room.of("room"));
            RoomEvent event = store.appendEvent("room", old("room")).event();
            RetentionSchedule schedule = schedule(Protection.of(store), Map.of("chat", rule(Action.ERASE)), "10m");
            this.clock.forward(HOUR);
            schedule.run();

            assertThat(store.getEvent("room", event.id()).orElseThrow().content())
                    .isInstanceOf(ErasedContent.class);
        }
    }

    @Test
    void sweepsFallBehindAndCatchUp() {
        write("room", 1_000);
        ScheduledPolicy policy = fallBehind();
        assertThat(policy.isBehind()).isFalse();
        assertThat(policy.behind()).isEqualTo(Duration.ofSeconds(59 * 60 + 30));
        assertThat(policy.age()).isNull();

        policy = fallBehind();
        assertThat(policy.isBehind()).isTrue();
        assertThat(policy.behind()).isEqualTo(Duration.ofSeconds(2 * 3600 - 30));

        RetentionSchedule enough = schedule(this.first, Map.of("chat", rule(Action.DELETE)));
        this.clock.forward(HOUR);
        enough.run();
        ScheduledPolicy caughtUp = enough.policies().get(0);
        assertThat(caughtUp.isBehind()).isFalse();
        assertThat(caughtUp.behind()).isZero();
        assertThat(caughtUp.age()).isEqualTo(Duration.ofSeconds(59 * 60 + 30));
    }

    /** Lets a node end its next sweep before the first room, and returns what another node knows of it. */
    private ScheduledPolicy fallBehind() {
        RetentionSchedule hasty = schedule(this.second.protection(), Map.of("chat", rule(Action.DELETE)), "1ns");
        this.clock.forward(HOUR);
        hasty.run();
        RetentionSchedule other = schedule(this.first, Map.of("chat", rule(Action.DELETE)));
        other.run();
        return other.policies().get(0);
    }

    private PostgresStore open() {
        return PostgresStore.builder()
                .dataSource(this.database.dataSource())
                .holds(true)
                .sweepsInTurn(true)
                .open();
    }

    private void write(String roomId, int events) {
        this.first.createRoom(Room.of(roomId));
        this.first.addEventsAutoIndex(
                roomId, IntStream.range(0, events).mapToObj(i -> old(roomId)).toList());
    }

    private static RoomEvent old(String roomId) {
        return Contexts.message(roomId, "old").toBuilder().createdAt(OLD).build();
    }

    private static RetentionRule rule(Action action) {
        return new RetentionRule(Period.ofYears(1), action, null, Set.of(), Set.of(), false);
    }

    private RetentionSchedule schedule(PostgresStore store, Map<String, RetentionRule> rules) {
        return schedule(store.protection(), rules, "10m");
    }

    private RetentionSchedule schedule(Protection protection, Map<String, RetentionRule> rules, String most) {
        return new RetentionSchedule(
                protection,
                new RoomKitStoreProperties.Retention("0 0 * * * *", DurationStyle.detectAndParse(most), rules),
                this.clock);
    }

    private static void runAll(List<RetentionSchedule> nodes) {
        CompletableFuture.allOf(nodes.stream()
                        .map(node -> CompletableFuture.runAsync(node::run))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private List<Long> turns() {
        return this.jdbc.queryForList("SELECT turn FROM roomkit.sweeps", Long.class);
    }

    private void rename(String table, String name) {
        this.jdbc.execute("ALTER TABLE roomkit." + table + " RENAME TO " + name);
    }

    private long blockedSessions() {
        @Nullable Long blocked = this.jdbc.queryForObject("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """, Long.class);
        return (blocked != null) ? blocked : 0;
    }
}
