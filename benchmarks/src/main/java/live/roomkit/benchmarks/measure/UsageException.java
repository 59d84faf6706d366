package live.roomkit.benchmarks.measure;

/**
 * Thrown when the command line is wrong, or names an implementation that cannot be measured on this machine. The
 * message is one line that says what to change.
 */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
