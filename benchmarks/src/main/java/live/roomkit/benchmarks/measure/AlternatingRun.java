package live.roomkit.benchmarks.measure;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Measures two tasks during the same time: each thread switches between the two tasks after one or two calls. Other
 * programs on the machine therefore slow down both tasks alike. So even a small difference between the tasks can be
 * measured.
 */
public final class AlternatingRun implements AutoCloseable {

    private final Bench bench;

    private final List<String> names;

    private final List<HikariDataSource> pools = new ArrayList<>();

    private final List<Task> tasks = new ArrayList<>();

    private final ExecutorService threads;

    /** Creates both tasks, each with its own connection pool. */
    public AlternatingRun(Bench bench, String first, Task.Factory firstTask, String second, Task.Factory secondTask)
            throws Exception {
        this.bench = bench;
        this.names = List.of(first, second);
        this.threads = Executors.newFixedThreadPool(bench.sizes().clients());
        for (Task.Factory factory : List.of(firstTask, secondTask)) {
            HikariDataSource pool = bench.server().openPool(bench.sizes().pool());
            this.pools.add(pool);
            this.tasks.add(factory.create(pool));
        }
    }

    /**
     * Measures both tasks and reports the ratio of their throughputs. The throughput of a task is the number of its
     * operations, divided by the average time that a thread spent in calls of this task.
     */
    public void run(String workload) throws Exception {
        turn();
        List<Measurement> totals = turn();
        List<Double> ratios = new ArrayList<>();
        ratios.add(ratio(totals));
        for (int turn = 1; turn < this.bench.sizes().pairs(); turn++) {
            List<Measurement> results = turn();
            ratios.add(ratio(results));
            totals = List.of(totals.get(0).plus(results.get(0)), totals.get(1).plus(results.get(1)));
        }
        for (int i = 0; i < 2; i++) {
            this.bench.report().side(workload, this.names.get(i), this.bench.sizes(), totals.get(i));
        }
        this.bench.report().ratio(workload, this.names.get(0), this.names.get(1), ratios);
    }

    private static double ratio(List<Measurement> results) {
        return Comparison.THROUGHPUT.ratio(results.get(0), results.get(1));
    }

    private List<Measurement> turn() throws Exception {
        int clients = this.bench.sizes().clients();
        for (Task task : this.tasks) {
            task.prepare(clients);
        }
        List<Callable<Calls>> calls = new ArrayList<>();
        for (int number = 0; number < clients; number++) {
            Calls own = new Calls(number);
            calls.add(() -> own.make(this.tasks, this.bench.sizes().seconds()));
        }
        List<Calls> made = new ArrayList<>();
        for (Future<Calls> result : this.threads.invokeAll(calls)) {
            made.add(result.get());
        }
        List<Measurement> results = List.of(sum(made, 0), sum(made, 1));
        this.bench
                .report()
                .progress("call by call: %.0f/s, %.0f/s"
                        .formatted(
                                results.get(0).operationsPerSecond(),
                                results.get(1).operationsPerSecond()));
        return results;
    }

    private Measurement sum(List<Calls> calls, int task) throws Exception {
        Histogram times = new Histogram(3);
        long operations = 0;
        long nanos = 0;
        for (Calls one : calls) {
            times.add(one.times.get(task));
            operations += one.operations[task];
            nanos += one.nanos[task];
        }
        boolean verified = this.tasks
                .get(task)
                .verify(calls.stream().map(one -> one.callers.get(task)).toList());
        return new Measurement(operations, nanos / 1e9 / calls.size(), times, Map.of(), Map.of(), verified);
    }

    @Override
    public void close() throws Exception {
        this.threads.shutdownNow();
        for (Task task : this.tasks) {
            task.close();
        }
        this.pools.forEach(HikariDataSource::close);
    }

    private static final class Calls {

        private final List<Caller> callers;

        private final List<Histogram> times = List.of(new Histogram(3), new Histogram(3));

        private final long[] operations = new long[2];

        private final long[] nanos = new long[2];

        private Calls(int number) {
            this.callers = List.of(new Caller(number), new Caller(number));
        }

        /**
         * Calls the two tasks A and B in the order A, B, B, A, A, B, B, A and so on, for the given number of seconds.
         */
        private Calls make(List<Task> tasks, double seconds) throws Exception {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            for (int call = 0; System.nanoTime() < end; call++) {
                make(tasks, call % 2);
                make(tasks, 1 - call % 2);
            }
            return this;
        }

        private void make(List<Task> tasks, int task) throws Exception {
            long before = System.nanoTime();
            this.operations[task] += tasks.get(task).perform(this.callers.get(task));
            long time = System.nanoTime() - before;
            this.callers.get(task).returned();
            this.times.get(task).recordValue(time);
            this.nanos[task] += time;
        }
    }
}
