package live.roomkit.boot.autoconfigure.retention;

import java.util.List;
import live.roomkit.protection.RetentionPolicy;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether sweeps are behind. The status is then {@code UNKNOWN}, which leaves that of the application alone: an application
 * that keeps events for too long still works, and must not be taken out of service for it.
 */
final class RetentionHealthIndicator implements HealthIndicator {

    private final RetentionSchedule schedule;

    RetentionHealthIndicator(RetentionSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public Health health() {
        List<String> behind = this.schedule.policies().stream()
                .map(RetentionPolicy::name)
                .filter(this.schedule::isBehind)
                .toList();
        return behind.isEmpty()
                ? Health.up().build()
                : Health.unknown().withDetail("behind", behind).build();
    }
}
