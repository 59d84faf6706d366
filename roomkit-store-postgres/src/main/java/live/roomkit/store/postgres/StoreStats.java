package live.roomkit.store.postgres;

/**
 * Counts the work of a store since it was opened. Its appends are those of {@code appendEvent} and {@code addEventAutoIndex}
 * outside transactions. Concurrent callers of one room share commits, so a commit may write several events.
 *
 * @param appendCommits commits that wrote appended events; 0 where callers share no commits
 * @param appendedEvents events that these commits wrote
 * @param conflictRetries attempts that the store repeated by itself after a serialization failure or a deadlock
 * @param connectionRetries attempts that the store repeated by itself after a lost connection or on a read-only server
 */
public record StoreStats(long appendCommits, long appendedEvents, long conflictRetries, long connectionRetries) {

    /** Returns the number of attempts that the store repeated by itself, whatever the cause. */
    public long retries() {
        return this.conflictRetries + this.connectionRetries;
    }
}
