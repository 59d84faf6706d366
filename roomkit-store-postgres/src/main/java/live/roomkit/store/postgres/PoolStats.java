package live.roomkit.store.postgres;

/**
 * The figures of a connection pool at one moment.
 *
 * @param size connections there are
 * @param idle connections that wait for work
 * @param active connections at work
 * @param waiting threads that wait for a connection
 * @param minimum connections kept ready
 * @param maximum connections there may be
 */
public record PoolStats(int size, int idle, int active, int waiting, int minimum, int maximum) {}
