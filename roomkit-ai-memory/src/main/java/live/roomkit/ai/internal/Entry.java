package live.roomkit.ai.internal;

/**
 * Contains a message and its position in a conversation.
 *
 * @param index the index of the event that contains the message
 * @param segment the number of the {@link Segment} that contains the event. A segment is a range of events. Segments
 *     are counted backwards: the last segment of the conversation has the number 0
 * @param <M> the message type of the AI framework
 */
record Entry<M>(long index, int segment, M message) {}
