package live.roomkit.benchmarks.measure;

/**
 * Sizes of a measurement.
 *
 * @param rooms the number of rooms that a slice works on
 * @param clients the number of concurrent callers
 * @param pool the number of connections that the callers share
 * @param seconds the length of a slice in seconds. One side is measured for a slice before the next side is measured
 * @param pairs the number of slices of each side
 * @param events the number of events that exist before the measurement; 0 when the workload does not use this value
 */
public record Sizes(int rooms, int clients, int pool, double seconds, int pairs, long events) {

    /**
     * Returns sizes with a pool of 10 connections and five slices of six seconds for each side. With these sizes, the
     * measurement of two sides takes a little more than a minute.
     */
    public static Sizes of(int rooms, int clients) {
        return new Sizes(rooms, clients, 10, 6, 5, 0);
    }

    /** Returns the same sizes with the given number of existing events. */
    public Sizes withEvents(long events) {
        return new Sizes(this.rooms, this.clients, this.pool, this.seconds, this.pairs, events);
    }

    /** Returns the same sizes with the given number of callers. */
    public Sizes withClients(int clients) {
        return new Sizes(this.rooms, clients, this.pool, this.seconds, this.pairs, this.events);
    }
}
