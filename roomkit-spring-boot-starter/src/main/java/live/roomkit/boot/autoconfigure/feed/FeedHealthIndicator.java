package live.roomkit.boot.autoconfigure.feed;

import live.roomkit.feed.FeedDisabledException;
import live.roomkit.feed.FeedState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health indicator of the change feed. The status is {@code DOWN} when the feed was switched off, and {@code UNKNOWN}
 * until the state of the feed is first read. The health indicator of the store, and not this indicator, shows whether
 * the database can be reached.
 */
final class FeedHealthIndicator implements HealthIndicator {

    private final FeedMaintenance maintenance;

    FeedHealthIndicator(FeedMaintenance maintenance) {
        this.maintenance = maintenance;
    }

    @Override
    public Health health() {
        FeedState state = this.maintenance.state();
        if (this.maintenance.failure() instanceof FeedDisabledException) {
            return Health.down()
                    .withDetail("error", "The change feed was switched off")
                    .build();
        }
        if (state == null) {
            return Health.unknown().build();
        }
        return Health.up()
                .withDetail("changes", state.changes())
                .withDetail("age", state.age().toString())
                .withDetail("openTransactionAge", state.openTransactionAge().toString())
                .build();
    }
}
