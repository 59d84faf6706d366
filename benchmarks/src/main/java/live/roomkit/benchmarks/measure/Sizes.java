package live.roomkit.benchmarks.measure;

/**
 * How much is measured.
 *
 * @param rooms how many rooms a slice works on
 * @param clients how many callers call at once
 * @param pool how many connections they share
 * @param seconds how long a slice lasts
 * @param pairs how often the sides take turns
 * @param events how many events there are before; 0 where that means nothing
 */
public record Sizes(int rooms, int clients, int pool, double seconds, int pairs, long events) {

    /** A pool of 10, and five pairs of slices of six seconds: a bit over a minute for two sides. */
    public static Sizes of(int rooms, int clients) {
        return new Sizes(rooms, clients, 10, 6, 5, 0);
    }

    /** The same on a database that has that many events. */
    public Sizes withEvents(long events) {
        return new Sizes(this.rooms, this.clients, this.pool, this.seconds, this.pairs, events);
    }

    /** The same by another number of callers. */
    public Sizes withClients(int clients) {
        return new Sizes(this.rooms, clients, this.pool, this.seconds, this.pairs, this.events);
    }
}
