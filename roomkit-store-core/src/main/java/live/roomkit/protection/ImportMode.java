package live.roomkit.protection;

/** Determines whether an import writes. */
public enum ImportMode {

    /** Adds the records that the store does not have. */
    ADD,

    /**
     * Reads every line and writes nothing. The report lists the lines that cannot be read, also those at which an import
     * would stop. Whether the store has room for the records is not looked at.
     */
    CHECK
}
