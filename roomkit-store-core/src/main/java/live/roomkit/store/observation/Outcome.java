package live.roomkit.store.observation;

import java.util.Locale;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.PageTooLargeException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.store.TaskNotFoundException;
import org.jspecify.annotations.Nullable;

/** Outcome of a call of a store, as a value for metrics and alerts. */
enum Outcome {

    /**
     * The call returned a result. An empty result is a success, and so is an append that finds its event already
     * stored.
     */
    SUCCESS,

    /** The record to change, or its room, does not exist. */
    NOT_FOUND,

    /** Another record has the same id, index, idempotency key or address. */
    CONFLICT,

    /** The room is closed or archived, or has used all of its indices. */
    CLOSED,

    /** The store refused an argument or a record as invalid. */
    INVALID,

    /** The records that a call would return are together larger than the maximum page size. */
    TOO_LARGE,

    /** A statement, a transaction, a wait for a lock or a wait for other appends exceeded its time limit. */
    TIMEOUT,

    UNAVAILABLE,

    /** The call failed for a reason that no other constant of this enum describes. */
    ERROR;

    private final String value = name().toLowerCase(Locale.ROOT);

    static Outcome of(@Nullable Throwable error) {
        if (error == null) {
            return SUCCESS;
        }
        if (isNotFound(error)) {
            return NOT_FOUND;
        }
        if (isConflict(error)) {
            return CONFLICT;
        }
        if (error instanceof InvalidContentException || error instanceof IllegalArgumentException) {
            return INVALID;
        }
        return ofState(error);
    }

    String value() {
        return this.value;
    }

    private static Outcome ofState(Throwable error) {
        if (error instanceof RoomClosedException || error instanceof RoomFullException) {
            return CLOSED;
        }
        if (error instanceof PageTooLargeException) {
            return TOO_LARGE;
        }
        if (error instanceof StoreTimeoutException) {
            return TIMEOUT;
        }
        return (error instanceof StoreUnavailableException) ? UNAVAILABLE : ERROR;
    }

    private static boolean isNotFound(Throwable error) {
        return error instanceof RoomNotFoundException
                || error instanceof EventNotFoundException
                || error instanceof BindingNotFoundException
                || error instanceof ParticipantNotFoundException
                || error instanceof IdentityNotFoundException
                || error instanceof TaskNotFoundException;
    }

    private static boolean isConflict(Throwable error) {
        return error instanceof DuplicateIdException
                || error instanceof DuplicateIndexException
                || error instanceof IdempotencyConflictException
                || error instanceof AddressConflictException;
    }
}
