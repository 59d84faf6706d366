package live.roomkit.store.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Describes why a record cannot be read. When Jackson reports which value has the problem, the description begins with
 * a JSON pointer to this value. The description never contains a value of the record.
 */
final class ReadProblem {

    private ReadProblem() {}

    static String of(RuntimeException failure) {
        if (failure instanceof DatabindException databind) {
            String place = place(databind);
            return (place.isEmpty() ? "" : place + ": ") + problem(databind);
        }
        return (failure instanceof JacksonException) ? "it is not JSON" : refusal(failure);
    }

    private static String place(DatabindException failure) {
        return failure.getPath().stream()
                .map(reference -> "/"
                        + ((reference.getPropertyName() != null)
                                ? JsonPath.name(reference.getPropertyName())
                                : Integer.toString(reference.getIndex())))
                .collect(Collectors.joining());
    }

    private static String problem(DatabindException failure) {
        Throwable cause = failure.getCause();
        if (cause != null && !(cause instanceof JacksonException)) {
            return refusal(cause);
        }
        return (failure instanceof MismatchedInputException mismatch)
                ? "must be " + kind(mismatch.getTargetType())
                : "is malformed";
    }

    /**
     * Returns the message of an exception from {@link live.roomkit.internal.Checks}, because such a message never
     * contains a value of the record. Returns a fixed text for any other exception.
     */
    private static String refusal(Throwable cause) {
        if (cause.getClass() == IllegalArgumentException.class) {
            return String.valueOf(cause.getMessage());
        }
        return (cause instanceof DateTimeException) ? "must be a time in ISO-8601" : "is malformed";
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return (type == double.class || type == Double.class) ? "a number" : "a whole number within its range";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        return (type == Instant.class) ? "a time in ISO-8601" : "text";
    }
}
