package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs work in several threads that begin together. */
final class Race {

    private static final long PATIENCE_SECONDS = 60;

    private Race() {}

    /** Does the work of one thread. */
    interface Runner {

        void run(int thread) throws Exception;
    }

    /** Returns once all threads are done; fails as soon as one has failed. */
    static void run(int threads, Runner runner) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(executor.submit(() -> {
                    start.await();
                    runner.run(thread);
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
