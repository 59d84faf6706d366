package live.roomkit.protection;

import java.util.List;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Result of an import.
 *
 * @param lines the number of lines that were read
 * @param added the number of records that were added
 * @param unchanged the number of records that the store had already, with the same values
 * @param refused the number of records that were left out
 * @param refusals the first 1 000 of these records, in the order of their lines
 */
public record ImportReport(long lines, long added, long unchanged, long refused, List<Refusal> refusals) {

    /** Copies the list. */
    public ImportReport {
        refusals = Checks.list("refusals", refusals);
    }

    /** Checks whether every record is in the store with the values of its line. */
    public boolean isComplete() {
        return this.refused == 0;
    }

    /**
     * Record that was left out.
     *
     * @param line the number of its line, counted from 1
     * @param kind the kind of record, such as {@code event}; absent where the line names none
     * @param reason the reason in a word
     * @param problem the reason in a sentence, without values of the record
     */
    public record Refusal(long line, @Nullable String kind, Reason reason, String problem) {}

    /** Reasons to leave a record out. */
    public enum Reason {

        /** The line is not JSON, of a newer version, or of an unknown kind. Only {@link ImportMode#CHECK} reports it. */
        UNREADABLE,

        /** The line is JSON, but no record that this version can store. */
        INVALID,

        /** The store has a record of that id with other values. The stored record stays. */
        DIFFERENT,

        /** The room of the record is not in the store. */
        ROOM_MISSING,

        /** Another identity of the organization holds one of the addresses. */
        ADDRESS_HELD,

        /** Another event of the room has the index or the idempotency key. */
        INDEX_OR_KEY_TAKEN
    }
}
