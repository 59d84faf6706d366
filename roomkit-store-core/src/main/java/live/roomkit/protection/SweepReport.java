package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * Result of a sweep, or of a dry run, which tells what a sweep would do.
 *
 * @param policy the name of the policy
 * @param cutoff the time before which events were swept
 * @param dryRun whether nothing was written
 * @param events the number of events that were erased or deleted
 * @param rooms the number of rooms that they belonged to
 * @param heldRooms the number of rooms with such events that were passed over, because a hold keeps them
 * @param complete whether no event before that time is left outside these rooms; otherwise a limit was reached
 */
public record SweepReport(
        String policy, Instant cutoff, boolean dryRun, long events, long rooms, long heldRooms, boolean complete) {

    /** Rejects missing values. */
    public SweepReport {
        Checks.text("policy", policy);
        Checks.notNull("cutoff", cutoff);
    }
}
