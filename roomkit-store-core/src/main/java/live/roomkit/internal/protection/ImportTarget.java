package live.roomkit.internal.protection;

import java.util.List;
import live.roomkit.protection.ImportReport;
import org.jspecify.annotations.Nullable;

/** A store into which records are imported. */
public interface ImportTarget {

    /**
     * Adds the given records in one atomic step. Records that the store already has are not changed.
     *
     * @param kind the kind of all records
     * @param roomId the id of the room to which all records belong, or {@code null} for identities and merges of
     *     identities
     * @param lines the records; several of them may have the same id
     * @return the outcome for each record, in the same order
     */
    List<Outcome> add(RecordKind kind, @Nullable String roomId, List<ImportLine> lines);

    enum Outcome {
        ADDED(null, ""),

        UNCHANGED(null, ""),

        DIFFERENT(ImportReport.Reason.DIFFERENT, "has an id that is stored already, with other values"),

        ROOM_MISSING(ImportReport.Reason.ROOM_MISSING, "belongs to a room that is not stored"),

        ADDRESS_HELD(
                ImportReport.Reason.ADDRESS_HELD, "has an address that another identity of the organization holds"),

        IDENTITY_MISSING(ImportReport.Reason.IDENTITY_MISSING, "merges identities of which one is not in the store"),

        MERGE_REFUSED(
                ImportReport.Reason.MERGE_REFUSED,
                "merges identities that are part of another merge or belong to different organizations"),

        INDEX_OR_KEY_TAKEN(
                ImportReport.Reason.INDEX_OR_KEY_TAKEN,
                "has an index or an idempotency key that another event of the room has");

        private final ImportReport.@Nullable Reason reason;

        private final String problem;

        Outcome(ImportReport.@Nullable Reason reason, String problem) {
            this.reason = reason;
            this.problem = problem;
        }

        /** Returns the reason why the record was not stored, or {@code null} when it is stored. */
        ImportReport.@Nullable Reason reason() {
            return this.reason;
        }

        /**
         * Returns the reason as the rest of a sentence whose subject is the record, such as {@code belongs to a room
         * that is not stored}. The text is empty when the record is stored.
         */
        String problem() {
            return this.problem;
        }
    }
}
