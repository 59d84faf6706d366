package live.roomkit.content;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * Replaces the content of an event when the content is erased. The event keeps some of its other values, such as its
 * id, index, type, creation time and parent event.
 *
 * @param erasedAt the time of the erasure
 */
public record ErasedContent(Instant erasedAt) implements EventContent {

    /** Rejects a missing time. */
    public ErasedContent {
        erasedAt = Checks.instant("erasedAt", Checks.notNull("erasedAt", erasedAt));
    }

    @Override
    public String type() {
        return "erased";
    }
}
