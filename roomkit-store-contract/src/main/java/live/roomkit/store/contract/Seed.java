package live.roomkit.store.contract;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses the seed of random tests: a new one each time, or that of {@code -Droomkit.contract.seed=…} for a repetition.
 */
final class Seed {

    private Seed() {}

    static long next() {
        return Long.getLong("roomkit.contract.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    }
}
