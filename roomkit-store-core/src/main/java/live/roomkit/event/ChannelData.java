package live.roomkit.event;

import java.util.Map;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Values that a channel stores with an event.
 *
 * @param provider the messaging provider, if any
 * @param externalId the id of the event in an external system, if any
 * @param threadId the id of the thread in the external system, if any
 * @param extra free-form values of the channel
 */
public record ChannelData(
        @Nullable String provider,
        @Nullable String externalId,
        @Nullable String threadId,
        Map<String, @Nullable Object> extra) {

    /** Channel data without values. */
    public static final ChannelData NONE = new ChannelData(null, null, null, Map.of());

    /** Copies the map. */
    public ChannelData {
        extra = FreeForm.copy(extra);
    }
}
