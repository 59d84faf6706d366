package live.roomkit.store.contract;

import java.util.concurrent.ThreadLocalRandom;

/** Seed of random tests: random by default, or the value of {@code -Droomkit.contract.seed=…} to repeat a run. */
final class Seed {

    private Seed() {}

    static long next() {
        return Long.getLong("roomkit.contract.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    }
}
