package live.roomkit.internal.feed;

import live.roomkit.feed.FeedToken;

/**
 * Holds a partition that a member of a consumer group holds.
 *
 * @param fencing the number of times that the partition was claimed, which tells this lease from earlier and later ones
 * @param token the stored position of the partition
 */
public record Lease(int partition, long fencing, FeedToken token) {}
