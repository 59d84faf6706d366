package live.roomkit.room;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Set;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which rooms to find, in the order of their creation time, then id.
 *
 * @param organizationId only rooms of that organization; {@code null} restricts nothing
 * @param statuses only rooms in one of these states; {@code null} restricts nothing, an empty set matches nothing
 * @param metadata only rooms whose metadata contains all of this, nested values included (PostgreSQL's {@code @>});
 *     empty restricts nothing
 * @param after only rooms after that place, for reading page by page; not together with an offset
 * @param offset how many rooms to skip; costs as much as reading them
 * @param limit how many rooms at most, 1 to 1 000; 50 unless given
 */
@ModelBuilder
public record RoomQuery(
        @Nullable String organizationId,
        @Nullable Set<RoomStatus> statuses,
        Map<String, @Nullable Object> metadata,
        @Nullable Cursor after,
        int offset,

        @RecordBuilder.Initializer(value = "LIMIT", source = Defaults.class)
        int limit) {

    /** Applies the defaults and refuses what makes no sense. */
    public RoomQuery {
        Checks.optionalText("organizationId", organizationId);
        statuses = Checks.optionalSet("statuses", statuses);
        metadata = FreeForm.copy(metadata);
        Checks.offset(offset);
        Checks.check(after == null || offset == 0, "after and offset exclude each other");
        Checks.limit(limit);
    }

    /** Builds a query, at first for all rooms. */
    public static RoomQueryBuilder builder() {
        return RoomQueryBuilder.builder();
    }

    /** Builds a changed copy. */
    public RoomQueryBuilder toBuilder() {
        return RoomQueryBuilder.builder(this);
    }
}
