package live.roomkit.store.postgres;

import java.time.Duration;

/** How long a test under load goes on: {@code -Droomkit.chaos.seconds=600} makes a thorough one of it. */
final class Chaos {

    private Chaos() {}

    static Duration duration(Duration normally) {
        Long seconds = Long.getLong("roomkit.chaos.seconds");
        return (seconds != null) ? Duration.ofSeconds(seconds) : normally;
    }
}
