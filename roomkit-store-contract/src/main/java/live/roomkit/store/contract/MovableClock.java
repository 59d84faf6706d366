package live.roomkit.store.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A system clock that tests can move forward. */
public final class MovableClock extends Clock {

    private final AtomicReference<Duration> ahead;

    private final Clock system;

    /** Creates a clock with the time of the system clock, in UTC. */
    public MovableClock() {
        this(new AtomicReference<>(Duration.ZERO), Clock.systemUTC());
    }

    private MovableClock(AtomicReference<Duration> ahead, Clock system) {
        this.ahead = ahead;
        this.system = system;
    }

    /** Moves the clock forward, also for other tests that use this clock at the same time. */
    void forward(Duration duration) {
        this.ahead.accumulateAndGet(duration, Duration::plus);
    }

    @Override
    public Instant instant() {
        return this.system.instant().plus(this.ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return this.system.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new MovableClock(this.ahead, this.system.withZone(zone));
    }
}
