package live.roomkit.event;

import java.time.Instant;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Filter for events of a room. A {@code null} component restricts nothing. An event matches when it fulfils all other
 * components. Events with the status {@link EventStatus#BLOCKED} match only when {@code includeBlocked} says so: the
 * room did not receive them.
 *
 * <p>Text components such as {@code correlationId}, {@code parentEventId} and {@code sourceChannelId} are compared for
 * equality. A PostgreSQL store finds {@code correlationId} and {@code parentEventId} through an index. It finds the
 * times through an index as long as at most 1 000 of the room's events lie between them. With every other filter, and
 * with a wider range of times, it reads events in their order until the page is full. The rarer the matching events
 * are, the longer that takes.
 *
 * @param types the types to include; an empty set matches nothing
 * @param excludeTypes the types to leave out
 * @param visibility the exact visibility; {@code "all"} is a value, not a wildcard
 * @param sourceChannelId the channel that the event came from
 * @param channelType the type of the channel that the event came from
 * @param participantId the participant whose event it is
 * @param correlationId the correlation of the event
 * @param parentEventId the event that the matching events answer
 * @param topLevelOnly whether to leave out replies; excludes {@code parentEventId}
 * @param afterTime the time after which the event was created
 * @param beforeTime the time before which the event was created, rounded up to microseconds
 * @param includeBlocked whether events match that were blocked
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

    /** Filter that matches every event that was not blocked. */
    public static final EventFilter NONE = builder().build();

    /** Rejects contradictions. */
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

    /** Returns a builder whose filter, as it starts, matches all events except blocked ones. */
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
