package live.roomkit.store.contract;

import java.time.Duration;

/** Duration of random tests: short by default, or the number of seconds in {@code -Droomkit.chaos.seconds=…}. */
final class Chaos {

    private Chaos() {}

    static Duration duration(Duration normally) {
        Long seconds = Long.getLong("roomkit.chaos.seconds");
        return (seconds != null) ? Duration.ofSeconds(seconds) : normally;
    }
}
