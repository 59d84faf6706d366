package live.roomkit.internal.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;

/**
 * Ensures that for each retention policy, only one node at a time runs a sweep. The sweeping node has a lease, called
 * its turn, and renews it during the sweep. When the node dies, the turn ends because nobody renews it.
 */
public interface SweepTurns {

    /** Time after which the turn of a sweeping node ends unless the node renews it. */
    Duration LEASE = Duration.ofMinutes(1);

    /**
     * Gives this node the turn to run the sweep that was due at the given time. Returns empty when a node has already
     * begun this sweep or a later one, or when another sweep by the policy is running.
     *
     * @param dryRun whether the sweep is a dry run, which does not change {@link SweepState#behindSince}
     */
    Optional<Turn> begin(String policy, Instant dueAt, boolean dryRun);

    /**
     * Renews the turn of a sweeping node. Returns {@code false} when a later turn of the policy has begun. The node
     * must then stop the sweep.
     */
    boolean renew(String policy, Turn turn);

    /**
     * Ends the turn of a sweeping node, and stores the report and the id of the room after which the next sweep begins.
     * The report of a dry run changes neither {@link SweepState#completedAt} nor {@link SweepState#behindSince}.
     */
    void end(String policy, Turn turn, SweepReport report, String position);

    /** Returns the state of the sweeps by a policy, or empty before the first sweep. */
    Optional<SweepState> find(String policy);

    /**
     * Runs a sweep if {@link #begin} gives this node the turn for it. Returns empty otherwise. A dry run begins with
     * the first room, and does not change where the next sweep begins.
     */
    default Optional<SweepReport> sweep(Sweep sweep, Instant dueAt, Sweep.Target target) {
        String policy = sweep.policy().name();
        return begin(policy, dueAt, sweep.isDryRun()).map(turn -> {
            SweepReport report = runOrEnd(sweep, turn, target);
            end(policy, turn, report, position(turn, sweep, report));
            return report;
        });
    }

    /** Runs a sweep. Ends the turn when the sweep fails. */
    private SweepReport runOrEnd(Sweep sweep, Turn turn, Sweep.Target target) {
        String policy = sweep.policy().name();
        AtomicLong renewedAt = new AtomicLong(System.nanoTime());
        try {
            return sweep.run(target, sweep.isDryRun() ? "" : turn.position(), () -> {
                long now = System.nanoTime();
                if (now - renewedAt.get() < LEASE.toNanos() / 6) {
                    return true;
                }
                renewedAt.set(now);
                return renew(policy, turn);
            });
        } catch (RuntimeException ex) {
            SweepReport report = sweep.report(false);
            try {
                end(policy, turn, report, position(turn, sweep, report));
            } catch (RuntimeException second) {
                ex.addSuppressed(second);
            }
            throw ex;
        }
    }

    private static String position(Turn turn, Sweep sweep, SweepReport report) {
        if (report.dryRun()) {
            return turn.position();
        }
        return report.complete() ? "" : sweep.position();
    }

    /**
     * Identifies the turn of a node. A turn is the right of one node to run one sweep by a policy.
     *
     * @param number a number that increases with every turn of the policy
     * @param position the id of the room after which the sweep begins
     */
    record Turn(long number, String position) {}
}
