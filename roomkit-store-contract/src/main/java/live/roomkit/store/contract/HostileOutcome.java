package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a call with an argument that may break careless code.
 *
 * @param kind how the call ended: {@code success} or the simple class name of the exception. For an
 *     {@code InvalidContentException}, the kind is {@code refused at}, followed by the JSON pointer of the rejected
 *     value. All stores must give the same kind for the same call.
 */
record HostileOutcome(
        String kind, @Nullable Object result, @Nullable RuntimeException failure) {

    private static final String SUCCESS = "success";

    /**
     * Runs {@code attempt} and returns its outcome. Throws an {@code AssertionError} when {@code attempt} throws an
     * exception that is not documented for invalid values.
     *
     * @param when a description of the call, for the message of a failed assertion
     */
    static HostileOutcome of(String when, Callable<?> attempt) {
        try {
            return new HostileOutcome(SUCCESS, attempt.call(), null);
        } catch (InvalidContentException refused) {
            return new HostileOutcome("refused at " + refused.getPath(), null, refused);
        } catch (StoreException refused) {
            assertThat(refused.getClass())
                    .as("the class of " + refused + " after " + when)
                    .isNotEqualTo(StoreException.class);
            assertThat(refused.isOutcomeKnown()).as(when).isTrue();
            return new HostileOutcome(refused.getClass().getSimpleName(), null, refused);
        } catch (IllegalArgumentException refused) {
            return new HostileOutcome("IllegalArgumentException", null, refused);
        } catch (Exception | StackOverflowError wrong) {
            throw new AssertionError("Unexpected exception after " + when, wrong);
        }
    }

    boolean isSuccess() {
        return this.kind.equals(SUCCESS);
    }

    /**
     * Asserts that the stack trace of the call's exception does not contain {@code text}. Passes when the call threw no
     * exception.
     */
    void assertDoesNotSay(String text, String when) {
        StringWriter words = new StringWriter();
        if (this.failure != null) {
            this.failure.printStackTrace(new PrintWriter(words, true));
        }
        assertThat(words.toString()).as(when).doesNotContain(text);
    }

    /** Returns the value as a short text of printable characters. */
    static String describe(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            Map.Entry<?, ?> first = map.entrySet().iterator().next();
            String inner = (first.getValue() instanceof Map<?, ?>) ? "a map" : describe(first.getValue());
            return "a map of " + map.size() + ", first " + describe(first.getKey()) + " = " + inner;
        }
        if (value instanceof Map<?, ?> || value instanceof List<?> || value instanceof BigInteger) {
            return value.getClass().getSimpleName();
        }
        StringBuilder described = new StringBuilder();
        String text = String.valueOf(value);
        text.chars()
                .limit(100)
                .forEach(c ->
                        described.append((c >= ' ' && c < 0x7f) ? Character.toString(c) : String.format("\\u%04X", c)));
        return described + " (" + text.length() + " characters)";
    }
}
