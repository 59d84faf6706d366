package live.roomkit.store.postgres;

import live.roomkit.internal.Shown;

/**
 * Describes a fault that {@link StoreDoctor} found. It holds ids and numbers at most, never the text of conversations or
 * addresses.
 *
 * @param fault the name of the fault, such as {@code event-count}
 * @param subject the record, table, index or setting that has the fault
 * @param detail the facts that were found
 * @param advice the action that mends it
 */
public record Finding(String fault, String subject, String detail, String advice) {

    static Finding of(Fault fault, String subject, String detail) {
        return new Finding(fault.faultName(), subject, detail, fault.advice());
    }

    static Finding ofRoom(Fault fault, String roomId, String detail) {
        return of(fault, "room " + Shown.id(roomId), detail);
    }

    /** Returns one line that says all. */
    @Override
    public String toString() {
        return this.fault + ": " + this.subject + ": " + this.detail + ". " + this.advice;
    }
}
