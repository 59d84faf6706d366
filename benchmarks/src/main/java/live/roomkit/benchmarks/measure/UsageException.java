package live.roomkit.benchmarks.measure;

/** The command line asks for something that there is not. The message is one line that says what there is. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
