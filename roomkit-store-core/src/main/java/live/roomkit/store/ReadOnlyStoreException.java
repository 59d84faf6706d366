package live.roomkit.store;

/** Thrown by every write when the store was opened as read-only. */
public class ReadOnlyStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for a refused write. */
    public ReadOnlyStoreException() {
        super("The store was opened to read only: write to a store that was opened on the primary");
    }
}
