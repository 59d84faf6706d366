package live.roomkit.task;

import java.time.Instant;
import java.util.Map;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Background work for a room.
 *
 * @param id the id, unique within the room
 * @param roomId the id of the room
 * @param type the kind of work, if any
 * @param title a short name, if any
 * @param description a description of the work, if any
 * @param data free-form values of the work
 * @param assignedTo the person or program that does the work, if any
 * @param createdBy the person or program that requested the work, if known
 * @param status the status of the work; pending by default
 * @param createdAt the time at which the task was created; now by default; it never changes afterwards
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

    /**
     * Applies the defaults and rejects invalid values. Prefer {@link #builder} to this constructor, since later
     * versions may add components.
     */
    public Task {
        Checks.id("id", id);
        Checks.id("roomId", roomId);
        data = FreeForm.copy(data);
        status = (status != null) ? status : TaskStatus.PENDING;
        createdAt = Checks.instantOrNow("createdAt", createdAt);
        metadata = FreeForm.copy(metadata);
    }

    /** Returns a task with the status pending and the current time as its creation time. */
    public static Task of(String roomId, String id) {
        return builder(roomId, id).build();
    }

    /** Returns a builder for a task in the room. */
    public static TaskBuilder builder(String roomId, String id) {
        return TaskBuilder.builder().roomId(roomId).id(id);
    }

    /** Returns a builder that starts with the values of this record. */
    public TaskBuilder toBuilder() {
        return TaskBuilder.builder(this);
    }

    /**
     * Returns the cursor with which a list of tasks continues after this task. The cursor is valid for lists of one
     * room and for lists of all rooms.
     */
    public Cursor cursor() {
        return new Cursor(this.createdAt, this.id, this.roomId);
    }
}
