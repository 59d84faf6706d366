package live.roomkit.ai.internal;

/**
 * Describes a range of consecutive events of a room that belong to a conversation.
 *
 * @param from the lowest index of the range
 * @param to the highest index of the range
 */
record Segment(long from, long to) {

    /** Returns the segment that begins at an index and has no end. */
    static Segment from(long from) {
        return new Segment(from, Long.MAX_VALUE);
    }

    boolean contains(long index) {
        return this.from <= index && index <= this.to;
    }
}
