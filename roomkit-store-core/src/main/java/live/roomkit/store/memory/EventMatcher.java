package live.roomkit.store.memory;

import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/** Checks whether an event matches a filter. */
final class EventMatcher implements Predicate<RoomEvent> {

    private final EventFilter filter;

    EventMatcher(EventFilter filter) {
        this.filter = filter;
    }

    @Override
    public boolean test(RoomEvent event) {
        return (this.filter.includeBlocked() || event.status() != EventStatus.BLOCKED)
                && matchesType(event.type())
                && matchesSource(event.source())
                && matchesThread(event.parentEventId())
                && matchesTime(event.createdAt())
                && wants(this.filter.visibility(), event.visibility())
                && wants(this.filter.correlationId(), event.correlationId());
    }

    private boolean matchesType(EventType type) {
        Set<EventType> types = this.filter.types();
        Set<EventType> excludeTypes = this.filter.excludeTypes();
        return (types == null || types.contains(type)) && (excludeTypes == null || !excludeTypes.contains(type));
    }

    private boolean matchesSource(EventSource source) {
        return wants(this.filter.sourceChannelId(), source.channelId())
                && wants(this.filter.channelType(), source.channelType())
                && wants(this.filter.participantId(), source.participantId());
    }

    private boolean matchesThread(@Nullable String parentEventId) {
        return wants(this.filter.parentEventId(), parentEventId)
                && (!this.filter.topLevelOnly() || parentEventId == null);
    }

    private boolean matchesTime(Instant createdAt) {
        Instant afterTime = this.filter.afterTime();
        Instant beforeTime = this.filter.beforeTime();
        return (afterTime == null || createdAt.isAfter(afterTime))
                && (beforeTime == null || createdAt.isBefore(beforeTime));
    }

    private static boolean wants(@Nullable Object wanted, @Nullable Object value) {
        return wanted == null || wanted.equals(value);
    }
}
