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
     * Returns {@code true} when the import refused no record. After an import with {@link ImportMode#ADD}, {@code true}
     * means that the store contains every record of the import, with the values from its line.
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
         * The line is not a JSON object, contains an unknown kind of record or an unknown version of the format, or
         * comes before the line with the version. Only {@link ImportMode#CHECK} reports the reason {@code UNREADABLE},
         * because {@link ImportMode#ADD} stops at such a line with an {@link ImportFormatException}.
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

        /**
         * The record is a {@linkplain live.roomkit.identity.IdentityMerge merge of two identities}, and at least one of
         * these identities is not in the store.
         */
        IDENTITY_MISSING,

        /**
         * The record is a {@linkplain live.roomkit.identity.IdentityMerge merge of two identities}, and the store
         * cannot merge these identities. For example, one of them is already merged into another identity, or they
         * belong to different organizations. {@link live.roomkit.identity.MergeRefusal} lists the reasons.
         */
        MERGE_REFUSED,

        /** Another event of the room has the index or the idempotency key of the event to import. */
        INDEX_OR_KEY_TAKEN
    }
}
