package live.roomkit.internal.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;

/**
 * Lets nodes take turns in sweeping by a retention policy. A turn is a lease, which the sweeping node renews. When that
 * node dies, its turn ends because the lease is not renewed.
 */
public interface SweepTurns {

    /** The time after which a turn ends when its node does not renew it. */
    Duration LEASE = Duration.ofMinutes(1);

    /**
     * Begins a turn for the sweep that was due at the given time. Returns empty when the sweep has already begun, or
     * when another sweep by the policy is running.
     */
    Optional<Turn> begin(String policy, Instant dueAt);

    /** Renews a turn. Returns {@code false} when the turn has ended; the node must then stop the sweep. */
    boolean renew(String policy, Turn turn);

    /** Ends a turn, and stores the report and the position at which the sweep ended. */
    void end(String policy, Turn turn, SweepReport report, String position);

    /** Returns the state of the sweeps by a policy, or empty before the first sweep. */
    Optional<SweepState> find(String policy);

    /** Runs a sweep if this node gets the turn for it. Returns empty when the node does not get the turn. */
    default Optional<SweepReport> sweep(Sweep sweep, Instant dueAt, Sweep.Target target) {
        String policy = sweep.policy().name();
        return begin(policy, dueAt).map(turn -> {
            AtomicLong renewedAt = new AtomicLong(System.nanoTime());
            SweepReport report = sweep.run(target, turn.position(), () -> {
                long now = System.nanoTime();
                if (now - renewedAt.get() < LEASE.toNanos() / 6) {
                    return true;
                }
                renewedAt.set(now);
                return renew(policy, turn);
            });
            end(policy, turn, report, report.complete() ? "" : sweep.position());
            return report;
        });
    }

    /**
     * Identifies the turn of a node.
     *
     * @param number the number of the turn, which increases with every turn of the policy
     * @param position the id of the room after which the sweep begins
     */
    record Turn(long number, String position) {}
}
