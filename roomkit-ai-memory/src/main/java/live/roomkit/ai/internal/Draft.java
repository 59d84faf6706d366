package live.roomkit.ai.internal;

import java.util.Map;
import live.roomkit.content.EventContent;
import live.roomkit.event.EventType;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * A framework's message as it is written, before it has an id and a place. Two messages are the same exactly when their
 * drafts are equal.
 *
 * @param author whose message it is
 * @param type the type of the event
 * @param content what people read
 * @param metadata the message's own metadata
 * @param exact what is needed beside the content to restore the message exactly
 */
public record Draft(
        Author author,
        EventType type,
        EventContent content,
        Map<String, @Nullable Object> metadata,
        Map<String, @Nullable Object> exact) {

    /** Copies the maps into the form in which the store returns them. */
    public Draft {
        metadata = FreeForm.copy(metadata);
        exact = FreeForm.copy(exact);
    }

    /** Author of a message. */
    public enum Author {

        /** The user, who begins a turn. */
        USER,

        /** The agent, with an answer that people may read. */
        AGENT,

        /** The agent, with calls of tools or their results. */
        TOOL,

        /** The application, which instructs the model. */
        SYSTEM
    }
}
