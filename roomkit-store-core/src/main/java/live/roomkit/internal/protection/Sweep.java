package live.roomkit.internal.protection;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Unicode;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one sweep: erases or deletes the events that a retention policy selects in a store, and counts these
 * events and their rooms. A sweep goes through the rooms in the order of their ids. The store chooses the order of the
 * events in a room. A sweep works in steps. {@link Pace} limits the number of rooms or events that a step examines.
 */
public final class Sweep {

    /**
     * A sweep ends when the store has failed in this many rooms. After so many failures, their cause probably concerns
     * all rooms.
     */
    private static final int MOST_FAILURES = 100;

    /** Result of {@link Target#sweep} for a room that a {@link live.roomkit.protection.Hold hold} protects. */
    public static final int HELD = -1;

    private final RetentionPolicy policy;

    private final Instant cutoff;

    private final SweepLimits limits;

    private final boolean dryRun;

    private final Pace roomPace = new Pace(5, 50);

    private final Pace eventPace = new Pace(50, 100);

    private final long start = System.nanoTime();

    private long events;

    private long rooms;

    private long heldRooms;

    private int failures;

    private @Nullable StoreException failure;

    private String position = "";

    private BooleanSupplier mayGoOn = () -> true;

    /**
     * Begins a sweep.
     *
     * @throws IllegalArgumentException when the policy does not set the time to keep events
     */
    public Sweep(RetentionPolicy policy, Instant now, SweepLimits limits, boolean dryRun) {
        this.policy = Checks.notNull("policy", policy);
        this.cutoff = Checks.instant("cutoff", policy.cutoff(Checks.notNull("now", now)));
        this.limits = Checks.notNull("limits", limits);
        this.dryRun = dryRun;
    }

    public RetentionPolicy policy() {
        return this.policy;
    }

    /** Returns the cutoff time. This sweep erases or deletes only events that were created before the cutoff time. */
    public Instant cutoff() {
        return this.cutoff;
    }

    public boolean isDryRun() {
        return this.dryRun;
    }

    /**
     * Returns the id of the room after which the rest of this sweep begins, or an empty text when the rest begins with
     * the first room.
     */
    public String position() {
        return this.position;
    }

    /**
     * Sweeps a store. This method can be called once.
     *
     * @throws StoreException when the store failed in at least one room, see {@link #run(Target, String,
     *     BooleanSupplier)}
     */
    public SweepReport run(Target target) {
        return run(target, "", () -> true);
    }

    /**
     * Sweeps the rooms of a store in the order of their ids. Begins after {@code afterRoomId}. After the last room,
     * continues with the first room, and ends with {@code afterRoomId}. So a complete sweep has handled all rooms.
     * Ends early when {@code mayGoOn} returns {@code false}. This method can be called once.
     *
     * <p>When the store fails in a room, the sweep continues with the next room. In the end, the sweep throws the
     * exception of the first room that failed. The exceptions of the other rooms are added to this exception as
     * suppressed exceptions. The sweep ends at once when the store cannot be reached, when the transaction of the
     * caller cannot continue, and after the 100th room that failed.
     *
     * @throws StoreException when the store failed in at least one room
     */
    public SweepReport run(Target target, String afterRoomId, BooleanSupplier mayGoOn) {
        this.position = afterRoomId;
        this.mayGoOn = mayGoOn;
        boolean complete = sweepRooms(target, null);
        if (complete && !afterRoomId.isEmpty()) {
            this.position = "";
            complete = sweepRooms(target, afterRoomId);
        }
        if (this.failure != null) {
            throw this.failure;
        }
        return report(complete);
    }

    /**
     * Sweeps the rooms whose ids come after {@code position}, up to and including {@code lastRoomId}. When {@code
     * lastRoomId} is {@code null}, sweeps all rooms after {@code position}. Returns {@code false} when the sweep must
     * end before it has swept all of these rooms.
     */
    private boolean sweepRooms(Target target, @Nullable String lastRoomId) {
        Page page;
        do {
            if (!mayBegin(this.roomPace, target)) {
                return false;
            }
            page = this.roomPace.step(most -> target.findDue(this.position, this, most));
            for (String roomId : page.due()) {
                if (isAfter(roomId, lastRoomId)) {
                    return true;
                }
                if (!sweepUnlessItFails(target, roomId)) {
                    return false;
                }
                this.position = roomId;
            }
            this.position = page.last();
        } while (!page.isLast() && !isAfter(this.position, lastRoomId));
        return true;
    }

    private static boolean isAfter(String roomId, @Nullable String lastRoomId) {
        return lastRoomId != null && Unicode.compare(roomId, lastRoomId) > 0;
    }

    private boolean sweepUnlessItFails(Target target, String roomId) {
        try {
            return sweepRoom(target, roomId);
        } catch (StoreUnavailableException ex) {
            throw ex;
        } catch (StoreException ex) {
            if (!ex.isTransactionUsable()) {
                throw ex;
            }
            if (this.failure == null) {
                this.failure = ex;
            } else {
                this.failure.addSuppressed(ex);
            }
            this.failures++;
            return this.failures < MOST_FAILURES;
        }
    }

    /**
     * Sweeps a room. Returns {@code false} when the sweep must end before it has handled all events that the
     * retention policy selects in the room.
     */
    private boolean sweepRoom(Target target, String roomId) {
        Place before = null;
        Place place = null;
        boolean counted = false;
        while (mayBegin(this.eventPace, target)) {
            Place previous = before;
            Place after = place;
            Step step = this.eventPace.step(most -> sweepPart(target, roomId, previous, after, most));
            if (step.swept == HELD) {
                this.heldRooms++;
                return true;
            }
            this.events += step.swept;
            this.rooms += (step.swept > 0 && !counted) ? 1 : 0;
            counted |= step.swept > 0;
            if (step.isCutOff || step.part.isLast()) {
                return !step.isCutOff;
            }
            before = after;
            place = step.part.end();
        }
        return false;
    }

    private Step sweepPart(Target target, String roomId, @Nullable Place previous, @Nullable Place after, int most) {
        Part part = target.look(roomId, this, previous, after, most);
        int allowed = (int) Math.min(part.due(), this.limits.maxEvents() - this.events);
        boolean isCutOff = allowed < part.due();
        if (allowed == 0) {
            return new Step(part, 0, isCutOff);
        }
        int swept = this.dryRun
                ? (target.isHeld(roomId) ? HELD : allowed)
                : target.sweep(roomId, this, after, Objects.requireNonNull(part.end()), allowed);
        return new Step(part, swept, isCutOff);
    }

    /** Rests after the previous step, and then tells whether another step may begin. */
    private boolean mayBegin(Pace pace, Target target) {
        if (target.mayRest()) {
            pace.rest();
        }
        return !Thread.currentThread().isInterrupted()
                && this.mayGoOn.getAsBoolean()
                && System.nanoTime() - this.start < this.limits.maxDuration().toNanos();
    }

    /** Returns a report of what this sweep has done so far. */
    SweepReport report(boolean complete) {
        return new SweepReport(
                this.policy.name(), this.cutoff, this.dryRun, this.events, this.rooms, this.heldRooms, complete);
    }

    /** A store that can be swept. */
    public interface Target {

        /** Tells whether a sweep may rest between its steps. A sweep in a transaction of the caller must not rest. */
        boolean mayRest();

        /**
         * Looks in some rooms for events that the sweep may have to erase or delete.
         *
         * @param afterRoomId the id of the room after which to begin, in the order of the ids
         * @param most the largest number of rooms to examine
         */
        Page findDue(String afterRoomId, Sweep sweep, int most);

        /**
         * Examines some events of a room, and counts those that the sweep must erase or delete.
         *
         * @param previous the value of {@code after} in the previous call for the room; {@code null} in the first call
         * @param after the place of the event after which to begin, or {@code null} to begin with the first event
         * @param most the largest number of events to examine
         */
        Part look(String roomId, Sweep sweep, @Nullable Place previous, @Nullable Place after, int most);

        boolean isHeld(String roomId);

        /**
         * Erases or deletes, in one transaction, the events that the retention policy selects from a part of the room's
         * events. Returns the number of erased or deleted events, or {@link Sweep#HELD} when a hold protects the room.
         *
         * @param after the place of the event after which the part begins, or {@code null} for the first part
         * @param end the place of the last event in the part
         * @param most the largest number of events to erase or delete
         */
        int sweep(String roomId, Sweep sweep, @Nullable Place after, Place end, int most);
    }

    /**
     * Contains the result of looking in some rooms for events that a sweep must erase or delete.
     *
     * @param due the ids of the rooms that may contain such events, in the order of the ids
     * @param last the id of the last room that was examined
     * @param isLast whether there are no further rooms to examine
     */
    public record Page(List<String> due, String last, boolean isLast) {}

    /**
     * Contains the result of examining some events of a room.
     *
     * @param due the number of the events that a sweep must erase or delete
     * @param end the place of the last event that was examined, or {@code null} when there was none
     * @param isLast whether there are no further events to examine
     */
    public record Part(int due, @Nullable Place end, boolean isLast) {}

    /**
     * Contains the creation time and the index of an event. The PostgreSQL store examines the events of a room in
     * the order of their creation times. The memory store examines them in the order of their indices.
     */
    public record Place(Instant createdAt, long index) {}

    /**
     * Contains the result of sweeping a part of a room's events. {@code isCutOff} tells whether events that should be
     * erased or deleted remain in the part, because the sweep has reached its maximum number of events.
     */
    private record Step(Part part, int swept, boolean isCutOff) {}
}
