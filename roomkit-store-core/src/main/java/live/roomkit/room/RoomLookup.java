package live.roomkit.room;

import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Describes the rooms in which a participant is present. Each method with an argument returns a narrowed copy, as in
 * {@code RoomLookup.ofParticipant("user-123").channelType(ChannelType.SMS).status(RoomStatus.ACTIVE)}.
 *
 * @param participantId the participant, present by a participant record or by a binding that names them
 * @param channelType the type that such a binding must have, unless {@code null}; a participant record counts whatever
 *     its channel
 * @param status only rooms in that state; {@code null} restricts nothing
 * @param organizationId only rooms of that organization; {@code null} restricts nothing
 */
public record RoomLookup(
        String participantId,
        @Nullable ChannelType channelType,
        @Nullable RoomStatus status,
        @Nullable String organizationId) {

    /** Rejects ids that no database can hold. Use {@link #ofParticipant}: later versions may add components. */
    public RoomLookup {
        Checks.text("participantId", participantId);
        Checks.optionalText("organizationId", organizationId);
    }

    /** Describes all rooms in which that participant is present. */
    public static RoomLookup ofParticipant(String participantId) {
        return new RoomLookup(participantId, null, null, null);
    }

    /** Disregards bindings of other types. Keeps every room in which the participant has a participant record. */
    public RoomLookup channelType(@Nullable ChannelType channelType) {
        return new RoomLookup(this.participantId, channelType, this.status, this.organizationId);
    }

    /** Keeps the rooms in that state. */
    public RoomLookup status(@Nullable RoomStatus status) {
        return new RoomLookup(this.participantId, this.channelType, status, this.organizationId);
    }

    /** Keeps the rooms of that organization. */
    public RoomLookup organizationId(@Nullable String organizationId) {
        return new RoomLookup(this.participantId, this.channelType, this.status, organizationId);
    }
}
