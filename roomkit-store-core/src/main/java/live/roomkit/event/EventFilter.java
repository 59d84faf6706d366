package live.roomkit.event;

import java.time.Instant;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a room are wanted. What is {@code null} restricts nothing; all that is given must hold.
 *
 * <p>{@code correlationId}, {@code parentEventId}, {@code sourceChannelId} … are compared for equality. In a
 * PostgreSQL store {@code correlationId}, {@code parentEventId} and the times are looked up in an index, as long as no more
 * than 1 000 of the room's events lie between the times; every other filter reads events in their order until the page is
 * full, which takes the longer the rarer the wanted events are.
 *
 * @param types only these types; an empty set matches nothing
 * @param excludeTypes all but these types
 * @param visibility only with exactly that visibility; {@code "all"} is a value, not a wildcard
 * @param sourceChannelId only from that channel
 * @param channelType only from channels of that type
 * @param participantId only of that participant
 * @param correlationId only with that correlation
 * @param parentEventId only replies to that event
 * @param topLevelOnly only events that are no replies; not together with {@code parentEventId}
 * @param afterTime only events created later than that
 * @param beforeTime only events created earlier than that
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
        @Nullable Instant beforeTime) {

    /** Restricts nothing. */
    public static final EventFilter NONE = builder().build();

    /** Refuses contradictions. */
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
        beforeTime = Checks.optionalInstant("beforeTime", beforeTime);
        Checks.check(
                afterTime == null || beforeTime == null || afterTime.isBefore(beforeTime),
                "afterTime must be before beforeTime");
    }

    /** Builds a filter, at first one that restricts nothing. */
    public static EventFilterBuilder builder() {
        return EventFilterBuilder.builder();
    }

    /** Builds a changed copy. */
    public EventFilterBuilder toBuilder() {
        return EventFilterBuilder.builder(this);
    }

    /** Only events of these types. */
    public static EventFilter ofTypes(EventType... types) {
        return builder().types(Set.of(types)).build();
    }

    /** Only events of exactly that visibility. */
    public static EventFilter ofVisibility(String visibility) {
        return builder().visibility(Checks.notNull("visibility", visibility)).build();
    }
}
