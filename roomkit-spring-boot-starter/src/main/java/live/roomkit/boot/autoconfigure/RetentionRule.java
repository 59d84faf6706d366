package live.roomkit.boot.autoconfigure;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import live.roomkit.event.EventType;
import live.roomkit.protection.RetentionPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * Retention policy in the property {@code roomkit.store.retention.policies}. Sweeps by the policy erase or delete old
 * events.
 *
 * @param keep Time for which events are kept, such as 30d, 6m or 1y. Days, months and years are those of the calendar
 *     in UTC. Required.
 * @param action Action on events that are older than the time in keep: erase removes the content of the events, delete
 *     removes the events. Required.
 * @param organizationId Organization whose events are swept. Without this property, the events of all organizations are
 *     swept.
 * @param eventTypes Types of events to sweep, from the types that RoomKit defines, such as message. If neither this
 *     property nor custom-event-types is set, events of all types are swept.
 * @param customEventTypes Types of events to sweep, from the types that the application defines.
 * @param dryRun Whether sweeps change nothing, and only log what they would do.
 */
public record RetentionRule(
        @Nullable Period keep,
        RetentionPolicy.@Nullable Action action,
        @Nullable String organizationId,
        @DefaultValue Set<String> eventTypes,
        @DefaultValue Set<String> customEventTypes,
        @DefaultValue("false") boolean dryRun) {

    /**
     * Returns this rule as a retention policy with the given name.
     *
     * @throws IllegalArgumentException when the rule is not valid; the message names the property
     */
    public RetentionPolicy policy(String name) {
        String prefix = "roomkit.store.retention.policies." + name + ".";
        if (this.keep == null || this.keep.isNegative() || this.keep.isZero()) {
            throw new IllegalArgumentException(
                    prefix + "keep must say for how long events are kept, such as 30d, 6m or 1y");
        }
        if (this.action == null) {
            throw new IllegalArgumentException(
                    prefix + "action must say what happens to events after that time: erase or delete");
        }
        requireStandard(prefix);
        try {
            RetentionPolicy policy = RetentionPolicy.of(name)
                    .keep(this.keep)
                    .organizationId(this.organizationId)
                    .action(this.action);
            Set<String> types = new TreeSet<>(this.eventTypes);
            types.addAll(this.customEventTypes);
            return types.isEmpty()
                    ? policy
                    : policy.eventTypes(types.stream().map(EventType::of).toArray(EventType[]::new));
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException(prefix + "* is not valid: " + ex.getMessage(), ex);
        }
    }

    private void requireStandard(String prefix) {
        Set<String> known =
                EventType.standard().stream().map(EventType::value).collect(Collectors.toCollection(TreeSet::new));
        for (String type : this.eventTypes) {
            if (!known.contains(type)) {
                throw new IllegalArgumentException(prefix + "event-types contains '" + type + "', which is not one of "
                        + known + ". Write a type of the application's own to " + prefix + "custom-event-types");
            }
        }
    }

    /** Tells whether the text is a cron expression that matches a time in the future. */
    static boolean isSchedule(String cron) {
        return CronExpression.isValidExpression(cron)
                && CronExpression.parse(cron).next(Instant.now().atZone(ZoneOffset.UTC)) != null;
    }
}
