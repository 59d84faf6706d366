package live.roomkit.content;

import java.util.List;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Content of an event that reports the change of an earlier event.
 *
 * @param targetEventId the id of the changed event
 * @param newContent the new content of the changed event; the new content may itself be an edit. At most five edits may
 *     be nested within each other, including this edit
 * @param editSource the name of the person or program that changed the event, if given
 */
public record EditContent(
        String targetEventId,
        EventContent newContent,
        @Nullable String editSource) implements EventContent {

    /** Rejects a missing event id, missing new content, and edits that are nested more than five levels deep. */
    public EditContent {
        Checks.id("targetEventId", targetEventId);
        Nesting.check("newContent", EditContent.class, List.of(Checks.notNull("newContent", newContent)));
    }

    /** Returns content that reports that the content of the given event was replaced by the new content. */
    public static EditContent of(String targetEventId, EventContent newContent) {
        return new EditContent(targetEventId, newContent, null);
    }

    @Override
    public String type() {
        return "edit";
    }
}
