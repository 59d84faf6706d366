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
 * Holds an event on its way into a room, and the caller who waits for it. The thread that moves it on from
 * {@code WAITING} owns it: its caller moves it by leaving, another caller by writing it or by passing the lead on.
 */
final class PendingAppend {

    private final EventRow row;

    private final boolean anyStatus;

    private final Thread caller = Thread.currentThread();

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** The result, which is written before the state becomes {@code DONE} and read afterwards. */
    private Optional<Long> index = Optional.empty();

    private @Nullable StoreException failure;

    PendingAppend(EventRow row, boolean anyStatus) {
        this.row = row;
        this.anyStatus = anyStatus;
    }

    EventRow row() {
        return this.row;
    }

    /** Tells whether the event may go to a room that accepts no more events. */
    boolean anyStatus() {
        return this.anyStatus;
    }

    String roomId() {
        return this.row.roomId();
    }

    boolean hasLeft() {
        return this.state.get() == State.LEFT;
    }

    /** Makes this event's caller the next to write for the room. Returns {@code false} when that caller has left. */
    boolean lead() {
        boolean leads = this.state.compareAndSet(State.WAITING, State.LEADING);
        if (leads) {
            LockSupport.unpark(this.caller);
        }
        return leads;
    }

    /** Claims the event for another caller's statement. Returns {@code false} when its own caller has left. */
    boolean take() {
        return this.state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** Records the index at which the event was written. */
    void written(long index) {
        this.index = Optional.of(index);
    }

    boolean isWritten() {
        return this.index.isPresent();
    }

    /** Records that the common statement failed, and this event with it. */
    void fail(Throwable cause) {
        this.index = Optional.empty();
        this.failure = PostgresErrors.forAnotherCaller(cause);
    }

    /** Wakes the caller of an event that another caller's statement claimed. */
    void finish() {
        if (this.state.get() == State.TAKEN) {
            this.state.set(State.DONE);
            LockSupport.unpark(this.caller);
        }
    }

    /**
     * Waits until it is this caller's turn to write, or another caller has written.
     *
     * @param patience the longest wait, in nanoseconds. It starts again when another caller claims the event, because
     *     that caller has as much time for a statement as this one.
     * @return whether it is this caller's turn
     * @throws StoreTimeoutException when nobody began to write the event in time
     * @throws StoreUnavailableException when the thread is interrupted, which it stays, or when the other caller did
     *     not finish in time
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

    /**
     * Makes the exception for a caller whose thread was interrupted, before or after another caller claimed its event.
     */
    StoreUnavailableException interrupted(boolean taken) {
        String message = "Interrupted while waiting for other appends to room " + Shown.id(roomId());
        return taken
                ? StoreUnavailableException.outcomeUnknown(message, null, null)
                : StoreUnavailableException.notWritten(message, null, null);
    }

    /**
     * Returns the index of the written event. Returns empty when it was not written, so that its caller finds out why.
     */
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
