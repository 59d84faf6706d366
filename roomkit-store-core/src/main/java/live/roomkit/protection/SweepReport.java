package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * Contains the result of a sweep, or of a dry run. A dry run only counts the events that a sweep would erase or delete.
 *
 * @param policy the name of the retention policy
 * @param cutoff the cutoff time; only events that were created before this time are due to be erased or deleted
 * @param dryRun whether this is the report of a dry run; in a dry run, {@code events} counts the events that a sweep
 *     would erase or delete, and {@code rooms} counts the rooms of these events
 * @param events the number of events that were erased or deleted
 * @param rooms the number of rooms in which events were erased or deleted
 * @param heldRooms the number of rooms that contain due events, but that the sweep skipped, because a hold protects
 *     these rooms
 * @param complete whether the sweep has handled all due events, except events under a hold; {@code false} when the
 *     sweep ended early
 */
public record SweepReport(
        String policy, Instant cutoff, boolean dryRun, long events, long rooms, long heldRooms, boolean complete) {

    /** Rejects missing values. */
    public SweepReport {
        Checks.text("policy", policy);
        Checks.notNull("cutoff", cutoff);
    }
}
