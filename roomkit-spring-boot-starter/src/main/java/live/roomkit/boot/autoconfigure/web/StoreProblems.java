package live.roomkit.boot.autoconfigure.web;

import java.util.List;
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
 * Answers with a {@link ProblemDetail} (RFC 9457) when the store refuses. Its {@code code} names the refusal, such as
 * {@code room_closed}. Its detail holds no text of conversations, only ids. {@code Retry-After} is present only when
 * trying again cannot write twice.
 *
 * <p>The framework handles exceptions that this advice does not know. An application's advice for the same exception
 * takes precedence.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class StoreProblems {

    private static final String CODE = "code";

    private static final String RETRY_AFTER_SECONDS = "1";

    /** The packages in which RoomKit checks arguments. */
    private static final List<String> CHECKS = List.of("live.roomkit.internal.", "live.roomkit.store.");

    StoreProblems() {}

    /** Answers a refusal of the store. */
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

    /** Answers a refused argument when RoomKit refused it. The message names the argument and never its value. */
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
        return ex.isRetryable() || ex instanceof StoreUnavailableException || ex instanceof StoreTimeoutException;
    }

    private static @Nullable HttpStatus status(StoreException ex) {
        if (ex instanceof RoomNotFoundException
                || ex instanceof EventNotFoundException
                || ex instanceof BindingNotFoundException
                || ex instanceof ParticipantNotFoundException
                || ex instanceof IdentityNotFoundException
                || ex instanceof TaskNotFoundException) {
            return HttpStatus.NOT_FOUND;
        }
        if (ex instanceof DuplicateIdException
                || ex instanceof DuplicateIndexException
                || ex instanceof IdempotencyConflictException
                || ex instanceof AddressConflictException
                || ex instanceof RoomClosedException
                || ex instanceof RoomFullException) {
            return HttpStatus.CONFLICT;
        }
        return (ex instanceof InvalidContentException || ex instanceof PageTooLargeException)
                ? HttpStatus.BAD_REQUEST
                : null;
    }

    /**
     * Derives the code from the exception's name, such as {@code room_not_found} from {@code RoomNotFoundException}.
     */
    private static String code(StoreException ex) {
        String name = ex.getClass().getSimpleName().replaceFirst("Exception$", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Tells RoomKit's refusals from the application's own by the method that threw the exception. */
    private static boolean isFromRoomKit(IllegalArgumentException ex) {
        StackTraceElement[] trace = ex.getStackTrace();
        return trace.length > 0 && CHECKS.stream().anyMatch(trace[0].getClassName()::startsWith);
    }
}
