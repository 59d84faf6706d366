package live.roomkit.feed;

/**
 * Determines the change with which a new consumer group begins. A group that already exists continues at its stored
 * position.
 */
public enum FeedStart {

    /** The group begins with the oldest change that the change feed keeps. */
    EARLIEST,

    /** The group begins with the first change that is made after the group was created. */
    LATEST
}
