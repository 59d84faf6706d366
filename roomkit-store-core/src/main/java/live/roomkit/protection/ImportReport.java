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
 * @param refused the number of records that were not added
 * @param refusals the first 1 000 records that were not added, in the order of their lines
 */
public record ImportReport(long lines, long added, long unchanged, long refused, List<Refusal> refusals) {

    /** Copies the list. */
    public ImportReport {
        refusals = Checks.list("refusals", refusals);
    }

    /** Tells whether the store contains every record of the import, with the values from its line. */
    public boolean isComplete() {
        return this.refused == 0;
    }

    /**
     * A record that was not added.
     *
     * @param line the number of the line, counted from 1
     * @param kind the kind of record, such as {@code event}; {@code null} when the line has no kind
     * @param reason the reason as a constant
     * @param problem the reason as a sentence, without values of the record
     */
    public record Refusal(long line, @Nullable String kind, Reason reason, String problem) {}

    /** Reason why a record was not added. */
    public enum Reason {

        /**
         * The line is not JSON, or contains an unknown kind of record or an unknown version of the format. Only
         * {@link ImportMode#CHECK} reports the reason {@code UNREADABLE}.
         */
        UNREADABLE,

        /** The line is JSON, but the record in it cannot be stored. */
        INVALID,

        /** The store has a record with the same id and other values. The stored record is kept. */
        DIFFERENT,

        /** The room of the record is not in the store. */
        ROOM_MISSING,

        /** Another identity of the organization has one of the identity's addresses. */
        ADDRESS_HELD,

        /** One of the identities of a merge is not in the store. */
        IDENTITY_MISSING,

        /**
         * The identities of a merge cannot be merged, because they are part of another merge or belong to different
         * organizations.
         */
        MERGE_REFUSED,

        /** Another event of the room has the same index or idempotency key. */
        INDEX_OR_KEY_TAKEN
    }
}
