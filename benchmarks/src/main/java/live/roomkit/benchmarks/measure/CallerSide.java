package live.roomkit.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Measures a task that several threads of this JVM repeat. Each thread starts its next call as soon as the previous
 * call has returned.
 */
public final class CallerSide implements Side {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Server server;

    private final HikariDataSource pool;

    private final Task task;

    private final Map<String, Double> statements;

    private final ExecutorService threads;

    private final int clients;

    private CallerSide(
            Server server, HikariDataSource pool, Task task, int clients, Map<String, Double> statementsPerOperation) {
        this.server = server;
        this.pool = pool;
        this.task = task;
        this.clients = clients;
        this.statements = statementsPerOperation;
        this.threads = Executors.newFixedThreadPool(clients);
    }

    /**
     * Creates a task with its own connection pool. The returned object measures this task. Before this task is created,
     * another task from the same factory is called to count the SQL statements of an operation.
     */
    public static CallerSide open(Bench bench, Task.Factory factory) throws Exception {
        Map<String, Double> statements = StatementCount.of(bench.server(), factory);
        HikariDataSource pool = bench.server().openPool(bench.sizes().pool());
        try {
            Task task = factory.create(pool);
            return new CallerSide(bench.server(), pool, task, bench.sizes().clients(), statements);
        } catch (Exception ex) {
            pool.close();
            throw ex;
        }
    }

    @Override
    public Measurement measure(double seconds) throws Exception {
        this.task.prepare(this.clients);
        List<Caller> callers = new ArrayList<>();
        List<Callable<Slice>> calls = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(this.clients);
        for (int number = 0; number < this.clients; number++) {
            Caller caller = new Caller(number);
            callers.add(caller);
            calls.add(() -> call(caller, start, seconds));
        }
        System.gc();
        Costs before = Costs.now(this.server);
        long begin = System.nanoTime();
        List<Slice> slices = new ArrayList<>();
        for (Future<Slice> slice : this.threads.invokeAll(calls)) {
            slices.add(slice.get());
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> costs = Costs.now(this.server).since(before);
        return sum(slices, elapsed, costs, this.task.verify(callers));
    }

    private Slice call(Caller caller, CyclicBarrier start, double seconds) throws Exception {
        Histogram times = new Histogram(3);
        start.await();
        long operations = 0;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long before = System.nanoTime();
        while (before < end) {
            operations += this.task.perform(caller);
            caller.returned();
            long after = System.nanoTime();
            times.recordValue(after - before);
            before = after;
        }
        return new Slice(operations, times, THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }

    private Measurement sum(List<Slice> slices, double elapsed, Map<String, Double> costs, boolean verified) {
        Histogram times = new Histogram(3);
        long operations = 0;
        double allocated = 0;
        for (Slice slice : slices) {
            times.add(slice.times());
            operations += slice.operations();
            allocated += slice.allocatedBytes();
        }
        Map<String, Double> all = new LinkedHashMap<>();
        for (Map.Entry<String, Double> statement : this.statements.entrySet()) {
            all.put(statement.getKey(), statement.getValue() * operations);
        }
        all.put("allocated_bytes", allocated);
        all.putAll(costs);
        return new Measurement(operations, elapsed, times, all, Map.of(), verified);
    }

    @Override
    public void close() throws SQLException {
        this.threads.shutdownNow();
        try (this.pool) {
            this.task.close();
        }
    }

    /** Results of one caller. */
    private record Slice(long operations, Histogram times, long allocatedBytes) {}

    /** Values of cumulative counters. */
    private record Costs(long walBytes, long clientCpuNanos, OptionalLong serverCpuMicros) {

        static Costs now(Server server) throws Exception {
            return new Costs(server.walBytes(), SYSTEM.getProcessCpuTime(), server.cpuMicros());
        }

        Map<String, Double> since(Costs before) {
            Map<String, Double> costs = new LinkedHashMap<>();
            costs.put("wal_bytes", (double) this.walBytes - before.walBytes);
            costs.put("client_cpu_us", (this.clientCpuNanos - before.clientCpuNanos) / 1e3);
            if (this.serverCpuMicros.isPresent() && before.serverCpuMicros.isPresent()) {
                costs.put("server_cpu_us", (double)
                        (this.serverCpuMicros.getAsLong() - before.serverCpuMicros.getAsLong()));
            }
            return costs;
        }
    }
}
