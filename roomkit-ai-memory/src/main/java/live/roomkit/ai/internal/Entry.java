package live.roomkit.ai.internal;

import org.jspecify.annotations.Nullable;

/**
 * Contains a message and its position in a conversation.
 *
 * @param index the index of the event that contains the message
 * @param run the number of the run to which the event belongs. A run is a range of consecutive events within one
 *     {@link Segment}, and contains no deleted event. A run that is earlier in the conversation has a higher number
 * @param edit the index of the event that edited the message, or {@code null} when nobody edited it
 * @param <M> the message type of the AI framework
 */
record Entry<M>(long index, int run, @Nullable Long edit, M message) {}
