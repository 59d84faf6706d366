package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.EveryOperation.Step;
import live.roomkit.store.postgres.PlanReader.Explained;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.function.Executable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Tests how the server executes every statement of the store on large tables: the reads grow with the result, not with
 * the tables.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PlanTests {

    private static final LargeDataset DATA = LargeDataset.LARGE;

    /** What looks at most rows of a large part of a table in any case may as well read the table. */
    private static final Set<String> READS_MOST_OF_A_TABLE = Set.of(
            "find rooms behind an offset",
            "list events by a rare type",
            "list events by a rare rest of types",
            "list events by a rare visibility",
            "list events by a rare channel",
            "list events by a rare channel type",
            "list events by a rare participant",
            "count the events that were not blocked",
            "list tasks in a rare state",
            "list observations of a rare category");

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final List<Step> steps = EveryOperation.on(DATA);

    private final PlanReader plans = new PlanReader();

    private final Set<Method> called = new HashSet<>();

    @BeforeAll
    void explainEveryStatement() throws SQLException {
        new PostgresSchema(this.database.dataSource()).migrate();
        DATA.writeTo(this.database.dataSource(), SchemaName.DEFAULT);
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(this.database.dataSource().getConnection(), true);
        try (PostgresStore store = PostgresStore.builder()
                .dataSource(new StatementRecorder(connection, this.plans))
                .migration(MigrationMode.NONE)
                .open()) {
            ConversationStore noted = noting(store);
            for (Step step : this.steps) {
                this.plans.begin(step.name());
                step.work().accept(noted);
            }
        } finally {
            connection.destroy();
        }
    }

    @TestFactory
    Stream<DynamicTest> readsInProportionToWhatItReturns() {
        return plans(this.steps.stream().filter(step -> step.proportionalBecause() == null))
                .map(explained -> test(
                        explained,
                        () -> assertThat(explained.plan().isFlat())
                                .as(explained.toString())
                                .isTrue()));
    }

    /** Above {@code jit_above_cost} the server compiles the plan each time, which takes longer than executing it. */
    @TestFactory
    Stream<DynamicTest> costsTooLittleToBeCompiled() {
        return plans(this.steps.stream().filter(step -> step.proportionalBecause() == null))
                .map(explained -> test(
                        explained,
                        () -> assertThat(explained.plan().cost())
                                .as(explained.toString())
                                .isLessThan(100_000)));
    }

    /** An exception that is none any more is to be held to the rule. */
    @TestFactory
    Stream<DynamicTest> readsMoreOnlyWhereThatIsSaid() {
        return this.steps.stream()
                .filter(step -> step.proportionalBecause() != null)
                .map(step -> DynamicTest.dynamicTest(
                        step.name() + ": " + step.proportionalBecause(),
                        () -> assertThat(this.plans.explained(step.name()))
                                .anyMatch(explained -> !explained.plan().isFlat())));
    }

    @TestFactory
    Stream<DynamicTest> readsNoTableWhole() {
        return plans(this.steps.stream().filter(step -> !READS_MOST_OF_A_TABLE.contains(step.name())))
                .map(explained -> test(explained, () -> {
                    assertThat(explained.plan().tablesReadWhole())
                            .as(explained.toString())
                            .isEmpty();
                    assertThat(explained.tableScans()).as(explained.toString()).isZero();
                }));
    }

    @Test
    void everyOperationIsTried() {
        assertThat(this.called)
                .containsAll(Stream.of(ConversationStore.class.getMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .filter(method -> !method.getName().equals("close"))
                        .toList());
    }

    /** A plan for just these rooms would seem cheaper than one for ten rooms, which the planner expects in a list. */
    @Test
    void unreadCountsOfFewRoomsKeepOnePlan() throws SQLException {
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(this.database.dataSource().getConnection(), true);
        try (PostgresStore store = PostgresStore.builder()
                .dataSource(connection)
                .migration(MigrationMode.NONE)
                .open()) {
            for (int call = 0; call < 20; call++) {
                store.getUnreadCounts(Set.of(DATA.room(1), DATA.room(20), DATA.room(40)), "ai-main");
            }
            assertThat(new JdbcTemplate(connection)
                            .queryForList(
                                    "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%AS unread%'",
                                    Long.class))
                    .singleElement(InstanceOfAssertFactories.LONG)
                    .isPositive();
        } finally {
            connection.destroy();
        }
    }

    private Stream<Explained> plans(Stream<Step> steps) {
        return steps.flatMap(step -> {
            List<Explained> explained = this.plans.explained(step.name());
            assertThat(explained).as(step.name()).isNotEmpty();
            return explained.stream();
        });
    }

    private static DynamicTest test(Explained explained, Executable executable) {
        return DynamicTest.dynamicTest(explained.step() + " (" + explained.mode() + ")", executable);
    }

    private ConversationStore noting(ConversationStore store) {
        return (ConversationStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConversationStore.class}, (proxy, method, arguments) -> {
                    this.called.add(method);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                });
    }
}
