package live.roomkit.event;

import io.soabase.recordbuilder.core.RecordBuilder;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a room's timeline is wanted. The filter is applied first, then the limit; the answer is always in
 * ascending order of the index. At most one of {@code afterIndex}, {@code beforeIndex} and {@code offset} may be given.
 *
 * @param roomId the room
 * @param filter which events; all unless given
 * @param afterIndex the first events after that index; -1 for the first of all
 * @param beforeIndex the last events before that index
 * @param offset how many events to skip; costs as much as reading them, so page by index instead
 * @param newestFirst the newest events rather than the oldest, though still in ascending order; without a cursor only
 * @param limit how many events at most, 1 to 1 000; 50 unless given
 */
@ModelBuilder
public record EventQuery(
        String roomId,
        EventFilter filter,
        @Nullable Long afterIndex,
        @Nullable Long beforeIndex,
        @Nullable Integer offset,
        boolean newestFirst,

        @RecordBuilder.Initializer(value = "LIMIT", source = Defaults.class)
        int limit) {

    /** Applies the defaults and refuses what makes no sense. */
    public EventQuery {
        Checks.text("roomId", roomId);
        filter = (filter != null) ? filter : EventFilter.NONE;
        Checks.check(afterIndex == null || afterIndex >= -1, "afterIndex must not be below -1");
        Checks.check(beforeIndex == null || beforeIndex >= 0, "beforeIndex must not be negative");
        Checks.offset((offset != null) ? offset : 0);
        boolean cursor = afterIndex != null || beforeIndex != null;
        Checks.check(afterIndex == null || beforeIndex == null, "afterIndex and beforeIndex exclude each other");
        Checks.check(!cursor || offset == null, "afterIndex, beforeIndex and offset exclude each other");
        Checks.check(!cursor || !newestFirst, "newestFirst does not go with afterIndex or beforeIndex");
        Checks.limit(limit);
    }

    /** The first events of that room. */
    public static EventQuery of(String roomId) {
        return builder(roomId).build();
    }

    /** The newest events of that room. */
    public static EventQuery newest(String roomId, int limit) {
        return builder(roomId).newestFirst(true).limit(limit).build();
    }

    /** Builds a query of that room, at first for its first events. */
    public static EventQueryBuilder builder(String roomId) {
        return EventQueryBuilder.builder().roomId(roomId);
    }

    /** Builds a changed copy. */
    public EventQueryBuilder toBuilder() {
        return EventQueryBuilder.builder(this);
    }
}
