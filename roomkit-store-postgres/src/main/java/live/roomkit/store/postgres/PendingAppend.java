package live.roomkit.store.postgres;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import live.roomkit.internal.Shown;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into a room, and the caller who waits for it. Whoever moves it on from {@code WAITING} owns it: its
 * caller by leaving, or another caller by taking it along or passing the lead on.
 */
final class PendingAppend {

    private final EventRow row;

    private final boolean anyStatus;

    private final Thread caller = Thread.currentThread();

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** What came of it. Written before the state is {@code DONE}, read after. */
    private Optional<Long> index = Optional.empty();

    private @Nullable StoreException failure;

    PendingAppend(EventRow row, boolean anyStatus) {
        this.row = row;
        this.anyStatus = anyStatus;
    }

    EventRow row() {
        return this.row;
    }

    /** Tells whether it goes to rooms that take no events any more, too. */
    boolean anyStatus() {
        return this.anyStatus;
    }

    String roomId() {
        return this.row.roomId();
    }

    boolean hasLeft() {
        return this.state.get() == State.LEFT;
    }

    /** Has its caller write for the room next; false when the caller has left. */
    boolean lead() {
        boolean leads = this.state.compareAndSet(State.WAITING, State.LEADING);
        if (leads) {
            LockSupport.unpark(this.caller);
        }
        return leads;
    }

    /** Takes it along with another caller's; false when its caller has left. */
    boolean take() {
        return this.state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** Notes the index under which it was written. */
    void written(long index) {
        this.index = Optional.of(index);
    }

    boolean isWritten() {
        return this.index.isPresent();
    }

    /** Notes that the common statement failed, and with it this event. */
    void fail(Throwable cause) {
        this.index = Optional.empty();
        this.failure = PostgresErrors.forAnotherCaller(cause);
    }

    /** Lets the caller of an event that was taken along go on. */
    void finish() {
        if (this.state.get() == State.TAKEN) {
            this.state.set(State.DONE);
            LockSupport.unpark(this.caller);
        }
    }

    /**
     * Waits until it is this caller's turn to write, or another caller has written.
     *
     * @param patience how long to wait for either, in nanoseconds; it begins anew when another caller takes the event
     *     along, who has as much time for a statement as this one would have
     * @return whether it is this caller's turn
     * @throws StoreTimeoutException when nobody began to write the event in time
     * @throws StoreUnavailableException when the thread is interrupted, which it stays; or when another caller did not
     *     come back
     */
    boolean awaitTurn(long patience) {
        long deadline = System.nanoTime() + patience;
        boolean wasTaken = false;
        while (true) {
            State current = this.state.get();
            if (current == State.LEADING || current == State.DONE) {
                return current == State.LEADING;
            }
            if (current == State.TAKEN && !wasTaken) {
                wasTaken = true;
                deadline = System.nanoTime() + patience;
            }
            long left = deadline - System.nanoTime();
            boolean interrupted = this.caller.isInterrupted();
            if (interrupted || left <= 0) {
                leave(wasTaken, interrupted);
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    private void leave(boolean taken, boolean interrupted) {
        if (!taken && !this.state.compareAndSet(State.WAITING, State.LEFT)) {
            return;
        }
        if (interrupted) {
            throw interrupted(taken);
        }
        String message = "Room " + Shown.id(roomId()) + " was busy with other appends for too long";
        throw taken
                ? StoreUnavailableException.outcomeUnknown(message, null, null)
                : new StoreTimeoutException(message, null, null);
    }

    /** What a caller is told whose thread was interrupted, before another caller took its event along or after. */
    StoreUnavailableException interrupted(boolean taken) {
        String message = "Interrupted while waiting for other appends to room " + Shown.id(roomId());
        return taken
                ? StoreUnavailableException.outcomeUnknown(message, null, null)
                : StoreUnavailableException.notWritten(message, null, null);
    }

    /** The index that it got; empty when it was not written, which is for its caller to look into. */
    Optional<Long> get() {
        if (this.failure != null) {
            throw this.failure;
        }
        return this.index;
    }

    private enum State {
        WAITING,
        LEADING,
        TAKEN,
        DONE,
        LEFT
    }
}
