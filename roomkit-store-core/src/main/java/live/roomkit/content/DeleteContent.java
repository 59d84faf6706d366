package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * An earlier event is taken back.
 *
 * @param targetEventId the event that was deleted
 * @param deleteType who deleted it; its sender unless given
 * @param reason why, if said
 */
public record DeleteContent(
        String targetEventId,
        DeleteType deleteType,
        @Nullable String reason) implements EventContent {

    /** Applies the defaults and refuses an absent target. */
    public DeleteContent {
        Checks.id("targetEventId", targetEventId);
        deleteType = (deleteType != null) ? deleteType : DeleteType.SENDER;
    }

    /** That event is taken back by its sender. */
    public static DeleteContent of(String targetEventId) {
        return new DeleteContent(targetEventId, DeleteType.SENDER, null);
    }

    @Override
    public String type() {
        return "delete";
    }
}
