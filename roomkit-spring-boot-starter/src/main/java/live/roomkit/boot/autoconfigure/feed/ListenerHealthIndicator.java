package live.roomkit.boot.autoconfigure.feed;

import java.util.LinkedHashMap;
import java.util.Map;
import live.roomkit.feed.FeedConsumerState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health indicator of the methods with {@code @RoomKitListener}. The status is {@code DOWN} while the consumer of a
 * method cannot read the change feed. The details show the number of parked rooms: rooms with a change that the method
 * could not handle. Parked rooms do not change the status. A health request does not call the database.
 */
final class ListenerHealthIndicator implements HealthIndicator {

    private final ListenerLifecycle lifecycle;

    ListenerHealthIndicator(ListenerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (Listener listener : this.lifecycle.listeners()) {
            FeedConsumerState state = listener.state();
            if (state != null) {
                if (state.failure() != null) {
                    health.down();
                }
                health.withDetail(listener.group(), details(state));
            }
        }
        return health.build();
    }

    private static Map<String, Object> details(FeedConsumerState state) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("partitions", state.partitions().size());
        details.put("lag", state.lag().toString());
        details.put("parkedRooms", state.parkedRooms());
        if (state.failure() != null) {
            details.put("error", state.failure().getClass().getName());
        }
        return details;
    }
}
