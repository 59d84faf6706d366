package live.roomkit.samples.boot;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Creates the error response when a ticket cannot be opened because another ticket of the room has the same subject.
 * RoomKit's Spring Boot starter creates the responses for exceptions of the store when the property
 * {@code roomkit.store.web.problem-details} is {@code true}.
 */
@RestControllerAdvice
class Problems {

    @ExceptionHandler
    ProblemDetail duplicate(DuplicateKeyException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The room already has a ticket with that subject");
    }
}
