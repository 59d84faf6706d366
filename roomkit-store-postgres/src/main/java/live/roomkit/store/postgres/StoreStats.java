package live.roomkit.store.postgres;

/**
 * Counters of a store since it was opened. The counters {@code appendCommits} and {@code appendedEvents} cover only
 * events that {@code appendEvent} and {@code addEventAutoIndex} wrote outside transactions of the caller. Concurrent
 * appends to one room may share a commit, so a commit may write several events.
 *
 * @param appendCommits number of commits that wrote appended events; 0 when
 *     {@link PostgresStoreBuilder#combiningAppends} is off
 * @param appendedEvents number of events in the commits that {@code appendCommits} counts; 0 when
 *     {@link PostgresStoreBuilder#combiningAppends} is off
 * @param conflictRetries number of retries by the store after a serialization failure or a deadlock
 * @param connectionRetries number of retries by the store after a connection was lost or a read-only server refused a
 *     write
 */
public record StoreStats(long appendCommits, long appendedEvents, long conflictRetries, long connectionRetries) {

    /** Returns the number of all retries by the store. */
    public long retries() {
        return this.conflictRetries + this.connectionRetries;
    }
}
