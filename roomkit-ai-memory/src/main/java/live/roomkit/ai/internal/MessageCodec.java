package live.roomkit.ai.internal;

import live.roomkit.ai.Utterance;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * Converts the messages of one AI framework to events and back.
 *
 * @param <M> the message type of the AI framework
 */
public interface MessageCodec<M> {

    /** Returns the name of the AI framework. Each event that this codec writes contains this name. */
    String framework();

    /**
     * Converts a message to the values of an event.
     *
     * @throws live.roomkit.store.InvalidContentException when this version of the codec does not support the class of
     *     the message, or cannot store the message exactly
     */
    Draft encode(M message);

    /**
     * Restores a message from an event that this codec wrote. Returns {@code null} when the event was changed in such a
     * way that the message cannot be restored.
     */
    @Nullable
    M decode(RoomEvent event);

    M of(Utterance utterance);
}
