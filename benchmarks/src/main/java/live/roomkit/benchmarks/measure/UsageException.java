package live.roomkit.benchmarks.measure;

/** Thrown when the command line contains an unknown value. The message is one line with the allowed values. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
