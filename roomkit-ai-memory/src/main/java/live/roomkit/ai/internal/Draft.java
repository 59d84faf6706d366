package live.roomkit.ai.internal;

import java.util.Map;
import live.roomkit.content.EventContent;
import live.roomkit.event.EventType;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Contains the values of the event that stores a message of an AI framework, except the id and the index of the event.
 * Two messages are the same when their drafts are equal.
 *
 * @param content the content of the event, in a form that people can read
 * @param exact additional values that are needed to restore the message exactly
 */
public record Draft(
        Author author,
        EventType type,
        EventContent content,
        Map<String, @Nullable Object> metadata,
        Map<String, @Nullable Object> exact) {

    /** Copies the maps and converts their values to the types that the store returns. */
    public Draft {
        metadata = FreeForm.copy(metadata);
        exact = FreeForm.copy(exact);
    }

    public enum Author {

        /** The user of the agent. */
        USER,

        /** The agent, as the author of an answer that people can read. */
        AGENT,

        /** The agent, as the author of tool calls and their results. */
        TOOL,

        /** The application, as the author of instructions to the model. */
        SYSTEM
    }
}
