package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Content of an event that reports the deletion of an earlier event.
 *
 * @param targetEventId the id of the deleted event
 * @param deleteType the kind of actor who deleted the event; the sender by default
 * @param reason the reason for the deletion, if any
 */
public record DeleteContent(
        String targetEventId,
        DeleteType deleteType,
        @Nullable String reason) implements EventContent {

    /** Applies the defaults and rejects a missing event id. */
    public DeleteContent {
        Checks.id("targetEventId", targetEventId);
        deleteType = (deleteType != null) ? deleteType : DeleteType.SENDER;
    }

    /** Returns content that reports the deletion of the given event by its sender. */
    public static DeleteContent of(String targetEventId) {
        return new DeleteContent(targetEventId, DeleteType.SENDER, null);
    }

    @Override
    public String type() {
        return "delete";
    }
}
