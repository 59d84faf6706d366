package live.roomkit.task;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Map;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An insight that a program derived about a room, such as the mood of a customer.
 *
 * @param id the id, unique within the room
 * @param roomId the id of the room
 * @param channelId the id of the channel that made the observation, if any
 * @param category the category of the observation, if any
 * @param content the observation as text, if any
 * @param data free-form values of the observation
 * @param confidence the confidence that the observation is correct, from 0 to 1; 1 by default
 * @param createdAt the time at which the observation was made; now by default
 * @param metadata free-form values of the application
 */
@ModelBuilder
public record Observation(
        String id,
        String roomId,
        @Nullable String channelId,
        @Nullable String category,
        @Nullable String content,
        Map<String, @Nullable Object> data,

        @RecordBuilder.Initializer(value = "CONFIDENCE", source = Defaults.class)
        double confidence,

        Instant createdAt,
        Map<String, @Nullable Object> metadata) {

    /**
     * Applies the defaults and rejects invalid values. Prefer {@link #builder} to this constructor, since later
     * versions may add components.
     */
    public Observation {
        Checks.id("id", id);
        Checks.id("roomId", roomId);
        Checks.optionalId("channelId", channelId);
        Checks.optionalKey("category", category);
        data = FreeForm.copy(data);
        confidence = Checks.range("confidence", confidence, 0, 1);
        createdAt = Checks.instantOrNow("createdAt", createdAt);
        metadata = FreeForm.copy(metadata);
    }

    /** Returns an observation with the confidence 1 and the current time as its creation time. */
    public static Observation of(String roomId, String id) {
        return builder(roomId, id).build();
    }

    /** Returns a builder for an observation in the room. */
    public static ObservationBuilder builder(String roomId, String id) {
        return ObservationBuilder.builder().roomId(roomId).id(id);
    }

    /** Returns a builder that starts with the values of this record. */
    public ObservationBuilder toBuilder() {
        return ObservationBuilder.builder(this);
    }

    /**
     * Returns the cursor with which a list of observations continues after this observation. The cursor is valid for
     * lists of one room and for lists of all rooms.
     */
    public Cursor cursor() {
        return new Cursor(this.createdAt, this.id, this.roomId);
    }
}
