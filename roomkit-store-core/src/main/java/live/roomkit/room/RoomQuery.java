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
 * A query for rooms. The store returns the rooms ordered by creation time, then id.
 *
 * @param organizationId the organization of the rooms; {@code null} allows any organization
 * @param statuses the allowed statuses of the rooms; {@code null} allows any status, and with an empty set no room
 *     matches
 * @param metadata the keys and values that the metadata of a room must contain, by the rules of PostgreSQL's operator
 *     {@code @>}; an empty map allows any metadata
 * @param after the position after which the list of rooms begins, see {@link Room#cursor()}; cannot be combined with an
 *     offset
 * @param offset the number of rooms to skip; skipping a room costs as much as reading it
 * @param limit the maximum number of rooms, 1 to 1 000; 50 by default
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

    /** Replaces metadata that is {@code null} by an empty map, and rejects invalid values. */
    public RoomQuery {
        Checks.optionalText("organizationId", organizationId);
        statuses = Checks.optionalSet("statuses", statuses);
        metadata = FreeForm.copy(metadata);
        Checks.offset(offset);
        Checks.check(after == null || offset == 0, "after and offset exclude each other");
        Checks.limit(limit);
    }

    /** Returns a builder that starts with a query for all rooms. */
    public static RoomQueryBuilder builder() {
        return RoomQueryBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public RoomQueryBuilder toBuilder() {
        return RoomQueryBuilder.builder(this);
    }
}
