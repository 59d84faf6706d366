package live.roomkit.event;

import java.time.Instant;

/**
 * What hangs on an event.
 *
 * @param replyCount how many events directly answer it, at least one
 * @param lastReplyAt the latest creation time of these
 */
public record ThreadSummary(long replyCount, Instant lastReplyAt) {}
