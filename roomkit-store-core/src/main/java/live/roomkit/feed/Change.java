package live.roomkit.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes one change of a room, or of a record that belongs to a room, such as an event or a task. A change contains
 * ids but no content: read the present state of the room or record from the store.
 *
 * <p>The {@link ChangeFeed} delivers the appended events of a room in the order of the appends. It delivers the changes
 * of one record in the order in which these changes were made. The feed promises no other order: for example, changes
 * of different rooms can come in any order. A change is delivered at least once; a repeated delivery has the same
 * {@link #id()}.
 *
 * <p>A later version may add kinds of changes, so a {@code switch} over changes needs a {@code default} branch.
 */
public sealed interface Change {

    /**
     * Returns the number of the change. No other change of the feed has this number, and some numbers are never used.
     */
    long id();

    /** Returns the id of the room that was changed, or to which the changed record belongs. */
    String roomId();

    /**
     * Returns the id of the room's organization after the change, or {@code null} when the room has no organization.
     * For a deleted room, returns the id of the organization before the deletion.
     */
    @Nullable
    String organizationId();

    /** Returns the time at which a store wrote the change. The time is that of the clock configured for this store. */
    Instant recordedAt();

    /** Tells that an event was appended or imported. */
    record EventAppended(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String eventId, long index)
            implements Change {}

    /** Tells that an event was updated. */
    record EventChanged(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String eventId, long index)
            implements Change {}

    /** Tells that an event was deleted, alone or together with the event to which it is a reply. */
    record EventDeleted(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String eventId, long index)
            implements Change {}

    /** Tells that a room was created. */
    record RoomCreated(long id, String roomId, @Nullable String organizationId, Instant recordedAt) implements Change {}

    /**
     * Tells that a room was updated, or that its metadata was patched. An append of an event is not an update of the
     * room; the feed reports an append as {@link EventAppended}.
     */
    record RoomChanged(long id, String roomId, @Nullable String organizationId, Instant recordedAt) implements Change {}

    /**
     * Tells that a room was deleted, with everything that belonged to it. The feed has no separate changes for the
     * deleted records of the room.
     */
    record RoomDeleted(long id, String roomId, @Nullable String organizationId, Instant recordedAt) implements Change {}

    /** Tells that the delivered index of a room advanced. The events up to this index were delivered. */
    record DeliveryAdvanced(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, long index)
            implements Change {}

    /** Tells that a channel was bound to a room, or that its binding was updated. */
    record BindingChanged(long id, String roomId, @Nullable String organizationId, Instant recordedAt, String channelId)
            implements Change {}

    /** Tells that the binding of a channel to a room was removed. */
    record BindingRemoved(long id, String roomId, @Nullable String organizationId, Instant recordedAt, String channelId)
            implements Change {}

    /** Tells that a participant was added or updated. */
    record ParticipantChanged(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String participantId)
            implements Change {}

    /** Tells that a participant was removed. */
    record ParticipantRemoved(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String participantId)
            implements Change {}

    /** Tells that a task was added or updated. */
    record TaskChanged(long id, String roomId, @Nullable String organizationId, Instant recordedAt, String taskId)
            implements Change {}

    /** Tells that a task was deleted. */
    record TaskDeleted(long id, String roomId, @Nullable String organizationId, Instant recordedAt, String taskId)
            implements Change {}

    /**
     * Tells that an {@linkplain live.roomkit.task.Observation observation} was added, or that personal data was erased
     * from an observation.
     */
    record ObservationAdded(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String observationId)
            implements Change {}

    /** Tells that an {@linkplain live.roomkit.task.Observation observation} was deleted. */
    record ObservationDeleted(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String observationId)
            implements Change {}

    /**
     * Tells that the read marker of a channel moved to an index. The events up to this index were read through the
     * channel. The index -1 means that the channel has read no event.
     */
    record MarkerMoved(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String channelId, long index)
            implements Change {}
}
