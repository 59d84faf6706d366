package live.roomkit.ai;

import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/**
 * Converts events to messages for an AI model. A chat memory uses the mapping for events that the memory did not write,
 * for example for a WhatsApp message in a room that an agent joined. The memory calls the mapping only for events of
 * type message.
 */
@FunctionalInterface
public interface EventMapping {

    /** Returns the message for the model, or {@code null} to leave out the event. */
    @Nullable
    Utterance map(RoomEvent event);

    /**
     * Returns the default mapping. Messages from channels of the type AI become messages of the assistant, and all
     * others become messages of the user. These messages contain plain and formatted text, captions, transcripts,
     * locations, files and images. The mapping leaves out messages with other content, and messages that are not
     * visible to the agent's channel.
     *
     * @param agentChannelId the id of the agent's channel. An event is visible to this channel when the visibility of
     *     the event is {@code all} or {@code intelligence}, or is a list of channel ids that contains this id
     */
    static EventMapping standard(String agentChannelId) {
        return new StandardMapping(Checks.id("agentChannelId", agentChannelId));
    }

    /**
     * Returns a mapping in which the text of a user message begins with the display name of the participant, as in
     * {@code Maria: See you at nine}. With the names, a model can distinguish the people in a room. For a participant
     * without a display name, the id of the participant is used. Each time a chat memory reads a room, the mapping
     * looks up each participant at most once.
     *
     * @param store the store that contains the rooms
     */
    default EventMapping withNames(ConversationStore store) {
        return new NamedMapping(this, Checks.notNull("store", store));
    }

    /**
     * Returns the mapping that a chat memory uses for a single read of a room. The returned mapping may cache data that
     * it looks up, such as names of participants.
     */
    default EventMapping forOneRead() {
        return this;
    }
}
