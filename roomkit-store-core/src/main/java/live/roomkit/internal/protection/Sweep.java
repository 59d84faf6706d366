package live.roomkit.internal.protection;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import live.roomkit.internal.Checks;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one sweep of a store by a retention policy. A sweep goes through the rooms in the order of their ids, and counts
 * what it does.
 */
public final class Sweep {

    /** The largest number of events that one transaction erases or deletes. */
    private static final int BATCH = 200;

    /** Result of {@link Target#sweep} for a room that a hold keeps. */
    public static final int HELD = -1;

    private final RetentionPolicy policy;

    private final Instant cutoff;

    private final SweepLimits limits;

    private final boolean dryRun;

    private final long start = System.nanoTime();

    private long events;

    private long rooms;

    private long heldRooms;

    private String position = "";

    private @Nullable Place place;

    private BooleanSupplier mayGoOn = () -> true;

    /**
     * Begins a sweep.
     *
     * @throws IllegalArgumentException when the policy has no time for which events are kept
     */
    public Sweep(RetentionPolicy policy, Instant now, SweepLimits limits, boolean dryRun) {
        this.policy = Checks.notNull("policy", policy);
        this.cutoff = Checks.instant("cutoff", policy.cutoff(Checks.notNull("now", now)));
        this.limits = Checks.notNull("limits", limits);
        this.dryRun = dryRun;
    }

    /** Returns the retention policy of this sweep. */
    public RetentionPolicy policy() {
        return this.policy;
    }

    /** Returns the time before which an event must have been created to be swept. */
    public Instant cutoff() {
        return this.cutoff;
    }

    /** Returns the id of the last room in which this sweep has handled all events that are due. */
    public String position() {
        return this.position;
    }

    /** Returns the place of the last event that was swept in the current room, or {@code null} at the beginning of a room. */
    public @Nullable Place place() {
        return this.place;
    }

    /** Notes the place of the last event that was swept in the current room. */
    public void reached(Place place) {
        this.place = place;
    }

    /** Sweeps a store. This method can be called once. */
    public SweepReport run(Target target) {
        return run(target, "", () -> true);
    }

    /**
     * Sweeps the rooms of a store whose ids come after {@code afterRoomId}, as long as {@code mayGoOn} returns {@code true}.
     * This method can be called once.
     */
    public SweepReport run(Target target, String afterRoomId, BooleanSupplier mayGoOn) {
        this.position = afterRoomId;
        this.mayGoOn = mayGoOn;
        Page page;
        do {
            if (isStopped()) {
                return report(false);
            }
            page = target.findDue(this.position, this);
            for (String roomId : page.due()) {
                if (isAtLimit() || !sweepRoom(target, roomId)) {
                    return report(false);
                }
                this.position = roomId;
            }
            this.position = page.last();
        } while (!page.isLast());
        return report(true);
    }

    /** Sweeps a room. Returns {@code false} when a limit was reached before all due events of the room were swept. */
    private boolean sweepRoom(Target target, String roomId) {
        long before = this.events;
        if (this.dryRun) {
            if (target.isHeld(roomId)) {
                this.heldRooms++;
                return true;
            }
            long most = this.limits.maxEvents() - this.events;
            long found = target.count(roomId, this, (most < Long.MAX_VALUE) ? most + 1 : most);
            add(before, Math.min(found, most));
            return found <= most;
        }
        this.place = null;
        while (true) {
            int most = (int) Math.min(BATCH, this.limits.maxEvents() - this.events);
            int swept = target.sweep(roomId, this, most);
            if (swept == HELD) {
                this.heldRooms++;
                return true;
            }
            add(before, swept);
            if (swept < most) {
                return true;
            }
            if (isAtLimit()) {
                return target.count(roomId, this, 1) == 0;
            }
        }
    }

    private void add(long before, long swept) {
        this.rooms += (this.events == before && swept > 0) ? 1 : 0;
        this.events += swept;
    }

    private boolean isStopped() {
        return Thread.currentThread().isInterrupted() || !this.mayGoOn.getAsBoolean();
    }

    private boolean isAtLimit() {
        return isStopped()
                || this.events >= this.limits.maxEvents()
                || System.nanoTime() - this.start >= this.limits.maxDuration().toNanos();
    }

    private SweepReport report(boolean complete) {
        return new SweepReport(
                this.policy.name(), this.cutoff, this.dryRun, this.events, this.rooms, this.heldRooms, complete);
    }

    /** A store that can be swept. */
    public interface Target {

        /** Examines some rooms after the given one, and returns those with events that are due. */
        Page findDue(String afterRoomId, Sweep sweep);

        /** Counts the events of a room that are due, and stops counting at a limit. */
        long count(String roomId, Sweep sweep, long most);

        /** Checks whether a hold keeps a room. */
        boolean isHeld(String roomId);

        /**
         * Erases or deletes events of a room that are due, in one transaction. Returns the number of swept events, or
         * {@link Sweep#HELD} when a hold keeps the room.
         */
        int sweep(String roomId, Sweep sweep, int most);
    }

    /**
     * Contains the result of examining some rooms for events that are due.
     *
     * @param due the ids of the rooms with events that are due, in order
     * @param last the id of the last room that was examined
     * @param isLast whether there are no further rooms to examine
     */
    public record Page(List<String> due, String last, boolean isLast) {}

    /** Contains the creation time and the index of an event, by which the events of a room are swept in order. */
    public record Place(Instant createdAt, long index) {}
}
