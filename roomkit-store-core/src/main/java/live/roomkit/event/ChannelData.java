package live.roomkit.event;

import java.util.Map;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Values that a channel keeps with an event.
 *
 * @param provider the carrier, if there is one
 * @param externalId the id of the event in another system, if any
 * @param threadId the thread in the other system, if any
 * @param extra free-form values of the channel
 */
public record ChannelData(
        @Nullable String provider,
        @Nullable String externalId,
        @Nullable String threadId,
        Map<String, @Nullable Object> extra) {

    /** No values. */
    public static final ChannelData NONE = new ChannelData(null, null, null, Map.of());

    /** Copies the map. */
    public ChannelData {
        extra = FreeForm.copy(extra);
    }
}
