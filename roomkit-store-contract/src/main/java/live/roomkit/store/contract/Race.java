package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import live.roomkit.store.StoreException;

/** Runs work in several threads that start at the same time. */
final class Race {

    static final int THREADS = 32;

    private static final long PATIENCE_SECONDS = 180;

    private Race() {}

    interface Runner<T> {

        T run(int thread) throws Exception;
    }

    /** Runs {@code runner} in {@link #THREADS} threads and returns the results in the order of the threads. */
    static <T> List<T> run(Runner<T> runner) throws Exception {
        return run(THREADS, runner);
    }

    static <T> List<T> run(int threads, Runner<T> runner) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(executor.submit(() -> {
                    start.await();
                    return runner.run(thread);
                }));
            }
            start.countDown();
            return results(futures);
        } finally {
            executor.shutdownNow();
        }
    }

    private static <T> List<T> results(List<Future<T>> futures) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException failure) {
                throw new AssertionError("A thread of the race failed", failure.getCause());
            }
        }
        return results;
    }

    /**
     * Runs the call. Returns an empty text when the call succeeds, or the class name of the {@code StoreException} that
     * it throws.
     */
    static String outcome(Runnable call) {
        try {
            call.run();
            return "";
        } catch (StoreException refused) {
            return refused.getClass().getName();
        }
    }

    static void assertOneWins(List<String> outcomes, Class<? extends StoreException> refusal) {
        assertThat(outcomes).filteredOn(String::isEmpty).hasSize(1);
        assertThat(Set.copyOf(outcomes)).containsExactlyInAnyOrder("", refusal.getName());
    }
}
