package live.roomkit.internal.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;

/** Turns that nodes take to sweep by a policy. A turn is a lease, which its node renews, so the turn of a node that died ends. */
public interface SweepTurns {

    /** The time after which a turn ends that was not renewed. */
    Duration LEASE = Duration.ofMinutes(1);

    /** Begins the turn for a sweep that was due at a time. Returns empty when that sweep began already, or another is running. */
    Optional<Turn> begin(String policy, Instant dueAt);

    /** Renews a turn. Returns whether it still was this node's. */
    boolean renew(String policy, Turn turn);

    /** Ends a turn, and notes where the sweep ended. */
    void end(String policy, Turn turn, SweepReport report, String position);

    /** Returns the state of the sweeps by a policy. */
    Optional<SweepState> find(String policy);

    /** Sweeps in a turn of this node. */
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
     * Turn of a node.
     *
     * @param number the number of the turn, which every turn raises
     * @param position the id of the room after which the sweep goes on
     */
    record Turn(long number, String position) {}
}
