package live.roomkit.room;

import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Search for the rooms in which a participant is present. Each method returns a copy with one more condition, as in
 * {@code RoomLookup.ofParticipant("user-123").channelType(ChannelType.SMS).status(RoomStatus.ACTIVE)}.
 *
 * @param participantId the id of the participant, who is present in a room when the room has a participant record or a
 *     binding with this id
 * @param channelType the channel type that a binding must have to count as presence; {@code null} allows all types.
 *     Participant records always count
 * @param status the status of the rooms; {@code null} allows any status
 * @param organizationId the organization of the rooms; {@code null} allows any organization
 */
public record RoomLookup(
        String participantId,
        @Nullable ChannelType channelType,
        @Nullable RoomStatus status,
        @Nullable String organizationId) {

    /**
     * Rejects ids that PostgreSQL cannot store. Prefer {@link #ofParticipant} to this constructor, since later versions may
     * add components.
     */
    public RoomLookup {
        Checks.text("participantId", participantId);
        Checks.optionalText("organizationId", organizationId);
    }

    /** Returns a search for all rooms in which the participant is present. */
    public static RoomLookup ofParticipant(String participantId) {
        return new RoomLookup(participantId, null, null, null);
    }

    /**
     * Returns a copy that ignores bindings of other channel types. Rooms with a participant record of the participant still
     * match.
     */
    public RoomLookup channelType(@Nullable ChannelType channelType) {
        return new RoomLookup(this.participantId, channelType, this.status, this.organizationId);
    }

    /** Returns a copy that finds only rooms with the given status. */
    public RoomLookup status(@Nullable RoomStatus status) {
        return new RoomLookup(this.participantId, this.channelType, status, this.organizationId);
    }

    /** Returns a copy that finds only rooms of the given organization. */
    public RoomLookup organizationId(@Nullable String organizationId) {
        return new RoomLookup(this.participantId, this.channelType, this.status, organizationId);
    }
}
