package live.roomkit.store.contract;

import java.time.Duration;

/** Says how long random tests run: briefly in a build, or as long as {@code -Droomkit.chaos.seconds=…} says. */
final class Chaos {

    private Chaos() {}

    static Duration duration(Duration normally) {
        Long seconds = Long.getLong("roomkit.chaos.seconds");
        return (seconds != null) ? Duration.ofSeconds(seconds) : normally;
    }
}
