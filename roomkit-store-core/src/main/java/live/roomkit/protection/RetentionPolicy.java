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
 * Determines how long events are kept, and which {@link Action} a {@linkplain Protection#sweep sweep} applies to older
 * events. The methods that set a value return a changed copy, as in
 * {@code RetentionPolicy.of("chat-1y").keep(Period.ofYears(1)).eventTypes(EventType.MESSAGE).action(Action.DELETE)}.
 *
 * @param name the name of the policy, for reports and metrics
 * @param keep the period for which events are kept, in days, months and years; {@link #cutoff} subtracts the period
 *     from the time of a sweep, in UTC; {@code null} until {@link #keep(Period)} sets it
 * @param organizationId the organization whose events are swept; {@code null} to sweep the events of all organizations
 * @param eventTypes the types of events that are swept; {@code null} to sweep events of all types
 * @param action what a sweep does with events that are older than the time to keep them; by default it erases their
 *     content
 */
public record RetentionPolicy(
        String name,
        @Nullable Period keep,
        @Nullable String organizationId,
        @Nullable Set<EventType> eventTypes,
        Action action) {

    /**
     * Rejects a period that is not positive, and an empty set of types. Prefer {@link #of} to this constructor, since
     * later versions may add components.
     */
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

    /**
     * Returns a policy that erases events of all types in all organizations. The time to keep events must be set with
     * {@link #keep}.
     */
    public static RetentionPolicy of(String name) {
        return new RetentionPolicy(name, null, null, null, Action.ERASE);
    }

    /** Returns a copy that keeps events for the given time. */
    public RetentionPolicy keep(Period keep) {
        return new RetentionPolicy(
                this.name, Checks.notNull("keep", keep), this.organizationId, this.eventTypes, this.action);
    }

    /** Returns a copy that sweeps only events in rooms of the given organization. */
    public RetentionPolicy organizationId(@Nullable String organizationId) {
        return new RetentionPolicy(this.name, this.keep, organizationId, this.eventTypes, this.action);
    }

    /** Returns a copy that sweeps only events of the given types. */
    public RetentionPolicy eventTypes(EventType... eventTypes) {
        return new RetentionPolicy(this.name, this.keep, this.organizationId, Set.of(eventTypes), this.action);
    }

    /** Returns a copy with the given action for events that are older than the time to keep them. */
    public RetentionPolicy action(Action action) {
        return new RetentionPolicy(this.name, this.keep, this.organizationId, this.eventTypes, action);
    }

    /**
     * Returns the cutoff time of a sweep at the time {@code now}. The sweep erases or deletes only events that were
     * created before the cutoff time.
     *
     * @throws IllegalArgumentException when the policy does not set the time to keep events
     */
    public Instant cutoff(Instant now) {
        Checks.check(
                this.keep != null, "policy " + Shown.id(this.name) + " must say how long events are kept: call keep");
        return now.atOffset(ZoneOffset.UTC)
                .minus(Checks.notNull("keep", this.keep))
                .toInstant();
    }

    /** Determines what a sweep does with events that are older than the time to keep them. */
    public enum Action {

        /**
         * Erases the content of the events, as {@link Protection#eraseIdentity} does. The erased events keep their
         * indices. If the store has a protection secret, the store replaces the idempotency keys by hashes that it
         * computes with this secret. Otherwise the keys stay.
         */
        ERASE,

        /**
         * Deletes the events. The event counts and unread counts of the rooms no longer include the deleted events. The
         * store never assigns the indices of the deleted events to new events.
         */
        DELETE
    }
}
