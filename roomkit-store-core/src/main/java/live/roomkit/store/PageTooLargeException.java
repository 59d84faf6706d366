package live.roomkit.store;

/**
 * Thrown when the records of a list together have more bytes of JSON than the store's {@code maxPageSize}. The store
 * reads at most {@code maxPageSize} bytes before it throws this exception. A list of one record is never too large.
 */
public class PageTooLargeException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final int fittingLimit;

    /**
     * Creates the exception for a list.
     *
     * @param records the number of records in the list
     * @param bytes the total number of bytes of the records' JSON
     * @param maxPageSize the maximum number of bytes
     * @param fittingLimit the highest limit with which the same list would fit into {@code maxPageSize}
     */
    public PageTooLargeException(int records, long bytes, long maxPageSize, int fittingLimit) {
        super("The " + records + " records of the list have " + bytes + " bytes of JSON, maxPageSize allows "
                + maxPageSize + ": ask with a limit of " + fittingLimit + ", which fits, or raise maxPageSize");
        this.fittingLimit = fittingLimit;
    }

    /**
     * Returns a limit with which the same call succeeds, at least 1. For an operation that takes no limit, raise the
     * store's {@code maxPageSize} instead.
     */
    public int getFittingLimit() {
        return this.fittingLimit;
    }
}
