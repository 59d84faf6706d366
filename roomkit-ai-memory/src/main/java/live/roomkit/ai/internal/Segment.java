package live.roomkit.ai.internal;

/**
 * A range of consecutive events of a room in a view.
 *
 * @param from the lowest index
 * @param to the highest index
 */
record Segment(long from, long to) {

    /** Returns the segment of all events from an index on. */
    static Segment from(long from) {
        return new Segment(from, Long.MAX_VALUE);
    }

    boolean contains(long index) {
        return this.from <= index && index <= this.to;
    }
}
