package live.roomkit.store.postgres;

/**
 * What a store has done since it was opened. Appends are those of {@code appendEvent} and {@code addEventAutoIndex} outside
 * transactions: concurrent callers of one room share commits, so the more events a commit wrote, the more they did.
 *
 * @param appendCommits commits that wrote appended events; none are counted where callers share none
 * @param appendedEvents events that they wrote
 * @param retries attempts that were made again by the store itself, after a failure that passes
 */
public record StoreStats(long appendCommits, long appendedEvents, long retries) {}
