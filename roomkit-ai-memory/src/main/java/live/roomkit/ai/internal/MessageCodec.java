package live.roomkit.ai.internal;

import live.roomkit.ai.Utterance;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the messages of one framework.
 *
 * @param <M> the framework's type of messages
 */
public interface MessageCodec<M> {

    /** Returns the name of the framework, which marks what this codec wrote. */
    String framework();

    /**
     * Returns a message as it is written.
     *
     * @throws live.roomkit.store.InvalidContentException when it is of a kind that this version does not know, or cannot be
     *     kept exactly
     */
    Draft encode(M message);

    /** Restores a message that this codec wrote, or returns {@code null} when the event was changed beyond that. */
    @Nullable
    M decode(RoomEvent event);

    /** Returns a message that a person or another program wrote. */
    M of(Utterance utterance);
}
