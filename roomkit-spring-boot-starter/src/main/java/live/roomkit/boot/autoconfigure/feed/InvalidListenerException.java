package live.roomkit.boot.autoconfigure.feed;

/** Thrown when a method with {@code @RoomKitListener} cannot be called. */
final class InvalidListenerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Creates the exception.
     *
     * @param problem what is wrong, as sentences
     * @param action what to do about it, as sentences
     */
    InvalidListenerException(String problem, String action) {
        super(problem);
        this.action = action;
    }

    String action() {
        return this.action;
    }
}
