package live.roomkit.store.postgres;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Contains a snapshot of the database, like PostgreSQL's type {@code pg_snapshot}. The snapshot sees every transaction
 * with an id below {@code xmax}, except those that were running when the snapshot was taken.
 *
 * @param xmax the id of the first transaction that is too new for the snapshot
 * @param running the ids below {@code xmax} whose transactions had not ended when the snapshot was taken, in ascending
 *     order
 */
record FeedSnapshot(long xmax, long[] running) {

    /** A snapshot that sees no transaction. */
    static final FeedSnapshot NONE = new FeedSnapshot(0, new long[0]);

    static FeedSnapshot parse(String text) {
        String[] parts = text.split(":", -1);
        long[] running = parts[2].isEmpty()
                ? new long[0]
                : Arrays.stream(parts[2].split(",")).mapToLong(Long::parseLong).toArray();
        return new FeedSnapshot(Long.parseLong(parts[1]), running);
    }

    long xmin() {
        return (this.running.length > 0) ? this.running[0] : this.xmax;
    }

    /**
     * Returns a copy of this snapshot that does not see the given transaction. A reader uses the copy to leave out the
     * uncommitted writes of its own transaction.
     */
    FeedSnapshot without(long xid) {
        return (xid >= this.xmax || Arrays.binarySearch(this.running, xid) >= 0)
                ? this
                : new FeedSnapshot(
                        this.xmax,
                        LongStream.concat(Arrays.stream(this.running), LongStream.of(xid))
                                .sorted()
                                .toArray());
    }

    /** Returns the ids in {@code running} as texts, for an SQL array of {@code xid8}. */
    String[] runningTexts() {
        return Arrays.stream(this.running).mapToObj(Long::toString).toArray(String[]::new);
    }

    /** Returns this snapshot as the text of a {@code pg_snapshot}. */
    @Override
    public String toString() {
        return xmin() + ":" + this.xmax + ":" + String.join(",", runningTexts());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedSnapshot that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
