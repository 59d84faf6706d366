package live.roomkit.ai.internal;

/**
 * A message of a conversation with its position.
 *
 * @param index the index of the event that contains the message
 * @param segment the number of the segment that contains the event. The segments of the view are counted backwards,
 *     from 0 for the last segment
 * @param message the message
 * @param <M> the message type of the AI framework
 */
record Entry<M>(long index, int segment, M message) {}
