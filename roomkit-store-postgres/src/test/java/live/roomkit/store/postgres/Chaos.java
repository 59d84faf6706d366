package live.roomkit.store.postgres;

import java.time.Duration;

/** Says how long tests go on breaking things: their own default, or the value of {@code -Droomkit.chaos.seconds}. */
final class Chaos {

    private static final String PROPERTY = "roomkit.chaos.seconds";

    private Chaos() {}

    static Duration duration(Duration normally) {
        Long seconds = Long.getLong(PROPERTY);
        return (seconds != null) ? Duration.ofSeconds(seconds) : normally;
    }
}
