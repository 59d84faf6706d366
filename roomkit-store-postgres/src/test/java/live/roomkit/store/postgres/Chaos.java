package live.roomkit.store.postgres;

import java.time.Duration;

/** How long tests go on breaking things: as they say themselves, or as {@code -Droomkit.chaos.seconds} says. */
final class Chaos {

    private static final String PROPERTY = "roomkit.chaos.seconds";

    private Chaos() {}

    static Duration duration(Duration normally) {
        Long seconds = Long.getLong(PROPERTY);
        return (seconds != null) ? Duration.ofSeconds(seconds) : normally;
    }
}
