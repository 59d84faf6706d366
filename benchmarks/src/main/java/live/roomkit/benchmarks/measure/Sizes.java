package live.roomkit.benchmarks.measure;

/**
 * Sizes of a measurement. The compared implementations are measured in turn, each for a slice of some seconds.
 *
 * @param rooms the number of rooms that the callers use
 * @param clients the number of concurrent callers
 * @param pool the number of connections that the callers share
 * @param seconds the length of a slice in seconds
 * @param pairs the number of slices for each implementation
 * @param events the number of events that exist before the measurement; 0 when the workload does not use this value
 */
public record Sizes(int rooms, int clients, int pool, double seconds, int pairs, long events) {

    /**
     * Returns sizes with a pool of 10 connections. Each compared implementation is measured five times, for six
     * seconds. The comparison of two implementations takes a little more than a minute.
     */
    public static Sizes of(int rooms, int clients) {
        return new Sizes(rooms, clients, 10, 6, 5, 0);
    }

    /** Returns the same sizes with another number of events that exist before the measurement. */
    public Sizes withEvents(long events) {
        return new Sizes(this.rooms, this.clients, this.pool, this.seconds, this.pairs, events);
    }

    /** Returns the same sizes with another number of concurrent callers. */
    public Sizes withClients(int clients) {
        return new Sizes(this.rooms, clients, this.pool, this.seconds, this.pairs, this.events);
    }
}
