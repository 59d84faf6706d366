package live.roomkit.protection;

/** Determines whether an import writes. */
public enum ImportMode {

    /** Adds the records that the store does not have. */
    ADD,

    /**
     * Reads every line and writes nothing. The report lists all lines that cannot be read, even those at which an
     * import would stop. This mode does not compare the lines with the records of the store.
     */
    CHECK
}
