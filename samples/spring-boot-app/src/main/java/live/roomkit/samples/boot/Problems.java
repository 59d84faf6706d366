package live.roomkit.samples.boot;

import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers clients when the store or the table of tickets refuses a request. */
@RestControllerAdvice
class Problems {

    /** Answers with the store's message, which clients may read: it contains ids at most. */
    @ExceptionHandler
    ProblemDetail store(StoreException ex) {
        return ProblemDetail.forStatusAndDetail(status(ex), ex.getMessage());
    }

    /** Answers with the message of a refused value, which names the field and never contains the value. */
    @ExceptionHandler
    ProblemDetail argument(IllegalArgumentException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
    }

    @ExceptionHandler
    ProblemDetail duplicate(DuplicateKeyException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The room already has a ticket with that subject");
    }

    private static HttpStatus status(StoreException ex) {
        if (ex instanceof RoomNotFoundException) {
            return HttpStatus.NOT_FOUND;
        }
        if (ex instanceof RoomClosedException
                || ex instanceof RoomFullException
                || ex instanceof IdempotencyConflictException
                || ex instanceof DuplicateIdException) {
            return HttpStatus.CONFLICT;
        }
        if (ex instanceof InvalidContentException) {
            return HttpStatus.BAD_REQUEST;
        }
        return (ex instanceof StoreUnavailableException || ex instanceof StoreTimeoutException)
                ? HttpStatus.SERVICE_UNAVAILABLE
                : HttpStatus.INTERNAL_SERVER_ERROR;
    }
}
