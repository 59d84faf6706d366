package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * Contains the result of a sweep, or of a dry run, which only counts what a sweep would do.
 *
 * @param policy the name of the policy
 * @param cutoff a point in time: the events that were created before this time are due
 * @param dryRun whether this is the report of a dry run; {@code events} and {@code rooms} then count what a sweep would
 *     erase or delete
 * @param events the number of events that were erased or deleted
 * @param rooms the number of rooms in which events were erased or deleted
 * @param heldRooms the number of rooms with due events that were skipped, because a hold protects these rooms
 * @param complete whether all due events were swept, except events under a hold; {@code false} when the sweep ended
 *     early
 */
public record SweepReport(
        String policy, Instant cutoff, boolean dryRun, long events, long rooms, long heldRooms, boolean complete) {

    /** Rejects missing values. */
    public SweepReport {
        Checks.text("policy", policy);
        Checks.notNull("cutoff", cutoff);
    }
}
