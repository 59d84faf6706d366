package live.roomkit.feed;

/**
 * Gives access to the change feed of a store that implements this interface. Applications call {@link ChangeFeed#of}
 * instead, which also finds the feed of a decorated store.
 */
public interface ChangeFeedSource {

    /**
     * Returns the feed of this store.
     *
     * @throws FeedDisabledException when the feed is off
     */
    ChangeFeed changeFeed();
}
