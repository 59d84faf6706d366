package live.roomkit.protection;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Set;
import live.roomkit.event.EventType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Says how long events are kept, and what happens then. Each method returns a changed copy, as in
 * {@code RetentionPolicy.of("chat-1y").keep(Period.ofYears(1)).eventTypes(EventType.MESSAGE).action(Action.DELETE)}.
 *
 * @param name the name of the policy, for reports and metrics
 * @param keep the time for which events are kept, in days, months and years of UTC; {@code null} until it is set
 * @param organizationId the organization whose events are swept; {@code null} for all events
 * @param eventTypes the types of events that are swept; {@code null} for all types
 * @param action what happens to events after that time; they are erased by default
 */
public record RetentionPolicy(
        String name,
        @Nullable Period keep,
        @Nullable String organizationId,
        @Nullable Set<EventType> eventTypes,
        Action action) {

    /** Rejects a period that is not positive, and an empty set of types. Use {@link #of}: later versions may add components. */
    public RetentionPolicy {
        Checks.typeName("name", name);
        Checks.check(
                keep == null || !(keep.isNegative() || keep.isZero()),
                "keep of policy " + Shown.id(name) + " must be positive");
        Checks.optionalText("organizationId", organizationId);
        eventTypes = Checks.optionalSet("eventTypes", eventTypes);
        Checks.check(
                eventTypes == null || !eventTypes.isEmpty(),
                "eventTypes of policy " + Shown.id(name) + " must not be empty");
        Checks.notNull("action", action);
    }

    /** Returns a policy that erases events of all types in all organizations. It needs a time to keep them. */
    public static RetentionPolicy of(String name) {
        return new RetentionPolicy(name, null, null, null, Action.ERASE);
    }

    /** Keeps events for that time. */
    public RetentionPolicy keep(Period keep) {
        return new RetentionPolicy(
                this.name, Checks.notNull("keep", keep), this.organizationId, this.eventTypes, this.action);
    }

    /** Sweeps only the events of that organization. */
    public RetentionPolicy organizationId(@Nullable String organizationId) {
        return new RetentionPolicy(this.name, this.keep, organizationId, this.eventTypes, this.action);
    }

    /** Sweeps only events of those types. */
    public RetentionPolicy eventTypes(EventType... eventTypes) {
        return new RetentionPolicy(this.name, this.keep, this.organizationId, Set.of(eventTypes), this.action);
    }

    /** Does that with events after their time. */
    public RetentionPolicy action(Action action) {
        return new RetentionPolicy(this.name, this.keep, this.organizationId, this.eventTypes, action);
    }

    /**
     * Returns the time before which events are swept.
     *
     * @throws IllegalArgumentException when the policy does not say how long events are kept
     */
    public Instant cutoff(Instant now) {
        Checks.check(
                this.keep != null, "policy " + Shown.id(this.name) + " must say how long events are kept: call keep");
        return now.atOffset(ZoneOffset.UTC)
                .minus(Checks.notNull("keep", this.keep))
                .toInstant();
    }

    /** What happens to events after their time. */
    public enum Action {

        /**
         * Erases the content of the events, as {@link Protection#eraseIdentity} does. The events keep their places. Idempotency keys
         * are replaced by hashes where the store has a secret, and stay otherwise.
         */
        ERASE,

        /** Deletes the events. Counts and unread messages are adjusted, and indices are not used again. */
        DELETE
    }
}
