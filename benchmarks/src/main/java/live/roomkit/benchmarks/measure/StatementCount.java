package live.roomkit.benchmarks.measure;

import com.zaxxer.hikari.HikariDataSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/** Counts the SQL statements of a task, by calling the task a few times. */
final class StatementCount {

    private static final Set<String> ROUND_TRIPS =
            Set.of("commit", "rollback", "setSavepoint", "releaseSavepoint", "isValid");

    private static final int CALLS = 5;

    private StatementCount() {}

    /**
     * Creates a task. Returns how many SQL statements and how many round trips to the server one operation of this task
     * needs on average.
     */
    static Map<String, Double> of(Server server, Task.Factory factory) throws Exception {
        AtomicLong statements = new AtomicLong();
        AtomicLong others = new AtomicLong();
        try (HikariDataSource pool = server.openPool(1)) {
            DataSource listening = ProxyDataSourceBuilder.create(pool)
                    .afterQuery((execution, queries) -> statements.incrementAndGet())
                    .afterMethod(call -> {
                        if (ROUND_TRIPS.contains(call.getMethod().getName())) {
                            others.incrementAndGet();
                        }
                    })
                    .build();
            try (Task task = factory.create(listening)) {
                task.prepare(1);
                statements.set(0);
                others.set(0);
                double operations = perform(task);
                Map<String, Double> counts = new LinkedHashMap<>();
                counts.put("statements", statements.get() / operations);
                counts.put("round_trips", (statements.get() + others.get()) / operations);
                return counts;
            }
        }
    }

    private static double perform(Task task) throws Exception {
        Caller caller = new Caller(0);
        double operations = 0;
        for (int call = 0; call < CALLS; call++) {
            operations += task.perform(caller);
            caller.returned();
        }
        return operations;
    }
}
