package live.roomkit.task;

import java.time.Instant;
import java.util.Map;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Work to be done in the background of a room.
 *
 * @param id unique within the room
 * @param roomId the room
 * @param type what kind of work, if named
 * @param title a short name, if any
 * @param description what is to be done, if said
 * @param data free-form values of the work
 * @param assignedTo who is to do it, if anybody
 * @param createdBy who asked for it, if known
 * @param status how far it has come; pending unless given
 * @param createdAt when it was created; now unless given, fixed afterwards
 * @param metadata free-form values of the application
 */
@ModelBuilder
public record Task(
        String id,
        String roomId,
        @Nullable String type,
        @Nullable String title,
        @Nullable String description,
        Map<String, @Nullable Object> data,
        @Nullable String assignedTo,
        @Nullable String createdBy,
        TaskStatus status,
        Instant createdAt,
        Map<String, @Nullable Object> metadata) {

    /** Applies the defaults and refuses what makes no sense. Use {@link #builder}; components may be added. */
    public Task {
        Checks.id("id", id);
        Checks.id("roomId", roomId);
        data = FreeForm.copy(data);
        status = (status != null) ? status : TaskStatus.PENDING;
        createdAt = Checks.instantOrNow("createdAt", createdAt);
        metadata = FreeForm.copy(metadata);
    }

    /** A pending task, created now. */
    public static Task of(String roomId, String id) {
        return builder(roomId, id).build();
    }

    /** Builds a task of that room. */
    public static TaskBuilder builder(String roomId, String id) {
        return TaskBuilder.builder().roomId(roomId).id(id);
    }

    /** Builds a changed copy. */
    public TaskBuilder toBuilder() {
        return TaskBuilder.builder(this);
    }

    /** The place after this task in a list of tasks. */
    public Cursor cursor() {
        return new Cursor(this.createdAt, this.id);
    }
}
