package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * Contains the result of a sweep, or of a dry run, which only counts what a sweep would do.
 *
 * @param policy the name of the policy
 * @param cutoff the time limit of the sweep: events that were created before this time are due
 * @param dryRun whether this is the result of a dry run, which changes nothing
 * @param events the number of events that were erased or deleted
 * @param rooms the number of rooms in which events were erased or deleted
 * @param heldRooms the number of rooms with due events that were skipped, because a hold keeps these rooms
 * @param complete whether all events that are due were swept, except those under a hold; {@code false} when a limit ended the
 *     sweep
 */
public record SweepReport(
        String policy, Instant cutoff, boolean dryRun, long events, long rooms, long heldRooms, boolean complete) {

    /** Rejects missing values. */
    public SweepReport {
        Checks.text("policy", policy);
        Checks.notNull("cutoff", cutoff);
    }
}
