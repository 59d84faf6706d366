package live.roomkit.protection;

import java.util.List;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Result of an import.
 *
 * @param lines the number of lines that were read
 * @param added the number of records that were added
 * @param unchanged the number of records that were already in the store with the same values
 * @param refused the number of records that could not be added
 * @param refusals the first 1 000 records that could not be added, in the order of their lines
 */
public record ImportReport(long lines, long added, long unchanged, long refused, List<Refusal> refusals) {

    /** Copies the list. */
    public ImportReport {
        refusals = Checks.list("refusals", refusals);
    }

    /**
     * Tells whether no record was refused. After an import with {@link ImportMode#ADD}, {@code true} means that the
     * store contains every record of the import, with the values from its line.
     */
    public boolean isComplete() {
        return this.refused == 0;
    }

    /**
     * A record that could not be added.
     *
     * @param line the number of the line, counted from 1
     * @param kind the kind of record, such as {@code event}; {@code null} when the line cannot be read
     * @param reason the reason why the record could not be added, as a constant
     * @param problem this reason as a sentence, without values of the record
     */
    public record Refusal(long line, @Nullable String kind, Reason reason, String problem) {}

    /** Reason why a record could not be added. */
    public enum Reason {

        /**
         * The line is not JSON, or contains an unknown kind of record or an unknown version of the format. Only
         * {@link ImportMode#CHECK} reports the reason {@code UNREADABLE}, because {@link ImportMode#ADD} stops at such
         * a line with an {@link ImportFormatException}.
         */
        UNREADABLE,

        /** The line is JSON, but a value in the line is missing or invalid, or the record is too large. */
        INVALID,

        /** The store has a record with the same id and other values. The stored record is kept. */
        DIFFERENT,

        /** The room of the record is not in the store. */
        ROOM_MISSING,

        /** Another identity of the same organization has one of the addresses of the identity to import. */
        ADDRESS_HELD,

        /** One of the identities of a merge is not in the store. */
        IDENTITY_MISSING,

        /**
         * The identities of a merge cannot be merged, because they are part of another merge or belong to different
         * organizations.
         */
        MERGE_REFUSED,

        /** Another event of the room has the index or the idempotency key of the event to import. */
        INDEX_OR_KEY_TAKEN
    }
}
