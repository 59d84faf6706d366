package live.roomkit.store.postgres;

/**
 * Counts a store's work since it was opened. The counters of appends cover {@code appendEvent} and
 * {@code addEventAutoIndex} outside transactions. Concurrent callers of one room share commits, so a higher ratio of
 * events to commits means more sharing.
 *
 * @param appendCommits number of commits that wrote appended events, zero when callers share no commits
 * @param appendedEvents number of events that these commits wrote
 * @param retries number of attempts that the store repeated by itself after a transient failure
 */
public record StoreStats(long appendCommits, long appendedEvents, long retries) {}
