package live.roomkit.store.contract;

import java.util.concurrent.ThreadLocalRandom;

/** Where randomness of tests begins: anew each time, or repeatable with {@code -Droomkit.contract.seed=…}. */
final class Seed {

    private Seed() {}

    static long next() {
        return Long.getLong("roomkit.contract.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    }
}
