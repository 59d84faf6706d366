package live.roomkit.task;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Set;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Query for tasks in all rooms, or in the rooms of one organization. The store returns the tasks ordered by creation
 * time, then id, then room.
 *
 * @param organizationId the organization of the rooms; {@code null} allows any organization
 * @param assignedTo the assignee of the tasks; {@code null} allows any assignee
 * @param statuses the allowed statuses of the tasks; {@code null} allows any status, and with an empty set no task matches
 * @param after the position after which the page begins, see {@link Task#cursor()}
 * @param limit the maximum number of tasks, 1 to 1 000; 50 by default
 */
@ModelBuilder
public record TaskQuery(
        @Nullable String organizationId,
        @Nullable String assignedTo,
        @Nullable Set<TaskStatus> statuses,
        @Nullable Cursor after,

        @RecordBuilder.Initializer(value = "LIMIT", source = Defaults.class)
        int limit) {

    /** Applies the defaults and rejects invalid values. */
    public TaskQuery {
        Checks.optionalText("organizationId", organizationId);
        Checks.optionalText("assignedTo", assignedTo);
        statuses = Checks.optionalSet("statuses", statuses);
        Checks.check(after == null || after.roomId() != null, "after must be the cursor of a task, with its roomId");
        Checks.limit(limit);
    }

    /** Returns a builder that starts with a query for all tasks. */
    public static TaskQueryBuilder builder() {
        return TaskQueryBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public TaskQueryBuilder toBuilder() {
        return TaskQueryBuilder.builder(this);
    }
}
