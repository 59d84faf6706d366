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
 * Something that a machine noticed in a room, such as a mood or an intent.
 *
 * @param id unique within the room
 * @param roomId the room
 * @param channelId the channel that noticed it, if one did
 * @param category what kind of thing was noticed, if named
 * @param content what was noticed in words, if said
 * @param data free-form values of the observation
 * @param confidence how sure it is, 0 to 1; 1 unless given
 * @param createdAt when it was made; now unless given
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

    /** Applies the defaults and refuses what makes no sense. Use {@link #builder}; components may be added. */
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

    /** An observation made now, with full confidence. */
    public static Observation of(String roomId, String id) {
        return builder(roomId, id).build();
    }

    /** Builds an observation of that room. */
    public static ObservationBuilder builder(String roomId, String id) {
        return ObservationBuilder.builder().roomId(roomId).id(id);
    }

    /** Builds a changed copy. */
    public ObservationBuilder toBuilder() {
        return ObservationBuilder.builder(this);
    }

    /** The place after this observation in a list of observations. */
    public Cursor cursor() {
        return new Cursor(this.createdAt, this.id);
    }
}
