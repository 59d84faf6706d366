package live.roomkit.protection;

/** Determines whether an import adds records to the store, or only checks the lines. */
public enum ImportMode {

    /** Adds the records that the store does not have. */
    ADD,

    /**
     * Reads every line and writes nothing. The report lists the lines that cannot be read, whereas {@link #ADD} stops
     * at the first such line. A line that is too long stops an import in both modes. This mode does not compare the
     * lines with the records of the store.
     */
    CHECK
}
