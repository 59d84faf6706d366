package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.room.Room;
import live.roomkit.store.postgres.EveryOperation.Step;
import live.roomkit.store.postgres.PlanReader.Explained;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Tests how the server reads and writes a feed of 500 000 changes: in proportion to the page, not to what is kept. */
@TestInstance(Lifecycle.PER_CLASS)
class FeedPlanTests {

    private static final int CHANGES = 500_000;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PlanReader plans = new PlanReader();

    private final List<Step> steps = new ArrayList<>();

    private FeedToken behind = new FeedToken("not read yet");

    @BeforeAll
    void explainEveryStatement() throws SQLException {
        new PostgresSchema(this.database.dataSource()).feed().migrate();
        JdbcTemplate jdbc = this.database.jdbc();
        long xid = jdbc.queryForObject("SELECT pg_current_xact_id()::text::bigint", Long.class);
        jdbc.update("""
                INSERT INTO roomkit.changes (xid, kind, index, created_at, room_id, key)
                SELECT CAST(CAST(3 + i * ? / ? AS text) AS xid8), 1, i, '2024-01-01Z', 'room-' || i % 10000, 'event-' || i
                FROM generate_series(1, ?) AS i
                """, xid - 10, CHANGES, CHANGES);
        jdbc.execute("VACUUM ANALYZE");
        try (Connection foreign = this.database.dataSource().getConnection()) {
            foreign.setAutoCommit(false);
            foreign.createStatement().execute("SELECT pg_current_xact_id()");
            explain(xid / 2);
            foreign.rollback();
        }
    }

    private void explain(long middle) throws SQLException {
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(this.database.dataSource().getConnection(), true);
        StatementRecorder recorder = new StatementRecorder(connection, this.plans);
        try (PostgresStore store = PostgresStore.builder()
                .dataSource(recorder)
                .migration(MigrationMode.NONE)
                .feed(true)
                .open()) {
            store.createRoom(Room.of("room"));
            this.steps.addAll(FeedReads.on(store));
            FeedPosition latest = FeedPosition.parse(ChangeFeed.of(store).latest());
            this.behind = FeedPosition.at(
                            latest.epoch(),
                            latest.floor(),
                            new FeedSnapshot(middle, new long[] {middle - 2}),
                            CHANGES / 2)
                    .token();
            this.steps.add(new Step(
                    "append",
                    null,
                    conversation -> conversation.addEventAutoIndex(
                            "room",
                            RoomEvent.message(
                                    "room", EventSource.inbound("sms", ChannelType.SMS), TextContent.of("hello")))));
            this.steps.add(new Step(
                    "read what was just appended",
                    null,
                    conversation -> ChangeFeed.of(conversation).read(FeedQuery.after(latest.token()))));
            this.steps.add(new Step(
                    "begin a window of 250 000 changes",
                    "looks for late changes",
                    conversation -> ChangeFeed.of(conversation).read(FeedQuery.after(this.behind))));
            this.steps.add(new Step(
                    "read a kind that never occurs",
                    "looks at 100 000 changes",
                    conversation -> ChangeFeed.of(conversation)
                            .read(FeedQuery.after(ChangeFeed.of(conversation).earliest())
                                    .kinds(Change.RoomDeleted.class))));
            this.steps.addAll(FeedGroupSteps.on(recorder, new SchemaName(SchemaName.DEFAULT)));
            for (Step step : this.steps) {
                this.plans.begin(step.name());
                step.work().accept(store);
            }
        } finally {
            connection.destroy();
        }
    }

    @TestFactory
    Stream<DynamicTest> readsInProportionToThePage() {
        return this.steps.stream()
                .filter(step ->
                        step.proportionalBecause() == null && !step.name().startsWith("delete"))
                .flatMap(step -> this.plans.explained(step.name()).stream())
                .map(explained -> DynamicTest.dynamicTest(
                        name(explained),
                        () -> assertThat(explained.plan().isFlat())
                                .as(explained.toString())
                                .isTrue()));
    }

    @TestFactory
    Stream<DynamicTest> readsNoChangesWhole() {
        return this.steps.stream()
                .flatMap(step -> this.plans.explained(step.name()).stream())
                .map(explained -> DynamicTest.dynamicTest(
                        name(explained),
                        () -> assertThat(explained.plan().tablesReadWhole())
                                .as(explained.toString())
                                .doesNotContain("changes")));
    }

    /** The pages that follow in the window read on by the ids. */
    @Test
    void aLongWindowLooksForLateChangesOnce() {
        assertThat(this.plans.explained("begin a window of 250 000 changes"))
                .isNotEmpty()
                .allSatisfy(explained -> assertThat(explained.plan().rowsRead())
                        .as(explained.toString())
                        .isLessThan(300_000));
    }

    @Test
    void aReadWithoutMatchesHasABound() {
        assertThat(this.plans.explained("read a kind that never occurs"))
                .isNotEmpty()
                .allSatisfy(explained -> assertThat(explained.plan().rowsRead())
                        .as(explained.toString())
                        .isLessThan(110_000));
    }

    @Test
    void deletingOldChangesTouchesOnlyTheOldest() {
        assertThat(this.plans.explained("delete no changes"))
                .isNotEmpty()
                .allSatisfy(explained -> assertThat(explained.plan().rowsRead())
                        .as(explained.toString())
                        .isLessThan(30_000));
    }

    private static String name(Explained explained) {
        return explained.step() + " (" + explained.mode() + ")";
    }
}
