package live.roomkit.content;

import java.util.List;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * New content for an earlier event.
 *
 * @param targetEventId the id of the changed event
 * @param newContent the content that replaces the earlier one; edits may be nested five deep
 * @param editSource who changed the event, if given
 */
public record EditContent(
        String targetEventId,
        EventContent newContent,
        @Nullable String editSource) implements EventContent {

    /** Rejects a missing target or content, and content that is nested too deep. */
    public EditContent {
        Checks.id("targetEventId", targetEventId);
        Nesting.check("newContent", EditContent.class, List.of(Checks.notNull("newContent", newContent)));
    }

    /** Returns a change that gives the event the new content. */
    public static EditContent of(String targetEventId, EventContent newContent) {
        return new EditContent(targetEventId, newContent, null);
    }

    @Override
    public String type() {
        return "edit";
    }
}
