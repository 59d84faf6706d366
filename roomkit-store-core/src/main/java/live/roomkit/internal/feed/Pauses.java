package live.roomkit.internal.feed;

import java.time.Duration;

/** Computes how long a member of a consumer group waits before it repeats an operation. */
final class Pauses {

    private Pauses() {}

    static Duration shorter(Duration one, Duration other) {
        return (one.compareTo(other) < 0) ? one : other;
    }

    static Duration doubled(Duration first, int times, Duration longest) {
        Duration pause = first;
        for (int i = 1; i < times && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return (pause.compareTo(longest) < 0) ? pause : longest;
    }
}
