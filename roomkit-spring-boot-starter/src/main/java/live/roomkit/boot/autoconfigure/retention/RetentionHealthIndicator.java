package live.roomkit.boot.autoconfigure.retention;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health indicator of retention. The status is {@code UNKNOWN} when the sweeps of a policy are behind their schedule.
 * In this case, the application still serves its users and a restart would not help. The status is therefore not
 * {@code DOWN}, and the overall status of the application does not change. A health request does not call the database.
 */
final class RetentionHealthIndicator implements HealthIndicator {

    private final RetentionSchedule schedule;

    RetentionHealthIndicator(RetentionSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (ScheduledPolicy policy : this.schedule.policies()) {
            if (policy.isBehind()) {
                health.unknown();
            }
            health.withDetail(policy.name(), details(policy));
        }
        return health.build();
    }

    private static Map<String, Object> details(ScheduledPolicy policy) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("behind", policy.behind().toString());
        details.put("heldRooms", policy.heldRooms());
        return details;
    }
}
