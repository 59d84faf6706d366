package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedDisabledException;
import live.roomkit.store.postgres.EveryOperation.Step;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests that the change feed costs nothing where it is off. */
class FeedOffTests {

    private static final List<Class<?>> WRITERS = List.of(
            AppendStatements.class,
            EventTable.class,
            RoomTable.class,
            RoomDeletion.class,
            ReadMarkerTable.class,
            BindingTable.class,
            ParticipantTable.class,
            TaskTable.class,
            ObservationTable.class,
            ErasedEvents.class,
            ProtectionErasure.class,
            ProtectionImport.class,
            ProtectionSweep.class);

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @Test
    void statementsAndParametersAreThoseWithoutTheFeature() throws Exception {
        List<Execution> executions = executions(false);
        List<String> plain = new ArrayList<>();
        for (Recorded recorded : recorded()) {
            plain.add(recorded.plain());
            assertThat(recorded.plain()).doesNotContain("roomkit.changes").doesNotContain("changed_");
        }

        assertThat(executions).noneMatch(execution -> execution.sql().contains("changes"));
        assertThat(plain)
                .hasSizeGreaterThan(20)
                .isSubsetOf(executions.stream().map(Execution::sql).toList());
        assertThat(executions)
                .filteredOn(execution -> plain.contains(execution.sql()))
                .allSatisfy(execution -> assertThat(execution.parameters()).hasSize(placeholders(execution.sql())));
    }

    @Test
    void theFeedAddsNoRoundTripAndOneParameter() throws Exception {
        List<Execution> off = executions(false);
        try (FreshDatabase other = new FreshDatabase()) {
            List<Execution> on = executions(other, true);

            assertThat(on).hasSameSizeAs(off);
            for (int i = 0; i < off.size(); i++) {
                boolean writes = on.get(i).sql().contains("roomkit.changes");
                assertThat(on.get(i).parameters())
                        .as(on.get(i).sql())
                        .hasSize(off.get(i).parameters().size() + (writes ? 1 : 0));
            }
            assertThat(on).anyMatch(execution -> execution.sql().contains("roomkit.changes"));
        }
    }

    @Test
    void thereAreTenTablesAndNoFeed() {
        try (PostgresStore store = this.database.builder().open()) {
            assertThat(SchemaSnapshot.tables(this.database.jdbc(), "roomkit")).hasSize(10);
            assertThatExceptionOfType(FeedDisabledException.class)
                    .isThrownBy(() -> ChangeFeed.of(store))
                    .withMessageContaining("roomkit.store.feed.enabled=true");
        }
    }

    private List<Execution> executions(boolean feed) throws SQLException {
        return executions(this.database, feed);
    }

    private static List<Execution> executions(FreshDatabase database, boolean feed) throws SQLException {
        StatementRecorder recorder = new StatementRecorder(database.dataSource());
        try (PostgresStore store =
                PostgresStore.builder().dataSource(recorder).feed(feed).open()) {
            LargeDataset.SMALL.writeTo(database.dataSource(), SchemaName.DEFAULT);
            recorder.clear();
            for (Step step : EveryOperation.on(LargeDataset.SMALL)) {
                step.work().accept(store);
            }
        }
        return recorder.executions();
    }

    private static List<Recorded> recorded() throws IllegalAccessException {
        List<Recorded> recorded = new ArrayList<>();
        for (Field field : WRITERS.stream()
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Recorded.class)
                .toList()) {
            field.setAccessible(true);
            recorded.add((Recorded) field.get(null));
        }
        return recorded;
    }

    private static int placeholders(String sql) {
        return (int) sql.chars().filter(character -> character == '?').count();
    }
}
