package live.roomkit.ai.internal;

/**
 * A message of a conversation with its position.
 *
 * @param index the index of the event that contains the message
 * @param segment the number of the view's segment that contains the event, counted from the end
 * @param message the message
 * @param <M> the message type of the AI framework
 */
record Entry<M>(long index, int segment, M message) {}
