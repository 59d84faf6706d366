package live.roomkit.room;

import java.util.Objects;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import org.jspecify.annotations.Nullable;

/**
 * Describes the rooms of a participant, of an identity or of a channel, newest first. Each method with an argument returns a
 * narrowed copy, as in {@code RoomLookup.ofParticipant("user-123").channelType(ChannelType.SMS).status(RoomStatus.ACTIVE)}.
 *
 * @param participantId the participant, present by a participant record or by a binding that names them
 * @param identityId the identity, present by participant records that name it or an identity merged with it
 * @param channelId the channel, present by a binding
 * @param channelType the type that a binding of the participant must have, unless {@code null}; a participant record counts
 *     whatever its channel
 * @param status only rooms in that state; {@code null} restricts nothing
 * @param organizationId only rooms of that organization; {@code null} restricts nothing
 * @param after only rooms after that place in the order; {@code null} restricts nothing; see {@link Room#cursor()}
 * @param limit the largest number of rooms of a list, 1 to 1 000; 50 by default
 */
public record RoomLookup(
        @Nullable String participantId,
        @Nullable String identityId,
        @Nullable String channelId,
        @Nullable ChannelType channelType,
        @Nullable RoomStatus status,
        @Nullable String organizationId,
        @Nullable Cursor after,
        int limit) {

    /** Rejects invalid values. Use the methods that begin with {@code of}: later versions may add components. */
    public RoomLookup {
        Checks.optionalText("participantId", participantId);
        Checks.optionalText("identityId", identityId);
        Checks.optionalText("channelId", channelId);
        Checks.check(
                Stream.of(participantId, identityId, channelId).filter(Objects::nonNull).count() == 1,
                "a look-up takes one of participantId, identityId and channelId");
        Checks.check(channelType == null || participantId != null, "channelType narrows the rooms of a participant only");
        Checks.optionalText("organizationId", organizationId);
        Checks.limit(limit);
    }

    /** Describes all rooms in which that participant is present. */
    public static RoomLookup ofParticipant(String participantId) {
        return new RoomLookup(
                Checks.notNull("participantId", participantId), null, null, null, null, null, null, Defaults.LIMIT);
    }

    /** Describes all rooms with a participant who has that identity, or an identity that is merged with it. */
    public static RoomLookup ofIdentity(String identityId) {
        return new RoomLookup(
                null, Checks.notNull("identityId", identityId), null, null, null, null, null, Defaults.LIMIT);
    }

    /** Describes all rooms to which that channel is bound. */
    public static RoomLookup ofChannel(String channelId) {
        return new RoomLookup(
                null, null, Checks.notNull("channelId", channelId), null, null, null, null, Defaults.LIMIT);
    }

    /** Disregards bindings of other types. Keeps every room in which the participant has a participant record. */
    public RoomLookup channelType(@Nullable ChannelType channelType) {
        return with(channelType, this.status, this.organizationId, this.after, this.limit);
    }

    /** Keeps the rooms in that state. */
    public RoomLookup status(@Nullable RoomStatus status) {
        return with(this.channelType, status, this.organizationId, this.after, this.limit);
    }

    /** Keeps the rooms of that organization. */
    public RoomLookup organizationId(@Nullable String organizationId) {
        return with(this.channelType, this.status, organizationId, this.after, this.limit);
    }

    /** Keeps the rooms after that place in the order, as {@link Room#cursor()} of the last room of a page gives it. */
    public RoomLookup after(@Nullable Cursor after) {
        return with(this.channelType, this.status, this.organizationId, after, this.limit);
    }

    /** Limits a list to that number of rooms, 1 to 1 000. */
    public RoomLookup limit(int limit) {
        return with(this.channelType, this.status, this.organizationId, this.after, limit);
    }

    private RoomLookup with(
            @Nullable ChannelType channelType,
            @Nullable RoomStatus status,
            @Nullable String organizationId,
            @Nullable Cursor after,
            int limit) {
        return new RoomLookup(
                this.participantId,
                this.identityId,
                this.channelId,
                channelType,
                status,
                organizationId,
                after,
                limit);
    }
}
