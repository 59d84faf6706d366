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
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * How the server executes every statement of the store when there is much in the tables: what is read grows with what is
 * returned, not with what is there.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PlanTests {

    private static final LargeDataset DATA = LargeDataset.LARGE;

    private final TestDatabase database = TestPostgres.shared().createDatabase();

    private final List<Step> steps = EveryOperation.on(DATA);

    private final PlanReader plans = new PlanReader();

    private final Set<Method> called = new HashSet<>();

    @BeforeAll
    void explainEveryStatement() throws SQLException {
        new PostgresSchema(this.database.dataSource()).migrate();
        DATA.writeTo(this.database.dataSource(), SchemaName.DEFAULT);
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(this.database.dataSource().getConnection(), true);
        try (PostgresStore store =
                PostgresStore.open(new StatementRecorder(connection, this.plans))) {
            ConversationStore noted = noting(store);
            for (Step step : this.steps) {
                this.plans.begin(step.name());
                step.work().accept(noted);
            }
        } finally {
            connection.destroy();
        }
    }

    @AfterAll
    void dropDatabase() {
        this.database.close();
    }

    @TestFactory
    Stream<DynamicTest> readsLittle() {
        return this.steps.stream()
                .filter(step -> step.proportionalBecause() == null)
                .map(step -> DynamicTest.dynamicTest(
                        step.name(), () -> assertThat(this.plans.explained(step.name()))
                                .isNotEmpty()
                                .allSatisfy(PlanTests::assertFlat)));
    }

    @TestFactory
    Stream<DynamicTest> readsNoTableWhole() {
        return this.steps.stream()
                .map(step -> DynamicTest.dynamicTest(
                        step.name(), () -> assertThat(this.plans.explained(step.name()))
                                .allSatisfy(explained -> {
                                    assertThat(explained.plan().tablesReadWhole())
                                            .as(explained.toString())
                                            .isEmpty();
                                    assertThat(explained.tableScans())
                                            .as(explained.toString())
                                            .isZero();
                                })));
    }

    /** Otherwise it is no exception, and is to be held to the rule. */
    @TestFactory
    Stream<DynamicTest> readsMuchOnlyWhereThatIsSaid() {
        return this.steps.stream()
                .filter(step -> step.proportionalBecause() != null)
                .map(step -> DynamicTest.dynamicTest(
                        step.name() + ": " + step.proportionalBecause(),
                        () -> assertThat(this.plans.explained(step.name())).isNotEmpty()));
    }

    @Test
    void everyOperationIsTried() {
        assertThat(Stream.of(ConversationStore.class.getMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .filter(method -> !method.getName().equals("close")))
                .isSubsetOf(this.called);
    }

    private static void assertFlat(Explained explained) {
        Plan plan = explained.plan();
        assertThat(plan.buffers()).as("pages read: " + explained).isLessThan(200 + 10 * plan.rows());
        assertThat(plan.rowsRemoved()).as("rows read for nothing: " + explained).isLessThan(100 + 10 * plan.rows());
        assertThat(plan.rowsSorted()).as("rows sorted: " + explained).isLessThan(100 + 10 * plan.rows());
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
