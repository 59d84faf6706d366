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
 * Contains an event to be appended, and the thread of the caller who waits for the result. An append is in the state
 * {@code WAITING} until one thread changes the state atomically. The waiting caller changes the state when it stops
 * waiting. Another caller changes the state to claim the event and write it, or to make the waiting caller the next one
 * that writes.
 */
final class PendingAppend {

    private final EventRow row;

    private final boolean anyStatus;

    private final Thread caller = Thread.currentThread();

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /**
     * Index of the written event. A thread sets the index before the state becomes {@code DONE}, and other threads read it
     * afterwards.
     */
    private Optional<Long> index = Optional.empty();

    private @Nullable StoreException failure;

    PendingAppend(EventRow row, boolean anyStatus) {
        this.row = row;
        this.anyStatus = anyStatus;
    }

    EventRow row() {
        return this.row;
    }

    /** Tells whether the event may be appended to a closed room. */
    boolean anyStatus() {
        return this.anyStatus;
    }

    String roomId() {
        return this.row.roomId();
    }

    boolean hasLeft() {
        return this.state.get() == State.LEFT;
    }

    /**
     * Makes the caller of this event the next one that writes. This caller then writes its own event together with
     * other waiting events of the room. Returns {@code false} when the caller has stopped waiting.
     */
    boolean lead() {
        boolean leads = this.state.compareAndSet(State.WAITING, State.LEADING);
        if (leads) {
            LockSupport.unpark(this.caller);
        }
        return leads;
    }

    /**
     * Claims this event for another caller, which writes both its own event and this event. Returns {@code false} when
     * the caller of this event has stopped waiting.
     */
    boolean take() {
        return this.state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** Sets the index at which the event was written. */
    void written(long index) {
        this.index = Optional.of(index);
    }

    boolean isWritten() {
        return this.index.isPresent();
    }

    /** Records that the shared statement failed, so that this event was not written. */
    void fail(Throwable cause) {
        this.index = Optional.empty();
        this.failure = PostgresErrors.forAnotherCaller(cause);
    }

    /** Wakes the caller of this event after another caller's statement is done. */
    void finish() {
        if (this.state.get() == State.TAKEN) {
            this.state.set(State.DONE);
            LockSupport.unpark(this.caller);
        }
    }

    /**
     * Waits until this caller has to write, or until another caller has written the event.
     *
     * @param patience the longest time to wait, in nanoseconds; the time starts again when another caller claims the
     *     event
     * @return whether this caller has to write
     * @throws StoreTimeoutException when no caller began to write the event in time
     * @throws StoreUnavailableException when the thread is interrupted or the other caller did not finish in time; the
     *     interrupt flag of the thread is kept
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
     * Creates the exception for a caller whose thread was interrupted. When another caller had claimed the event, the exception
     * says that the event may have been written.
     */
    StoreUnavailableException interrupted(boolean taken) {
        String message = "Interrupted while waiting for other appends to room " + Shown.id(roomId());
        return taken
                ? StoreUnavailableException.outcomeUnknown(message, null, null)
                : StoreUnavailableException.notWritten(message, null, null);
    }

    /** Returns the index of the event, or empty when the event was not written. */
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
