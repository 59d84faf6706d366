package live.roomkit.benchmarks.measure;

/** Signals that the command line asks for something unknown. The message is one line that names the known values. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
