package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.store.postgres.EveryOperation.Step;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Tests how the server looks for holds among 60 000 of them, with 60 000 rooms and their participants. */
@TestInstance(Lifecycle.PER_CLASS)
class HoldPlanTests {

    private static final int COUNT = 60_000;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PlanReader plans = new PlanReader();

    private final List<Step> steps = HoldSteps.on(LargeDataset.SMALL);

    @BeforeAll
    void explainEveryStatement() throws SQLException {
        this.database.open(builder -> builder.holds(true));
        LargeDataset.SMALL.writeTo(this.database.dataSource(), SchemaName.DEFAULT);
        JdbcTemplate jdbc = this.database.jdbc();
        copyFirst(jdbc, "rooms", "id", "jsonb_build_object('id', 'more-' || i)");
        copyFirst(
                jdbc,
                "participants",
                "room_id, id",
                "jsonb_build_object('room_id', 'more-' || i, 'identity_id', 'person-' || i)");
        jdbc.update("""
                INSERT INTO roomkit.holds (id, target_kind, target_id, reason, placed_at)
                SELECT 'hold-' || i, CASE i % 2 WHEN 0 THEN 'room' ELSE 'identity' END,
                    CASE i % 2 WHEN 0 THEN 'more-' ELSE 'person-' END || i, 'lawsuit', '2024-01-01Z'
                FROM generate_series(1, ?) AS i
                """, COUNT);
        jdbc.execute("VACUUM ANALYZE");
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(this.database.dataSource().getConnection(), true);
        try (PostgresStore store = PostgresStore.builder()
                .dataSource(new StatementRecorder(connection, this.plans))
                .migration(MigrationMode.NONE)
                .holds(true)
                .open()) {
            for (Step step : this.steps) {
                this.plans.begin(step.name());
                step.work().accept(store);
            }
        } finally {
            connection.destroy();
        }
    }

    private static void copyFirst(JdbcTemplate jdbc, String table, String key, String changes) {
        String columns = jdbc.queryForObject("""
                SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns
                WHERE table_schema = 'roomkit' AND table_name = ? AND is_generated = 'NEVER'
                """, String.class, table);
        jdbc.update("""
                INSERT INTO roomkit.%1$s (%2$s)
                SELECT %3$s
                FROM (SELECT t FROM roomkit.%1$s AS t ORDER BY %4$s LIMIT 1) AS f, generate_series(1, ?) AS i,
                    jsonb_populate_record(f.t, %5$s) AS c
                """.formatted(table, columns, "c." + columns.replace(", ", ", c."), key, changes), COUNT);
    }

    @TestFactory
    Stream<DynamicTest> readsInProportionToTheRoom() {
        return this.steps.stream()
                .flatMap(step -> this.plans.explained(step.name()).stream())
                .map(explained -> DynamicTest.dynamicTest(
                        explained.step() + " (" + explained.mode() + ")",
                        () -> assertThat(explained.plan().rowsRead())
                                .as(explained.toString())
                                .isLessThan(1_000)));
    }
}
