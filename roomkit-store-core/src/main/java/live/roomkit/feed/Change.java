package live.roomkit.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Names a record that changed. It carries no content: read the record for its present state.
 *
 * <p>The events of a room come in the order in which they were appended, and the changes of any other record in the order in
 * which they were made. Changes of different records, or of different rooms, have no promised order. A change is delivered at
 * least once. {@link #id()} tells a repetition.
 *
 * <p>A later version may add kinds. Let a {@code switch} have a {@code default} branch.
 */
public sealed interface Change {

    /** Returns a number that no other change of the feed has. Numbers may be missing. */
    long id();

    /** Returns the room of the record. */
    String roomId();

    /** Returns the organization of the room after the change, or {@code null} when it has none. */
    @Nullable
    String organizationId();

    /** Returns the time of the write, by the clock of the store that made it. */
    Instant recordedAt();

    /** Tells that an event was appended or imported. */
    record EventAppended(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String eventId, long index)
            implements Change {}

    /** Tells that an event was updated. */
    record EventChanged(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String eventId, long index)
            implements Change {}

    /** Tells that an event was deleted, by itself or as the reply to another one. */
    record EventDeleted(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String eventId, long index)
            implements Change {}

    /** Tells that a room was created. */
    record RoomCreated(long id, String roomId, @Nullable String organizationId, Instant recordedAt) implements Change {}

    /** Tells that a room was updated, or its metadata patched. An append does not count as an update of its room. */
    record RoomChanged(long id, String roomId, @Nullable String organizationId, Instant recordedAt) implements Change {}

    /** Tells that a room was deleted, with everything that belonged to it. Those records have no changes of their own. */
    record RoomDeleted(long id, String roomId, @Nullable String organizationId, Instant recordedAt) implements Change {}

    /** Tells that the delivered index of a room advanced. */
    record DeliveryAdvanced(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, long index)
            implements Change {}

    /** Tells that a channel was bound to a room, or that its binding was updated. */
    record BindingChanged(long id, String roomId, @Nullable String organizationId, Instant recordedAt, String channelId)
            implements Change {}

    /** Tells that a binding was removed. */
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

    /** Tells that an observation was added, or that personal data was erased from it. */
    record ObservationAdded(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String observationId)
            implements Change {}

    /** Tells that an observation was deleted. */
    record ObservationDeleted(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String observationId)
            implements Change {}

    /** Tells that the read marker of a channel moved to an index. An index of -1 means that no event is read. */
    record MarkerMoved(
            long id, String roomId, @Nullable String organizationId, Instant recordedAt, String channelId, long index)
            implements Change {}
}
