package live.roomkit.samples.quickstart;

import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints what was done and what came back, and counts what was not as promised. */
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

    /** Prints a call with what it returned, and whether that is what was promised. */
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

    /** Prints a call that was refused, and whether by what was promised. */
    void expectRefusal(String call, Class<? extends RuntimeException> promised, Runnable action) {
        String outcome = "nothing";
        try {
            action.run();
        } catch (RuntimeException ex) {
            outcome = ex.getClass().getSimpleName();
        }
        expect(call, promised.getSimpleName(), outcome);
    }

    /** Prints the sum of all, and says whether everything was as promised. */
    boolean conclude() {
        this.out.printf("%n%d checks, %d differences%n", this.checks, this.differences);
        return this.differences == 0;
    }
}
