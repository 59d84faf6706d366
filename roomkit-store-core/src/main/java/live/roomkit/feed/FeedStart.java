package live.roomkit.feed;

/** Says where a new consumer group begins. A group that exists continues at its position. */
public enum FeedStart {

    /** Begins with the oldest change that is kept. */
    EARLIEST,

    /** Begins with the changes that are made after the group was created. */
    LATEST
}
