package live.roomkit.event;

import io.soabase.recordbuilder.core.RecordBuilder;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Query for a page of a room's timeline. The store applies the filter first and then the limit. A page is always in
 * ascending order of the index. At most one of {@code afterIndex}, {@code beforeIndex} and {@code offset} may be set.
 *
 * @param roomId the id of the room
 * @param filter the filter for the events; by default all events except blocked events match
 * @param afterIndex the index after which the page begins; -1 for the beginning of the timeline
 * @param beforeIndex an index; the page contains the last matching events before this index
 * @param offset the number of matching events to skip: the oldest ones, or the newest ones when {@code newestFirst} is
 *     {@code true}. Skipping an event costs as much as reading it, so prefer {@code afterIndex}
 * @param newestFirst whether the page contains the newest events instead of the oldest; cannot be combined with
 *     {@code afterIndex} or {@code beforeIndex}
 * @param limit the maximum number of events, 1 to 1 000; 50 by default
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

    /** Applies the default filter and rejects invalid values. */
    public EventQuery {
        Checks.text("roomId", roomId);
        filter = (filter != null) ? filter : EventFilter.NONE;
        Checks.check(afterIndex == null || afterIndex >= -1, "afterIndex must not be below -1");
        Checks.check(beforeIndex == null || beforeIndex >= 0, "beforeIndex must not be negative");
        Checks.offset((offset != null) ? offset : 0);
        boolean cursor = afterIndex != null || beforeIndex != null;
        Checks.check(afterIndex == null || beforeIndex == null, "afterIndex and beforeIndex exclude each other");
        Checks.check(!cursor || offset == null, "afterIndex, beforeIndex and offset exclude each other");
        Checks.check(!cursor || !newestFirst, "newestFirst must not be combined with afterIndex or beforeIndex");
        Checks.limit(limit);
    }

    /** Returns a query for the first 50 events of the room, without blocked events. */
    public static EventQuery of(String roomId) {
        return builder(roomId).build();
    }

    /** Returns a query for the newest events of the room, without blocked events. */
    public static EventQuery newest(String roomId, int limit) {
        return builder(roomId).newestFirst(true).limit(limit).build();
    }

    /** Returns a builder that starts with a query for the first events of the room. */
    public static EventQueryBuilder builder(String roomId) {
        return EventQueryBuilder.builder().roomId(roomId);
    }

    /** Returns a builder that starts with the values of this record. */
    public EventQueryBuilder toBuilder() {
        return EventQueryBuilder.builder(this);
    }
}
