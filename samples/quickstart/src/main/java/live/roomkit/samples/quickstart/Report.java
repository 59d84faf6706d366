package live.roomkit.samples.quickstart;

import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints each call with its result, and counts the results that differ from the expected ones. */
final class Report {

    private final PrintStream out;

    private int checks;

    private int differences;

    Report(PrintStream out) {
        this.out = out;
    }

    void title(String title) {
        this.out.printf("%n== %s%n", title);
    }

    void section(String name) {
        this.out.printf("%n-- %s%n", name);
    }

    void line(String format, @Nullable Object... values) {
        this.out.printf("   " + format + "%n", values);
    }

    <T> T expect(String call, @Nullable Object promised, T returned) {
        this.checks++;
        if (Objects.equals(promised, returned)) {
            this.out.printf("   %-72s -> %s%n", call, returned);
        } else {
            this.differences++;
            this.out.printf("   %-72s -> %s   DIFFERS, promised: %s%n", call, returned, promised);
        }
        return returned;
    }

    void expectRefusal(String call, Class<? extends RuntimeException> promised, Runnable action) {
        String outcome = "nothing";
        try {
            action.run();
        } catch (RuntimeException ex) {
            outcome = ex.getClass().getSimpleName();
        }
        expect(call, promised.getSimpleName(), outcome);
    }

    /** Prints the number of checks and of differences. Returns {@code true} when every result was the expected one. */
    boolean conclude() {
        this.out.printf("%n%d checks, %d differences%n", this.checks, this.differences);
        return this.differences == 0;
    }
}
