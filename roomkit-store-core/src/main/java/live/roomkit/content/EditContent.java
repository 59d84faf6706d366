package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Another content for an earlier event.
 *
 * @param targetEventId the event that was changed
 * @param newContent what it says now
 * @param editSource who changed it, if said
 */
public record EditContent(
        String targetEventId,
        EventContent newContent,
        @Nullable String editSource) implements EventContent {

    /** Refuses an absent target or content. */
    public EditContent {
        Checks.id("targetEventId", targetEventId);
        Checks.notNull("newContent", newContent);
    }

    /** That event now says that. */
    public static EditContent of(String targetEventId, EventContent newContent) {
        return new EditContent(targetEventId, newContent, null);
    }

    @Override
    public String type() {
        return "edit";
    }
}
