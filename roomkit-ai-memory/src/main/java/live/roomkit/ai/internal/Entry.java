package live.roomkit.ai.internal;

/**
 * Contains a message and its position in a conversation.
 *
 * @param index the index of the event that contains the message
 * @param segment the number of the segment that contains the event. The segments of the view are counted backwards,
 *     from 0 for the last segment
 * @param message the message
 * @param <M> the message type of the AI framework
 */
record Entry<M>(long index, int segment, M message) {}
