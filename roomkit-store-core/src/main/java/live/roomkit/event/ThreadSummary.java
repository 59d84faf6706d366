package live.roomkit.event;

import java.time.Instant;

/**
 * Summary of the replies to an event.
 *
 * @param replyCount the number of events that directly answer the event and were not blocked, at least one
 * @param lastReplyAt the latest creation time of the replies
 */
public record ThreadSummary(long replyCount, Instant lastReplyAt) {}
