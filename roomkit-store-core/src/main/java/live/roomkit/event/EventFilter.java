package live.roomkit.event;

import java.time.Instant;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Filter for events of a room. An event matches when it meets the condition of every component; a component that is
 * {@code null} sets no condition. Events with the status {@link EventStatus#BLOCKED} match only when
 * {@code includeBlocked} is {@code true}, because blocked events were not delivered.
 *
 * <p>Text components such as {@code correlationId}, {@code parentEventId} and {@code sourceChannelId} are compared for
 * equality. PostgreSQL finds events by {@code correlationId} and {@code parentEventId} through an index. PostgreSQL
 * also finds events in a range of times through an index when at most 1 000 events of the room are in this range. For
 * every other filter, PostgreSQL reads the events of the room in order until it has found as many matching events as
 * the query asks for. The fewer events match this filter, the more events PostgreSQL reads, and the longer the query
 * takes.
 *
 * @param types the event types to include; with an empty set no event matches
 * @param excludeTypes the event types to leave out
 * @param visibility the exact visibility of the event; {@code "all"} matches only events with the visibility
 *     {@code "all"}
 * @param sourceChannelId the id of the channel that the event came from
 * @param channelType the type of the channel that the event came from
 * @param participantId the id of the participant who caused the event
 * @param correlationId the correlation id of the event
 * @param parentEventId the id of the event to which the matching events are direct replies
 * @param topLevelOnly whether to leave out replies; cannot be combined with {@code parentEventId}
 * @param afterTime the time after which the event was created, exclusive
 * @param beforeTime the time before which the event was created, exclusive; the filter rounds this time up to
 *     microseconds
 * @param includeBlocked whether blocked events match
 */
@ModelBuilder
public record EventFilter(
        @Nullable Set<EventType> types,
        @Nullable Set<EventType> excludeTypes,
        @Nullable String visibility,
        @Nullable String sourceChannelId,
        @Nullable ChannelType channelType,
        @Nullable String participantId,
        @Nullable String correlationId,
        @Nullable String parentEventId,
        boolean topLevelOnly,
        @Nullable Instant afterTime,
        @Nullable Instant beforeTime,
        boolean includeBlocked) {

    /** Filter that matches all events except blocked events. */
    public static final EventFilter NONE = builder().build();

    /**
     * Rejects {@code parentEventId} together with {@code topLevelOnly}, and an {@code afterTime} that is not before
     * {@code beforeTime}.
     */
    public EventFilter {
        types = Checks.optionalSet("types", types);
        excludeTypes = Checks.optionalSet("excludeTypes", excludeTypes);
        Checks.optionalText("visibility", visibility);
        Checks.optionalText("sourceChannelId", sourceChannelId);
        Checks.optionalText("participantId", participantId);
        Checks.optionalText("correlationId", correlationId);
        Checks.optionalText("parentEventId", parentEventId);
        Checks.check(parentEventId == null || !topLevelOnly, "parentEventId and topLevelOnly exclude each other");
        afterTime = Checks.optionalInstant("afterTime", afterTime);
        beforeTime = Checks.optionalInstantRoundedUp("beforeTime", beforeTime);
        Checks.check(
                afterTime == null || beforeTime == null || afterTime.isBefore(beforeTime),
                "afterTime must be before beforeTime");
    }

    /** Returns a builder that starts with a filter for all events except blocked events. */
    public static EventFilterBuilder builder() {
        return EventFilterBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public EventFilterBuilder toBuilder() {
        return EventFilterBuilder.builder(this);
    }

    /** Returns a filter for events of the given types. */
    public static EventFilter ofTypes(EventType... types) {
        return builder().types(Set.of(types)).build();
    }

    /** Returns a filter for events of exactly the given visibility. */
    public static EventFilter ofVisibility(String visibility) {
        return builder().visibility(Checks.notNull("visibility", visibility)).build();
    }
}
