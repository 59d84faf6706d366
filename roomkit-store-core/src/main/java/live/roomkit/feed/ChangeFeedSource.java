package live.roomkit.feed;

/** Implemented by stores that have a change feed. Applications call {@link ChangeFeed#of}. */
public interface ChangeFeedSource {

    /**
     * Returns the feed of this store.
     *
     * @throws FeedDisabledException when the feed is off
     */
    ChangeFeed changeFeed();
}
