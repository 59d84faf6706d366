package live.roomkit.store.postgres;

/**
 * What a store has appended since it was opened by {@code appendEvent} and {@code addEventAutoIndex}, outside
 * transactions. Concurrent callers of one room share commits: the more events a commit wrote, the more they did.
 *
 * @param commits commits that wrote events
 * @param events events that they wrote
 */
public record AppendStats(long commits, long events) {}
