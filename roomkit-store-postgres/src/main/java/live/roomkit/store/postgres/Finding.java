package live.roomkit.store.postgres;

import live.roomkit.internal.Shown;

/**
 * A fault that {@link StoreDoctor} found. A finding may contain ids, numbers and names of database objects, but
 * contains neither addresses nor text of conversations.
 *
 * @param fault the name of the fault, such as {@code event-count}
 * @param subject the record, table, index or setting that has the fault
 * @param detail a description of what was found
 * @param advice the action that repairs the fault
 */
public record Finding(String fault, String subject, String detail, String advice) {

    static Finding of(Fault fault, String subject, String detail) {
        return new Finding(fault.faultName(), subject, detail, fault.advice());
    }

    static Finding ofRoom(Fault fault, String roomId, String detail) {
        return of(fault, "room " + Shown.id(roomId), detail);
    }

    /** Returns the finding as one line of text. */
    @Override
    public String toString() {
        return this.fault + ": " + this.subject + ": " + this.detail + ". " + this.advice;
    }
}
