package live.roomkit.event;

import java.time.Instant;

/**
 * Summary of the direct replies to an event.
 *
 * @param replyCount the number of direct replies, without blocked events; at least 1
 * @param lastReplyAt the creation time of the latest reply
 */
public record ThreadSummary(long replyCount, Instant lastReplyAt) {}
