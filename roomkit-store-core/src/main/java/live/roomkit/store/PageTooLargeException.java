package live.roomkit.store;

/**
 * Thrown when the records of a list have more bytes of JSON than the store's {@code maxPageSize}. The store reads at most
 * that many bytes before it refuses. A list of one record is never too large.
 */
public class PageTooLargeException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final int fittingLimit;

    /**
     * Creates the exception for a list.
     *
     * @param records the number of records in the list
     * @param bytes the bytes of their JSON
     * @param maxPageSize the largest permitted number of bytes
     * @param fittingLimit the number of records that fit, from the end of the list from which it is read
     */
    public PageTooLargeException(int records, long bytes, long maxPageSize, int fittingLimit) {
        super("The " + records + " records of the list have " + bytes + " bytes of JSON, maxPageSize allows "
                + maxPageSize + ": ask with a limit of " + fittingLimit + ", which fits, or raise maxPageSize");
        this.fittingLimit = fittingLimit;
    }

    /** Returns the limit with which the same call fits, at least 1. A list that takes no limit needs a larger page. */
    public int getFittingLimit() {
        return this.fittingLimit;
    }
}
