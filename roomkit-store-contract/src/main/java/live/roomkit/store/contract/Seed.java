package live.roomkit.store.contract;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Seed of random tests. The seed is random by default. To repeat a run, set the seed of that run with
 * {@code -Droomkit.contract.seed=…}.
 */
final class Seed {

    private Seed() {}

    static long next() {
        return Long.getLong("roomkit.contract.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    }
}
