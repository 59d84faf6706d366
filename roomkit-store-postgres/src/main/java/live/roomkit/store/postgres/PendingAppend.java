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
 * Contains an event to be appended, and the thread of the caller who wants to append it. An append has the state
 * {@code WAITING} until one of three things happens: the caller stops waiting, another caller claims the event in order
 * to write it, or another caller lets this caller write the event. The state changes atomically, so only one of these
 * three things happens.
 */
final class PendingAppend {

    private final EventRow row;

    private final boolean anyStatus;

    private final Thread caller = Thread.currentThread();

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /**
     * Index of the written event. The writing thread sets the index before the state becomes {@code DONE}, and the
     * waiting thread reads the index afterwards.
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
     * Lets the caller who wants to append this event write it, together with other waiting events of the room. Returns
     * {@code false} when the state is not {@code WAITING}, for example because the caller has stopped waiting.
     */
    boolean lead() {
        boolean leads = this.state.compareAndSet(State.WAITING, State.LEADING);
        if (leads) {
            LockSupport.unpark(this.caller);
        }
        return leads;
    }

    /**
     * Claims this event, so that the current thread can write it together with its own event. Returns {@code false}
     * when the caller who wanted to append this event has stopped waiting.
     */
    boolean take() {
        return this.state.compareAndSet(State.WAITING, State.TAKEN);
    }

    void written(long index) {
        this.index = Optional.of(index);
    }

    boolean isWritten() {
        return this.index.isPresent();
    }

    /**
     * Records that the statement for this and other events failed. The caller who waits for this event then gets an
     * exception.
     */
    void fail(Throwable cause) {
        this.index = Optional.empty();
        this.failure = PostgresErrors.forAnotherCaller(cause);
    }

    /** Wakes the caller who waits for this event, if another thread has claimed the event and tried to write it. */
    void finish() {
        if (this.state.get() == State.TAKEN) {
            this.state.set(State.DONE);
            LockSupport.unpark(this.caller);
        }
    }

    /**
     * Waits until the current thread has to write the event itself, or until another thread has tried to write the
     * event.
     *
     * @param patience the longest time to wait, in nanoseconds; the time starts again when another thread claims the
     *     event
     * @return whether the current thread has to write the event
     * @throws StoreTimeoutException when no thread began to write the event in time
     * @throws StoreUnavailableException when the current thread is interrupted, or when another thread claimed the
     *     event and did not finish in time; the interrupt flag of an interrupted thread stays set
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
     * Creates the exception for a caller whose thread was interrupted.
     *
     * @param taken whether another thread had claimed the event; the exception then says that the event may have been
     *     written
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
