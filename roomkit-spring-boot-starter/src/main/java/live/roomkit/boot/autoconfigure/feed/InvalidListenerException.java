package live.roomkit.boot.autoconfigure.feed;

/** Thrown when a method with {@code @RoomKitListener} cannot be used as a listener. */
final class InvalidListenerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    InvalidListenerException(String problem, String action) {
        super(problem);
        this.action = action;
    }

    String action() {
        return this.action;
    }
}
