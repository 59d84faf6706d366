package live.roomkit.ai.internal;

import org.jspecify.annotations.Nullable;

/**
 * Contains a message and its position in a conversation.
 *
 * @param index the index of the event that contains the message
 * @param run the number of the run of events that contains the event. A run is a part of a {@link Segment} in which no
 *     event was deleted. Runs are counted backwards from 0
 * @param edit the index of the event that edited the message, or {@code null} when nobody edited it
 * @param <M> the message type of the AI framework
 */
record Entry<M>(long index, int run, @Nullable Long edit, M message) {}
