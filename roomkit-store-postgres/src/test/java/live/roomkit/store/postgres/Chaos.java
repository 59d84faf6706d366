package live.roomkit.store.postgres;

import java.time.Duration;

/** How long tests go on that try whatever comes: briefly in a build, or as {@code -Droomkit.chaos.seconds=…} says. */
final class Chaos {

    private Chaos() {}

    static Duration duration(Duration normally) {
        Long seconds = Long.getLong("roomkit.chaos.seconds");
        return (seconds != null) ? Duration.ofSeconds(seconds) : normally;
    }
}
