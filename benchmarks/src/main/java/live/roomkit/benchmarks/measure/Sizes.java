package live.roomkit.benchmarks.measure;

/**
 * Sizes of a measurement. A measurement consists of several turns. In each turn, every compared implementation is
 * measured once, for some seconds.
 *
 * @param rooms the number of rooms that the callers use
 * @param clients the number of concurrent callers
 * @param pool the number of connections that the callers share
 * @param seconds how many seconds each implementation is measured in a turn
 * @param pairs the number of turns
 * @param events the number of events that exist before the measurement; 0 when the workload does not use this value
 */
public record Sizes(int rooms, int clients, int pool, double seconds, int pairs, long events) {

    /**
     * Returns sizes with a pool of 10 connections. Each compared implementation is measured five times, each time for
     * six seconds.
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
