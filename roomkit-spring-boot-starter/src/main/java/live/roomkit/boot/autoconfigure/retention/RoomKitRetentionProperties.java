package live.roomkit.boot.autoconfigure.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.event.EventType;
import live.roomkit.protection.RetentionPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * Settings of retention.
 *
 * @param interval Time between the end of a sweep and the next one. Ignored with a cron expression.
 * @param cron Cron expression with six fields, in UTC, for the times at which sweeps begin.
 * @param maxDuration Time after which a policy's sweep stops. The next one goes on.
 * @param policies Policies by name.
 */
@ConfigurationProperties("roomkit.store.retention")
public record RoomKitRetentionProperties(
        @DefaultValue("1h") Duration interval,
        @Nullable String cron,
        @DefaultValue("10m") Duration maxDuration,
        @DefaultValue Map<String, Policy> policies) {

    private static final String PREFIX = "roomkit.store.retention.";

    /** Rejects invalid values with a message that names the property. */
    public RoomKitRetentionProperties {
        require(!interval.isNegative() && !interval.isZero(), "interval must be positive");
        require(!maxDuration.isNegative() && !maxDuration.isZero(), "max-duration must be positive");
        require(
                cron == null || CronExpression.isValidExpression(cron),
                "cron must be a cron expression with six fields, such as '0 0 3 * * *'");
        policies.forEach((name, policy) -> {
            String property = "policies." + name + ".";
            require(
                    policy.keep() != null
                            && !policy.keep().isNegative()
                            && !policy.keep().isZero(),
                    property + "keep must say how long events are kept, such as 1y, 6m or 30d");
            try {
                policy.named(name);
            } catch (IllegalArgumentException ex) {
                throw new IllegalArgumentException(PREFIX + property + "*: " + ex.getMessage(), ex);
            }
        });
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(PREFIX + message);
        }
    }

    List<RetentionPolicy> retentionPolicies() {
        return this.policies.entrySet().stream()
                .map(entry -> entry.getValue().named(entry.getKey()))
                .toList();
    }

    /** Returns the time at which a sweep is due after another one. */
    Instant next(Instant after) {
        if (this.cron == null) {
            return after.plus(this.interval);
        }
        ZonedDateTime next = CronExpression.parse(this.cron).next(after.atZone(ZoneOffset.UTC));
        return (next != null) ? next.toInstant() : Instant.MAX;
    }

    /** Returns the time at which two sweeps after a time should have ended, so that sweeps are behind. */
    Instant overdue(Instant after) {
        Instant second = next(next(after));
        return second.equals(Instant.MAX) ? second : second.plus(this.maxDuration);
    }

    /**
     * Policy of retention.
     *
     * @param keep Time for which events are kept, such as 1y, 6m or 30d, counted in UTC. Required.
     * @param organizationId Organization whose events are swept. Without it, the events of all.
     * @param eventTypes Types of the events that are swept. Without them, events of all types.
     * @param action What happens to events after their time: erase empties them, delete removes them.
     */
    public record Policy(
            @Nullable Period keep,
            @Nullable String organizationId,
            @Nullable Set<String> eventTypes,
            @DefaultValue("erase") RetentionPolicy.Action action) {

        private RetentionPolicy named(String name) {
            RetentionPolicy policy =
                    RetentionPolicy.of(name).organizationId(this.organizationId).action(this.action);
            policy = (this.keep != null) ? policy.keep(this.keep) : policy;
            return (this.eventTypes != null)
                    ? policy.eventTypes(
                            this.eventTypes.stream().map(EventType::of).toArray(EventType[]::new))
                    : policy;
        }
    }
}
