package live.roomkit.task;

import io.soabase.recordbuilder.core.RecordBuilder;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Query for observations in all rooms, or in the rooms of one organization. The store returns the observations ordered
 * by creation time, then id, then room.
 *
 * @param organizationId the organization of the rooms; {@code null} allows any organization
 * @param category the category of the observations; {@code null} allows any category
 * @param after the position after which the page begins, see {@link Observation#cursor()}
 * @param limit the maximum number of observations, 1 to 1 000; 50 by default
 */
@ModelBuilder
public record ObservationQuery(
        @Nullable String organizationId,
        @Nullable String category,
        @Nullable Cursor after,

        @RecordBuilder.Initializer(value = "LIMIT", source = Defaults.class)
        int limit) {

    /** Applies the defaults and rejects invalid values. */
    public ObservationQuery {
        Checks.optionalText("organizationId", organizationId);
        Checks.optionalText("category", category);
        Checks.check(
                after == null || after.roomId() != null, "after must be the cursor of an observation, with its roomId");
        Checks.limit(limit);
    }

    /** Returns a builder that starts with a query for all observations. */
    public static ObservationQueryBuilder builder() {
        return ObservationQueryBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public ObservationQueryBuilder toBuilder() {
        return ObservationQueryBuilder.builder(this);
    }
}
