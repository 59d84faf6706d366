package live.roomkit.ai;

import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/**
 * Says what an event that the memory did not write means to a model: an event of WhatsApp, for example, in a room that an
 * agent joined. It is called for messages only.
 */
@FunctionalInterface
public interface EventMapping {

    /** Returns what the model sees of an event, or {@code null} to leave the event out. */
    @Nullable
    Utterance map(RoomEvent event);

    /**
     * Returns the mapping that is used by default. Messages from channels of the type AI are the assistant's, and all others
     * the user's. The text of texts, formatted texts, captions and transcripts is kept, and so are files and images. Messages
     * that the agent's channel may not see are left out, and so is content without text, file or image.
     *
     * @param agentChannelId the agent's channel, which the visibility of an event may name
     */
    static EventMapping standard(String agentChannelId) {
        return new StandardMapping(Checks.id("agentChannelId", agentChannelId));
    }

    /**
     * Returns a mapping that tells the people of a room apart: a user's text begins with the display name of the participant,
     * as in {@code Maria: See you at nine}. Each participant is looked up once for a page of messages. A participant without a
     * display name appears under the id.
     *
     * @param store the store of the rooms
     */
    default EventMapping withNames(ConversationStore store) {
        return new NamedMapping(this, Checks.notNull("store", store));
    }

    /** Returns the mapping to use for one read of a room. It may remember what it looks up. */
    default EventMapping forOneRead() {
        return this;
    }
}
