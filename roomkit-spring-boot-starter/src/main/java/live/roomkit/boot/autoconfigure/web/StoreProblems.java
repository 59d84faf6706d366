package live.roomkit.boot.autoconfigure.web;

import java.util.List;
import java.util.Locale;
import live.roomkit.feed.ExpiredFeedTokenException;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTargetNotFoundException;
import live.roomkit.protection.ImportFormatException;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.PageTooLargeException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.ReadOnlyStoreException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.store.TaskNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Converts exceptions of the store, and RoomKit's exceptions for invalid arguments, to responses with a
 * {@link ProblemDetail} (RFC 9457). The property {@code code} of the response names the problem, for example
 * {@code room_closed}. The property {@code detail} may contain ids but no text of conversations. The response has a
 * {@code Retry-After} header only when a retry may succeed and it is certain that the failed operation has written
 * nothing.
 *
 * <p>Spring handles the exceptions that this class does not convert. When the application has its own
 * {@code @ExceptionHandler} for an exception of the store, Spring calls that handler instead of this class.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class StoreProblems {

    private static final String CODE = "code";

    private static final String RETRY_AFTER_SECONDS = "1";

    /** Prefixes of the names of the classes that check the arguments of RoomKit's methods. */
    private static final List<String> CHECKS = List.of("live.roomkit.internal.", "live.roomkit.store.");

    StoreProblems() {}

    /** Returns the response for an exception of the store. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(StoreException ex) {
        if (isUnavailable(ex)) {
            return unavailable(ex);
        }
        HttpStatus status = status(ex);
        if (status == null) {
            throw ex;
        }
        return answer(problem(status, ex.getMessage(), code(ex)));
    }

    /**
     * Returns the response for an invalid argument, if RoomKit threw the exception. Rethrows an exception that the
     * application threw. RoomKit's message names the argument but never contains its value.
     */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(IllegalArgumentException ex) {
        if (!isFromRoomKit(ex)) {
            throw ex;
        }
        return answer(problem(HttpStatus.BAD_REQUEST, ex.getMessage(), "invalid_argument"));
    }

    private static ResponseEntity<ProblemDetail> unavailable(StoreException ex) {
        String outcome = ex.isOutcomeKnown() ? "Nothing was changed" : "It is not known whether anything was changed";
        ProblemDetail problem = problem(
                HttpStatus.SERVICE_UNAVAILABLE, "The conversation store cannot answer now. " + outcome, code(ex));
        ResponseEntity.BodyBuilder response = ResponseEntity.status(problem.getStatus());
        if (ex.isRetryable() && ex.isOutcomeKnown()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.body(problem);
    }

    private static ProblemDetail problem(HttpStatus status, @Nullable String detail, String code) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty(CODE, code);
        return problem;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.of(problem).build();
    }

    private static boolean isUnavailable(StoreException ex) {
        return ex.isRetryable()
                || ex instanceof StoreUnavailableException
                || ex instanceof StoreTimeoutException
                || ex instanceof ReadOnlyStoreException;
    }

    private static @Nullable HttpStatus status(StoreException ex) {
        if (ex instanceof RoomNotFoundException
                || ex instanceof EventNotFoundException
                || ex instanceof BindingNotFoundException
                || ex instanceof ParticipantNotFoundException
                || ex instanceof IdentityNotFoundException
                || ex instanceof TaskNotFoundException
                || ex instanceof HoldTargetNotFoundException) {
            return HttpStatus.NOT_FOUND;
        }
        if (ex instanceof DuplicateIdException
                || ex instanceof DuplicateIndexException
                || ex instanceof IdempotencyConflictException
                || ex instanceof AddressConflictException
                || ex instanceof IdentityMergeException
                || ex instanceof RoomClosedException
                || ex instanceof RoomFullException
                || ex instanceof HoldException) {
            return HttpStatus.CONFLICT;
        }
        if (ex instanceof ForeignFeedTokenException || ex instanceof ExpiredFeedTokenException) {
            return HttpStatus.GONE;
        }
        return (ex instanceof InvalidContentException
                        || ex instanceof PageTooLargeException
                        || ex instanceof ImportFormatException)
                ? HttpStatus.BAD_REQUEST
                : null;
    }

    /**
     * Returns the value of the property {@code code}, for example {@code room_not_found} for a
     * {@code RoomNotFoundException}.
     */
    private static String code(StoreException ex) {
        String name = ex.getClass().getSimpleName().replaceFirst("Exception$", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Tells by the stack trace whether RoomKit, and not the application, threw the exception. */
    private static boolean isFromRoomKit(IllegalArgumentException ex) {
        StackTraceElement[] trace = ex.getStackTrace();
        return trace.length > 0 && CHECKS.stream().anyMatch(trace[0].getClassName()::startsWith);
    }
}
