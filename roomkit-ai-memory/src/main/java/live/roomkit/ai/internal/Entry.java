package live.roomkit.ai.internal;

/**
 * A message of a conversation with its position.
 *
 * @param index the index of the event that contains the message
 * @param segment the number of the segment that contains the event; the last segment of the view has the number 0
 * @param message the message
 * @param <M> the message type of the AI framework
 */
record Entry<M>(long index, int segment, M message) {}
