package live.roomkit.ai.internal;

/**
 * A message of a view, with its place.
 *
 * @param index the index of its event
 * @param segment the number of its segment, counted from the end
 * @param message the message
 * @param <M> the framework's type of messages
 */
record Entry<M>(long index, int segment, M message) {}
