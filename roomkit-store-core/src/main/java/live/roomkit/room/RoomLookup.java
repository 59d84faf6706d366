package live.roomkit.room;

import java.util.Objects;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import org.jspecify.annotations.Nullable;

/**
 * A search for the rooms of a participant, of an identity or of a channel, newest first. The methods that set a
 * condition return a changed copy, as in
 * {@code RoomLookup.ofParticipant("user-123").channelType(ChannelType.SMS).status(RoomStatus.ACTIVE)}.
 *
 * @param participantId the id of the participant. The search finds the rooms that have a participant record with this
 *     id, or a binding that names this participant
 * @param identityId the id of the identity. The search finds the rooms in which a participant record has this identity
 *     or an identity that is merged with this identity
 * @param channelId the id of the channel. The search finds the rooms to which the channel is bound
 * @param channelType the channel type, only for a search by participant. The search ignores bindings of other channel
 *     types, but still finds all rooms that have a record of the participant; {@code null} allows any channel type
 * @param status the status of the rooms; {@code null} allows any status
 * @param organizationId the organization of the rooms; {@code null} allows any organization
 * @param after the position after which the list begins, see {@link Room#cursor()}; {@code null} begins with the newest
 *     room
 * @param limit the maximum number of rooms in a list, 1 to 1 000; 50 by default
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

    /**
     * Rejects invalid values. Prefer {@link #ofParticipant}, {@link #ofIdentity} and {@link #ofChannel} to this
     * constructor, since later versions may add parameters to the constructor.
     */
    public RoomLookup {
        Checks.optionalText("participantId", participantId);
        Checks.optionalText("identityId", identityId);
        Checks.optionalText("channelId", channelId);
        Checks.check(
                Stream.of(participantId, identityId, channelId)
                                .filter(Objects::nonNull)
                                .count()
                        == 1,
                "a look-up takes one of participantId, identityId and channelId");
        Checks.check(
                channelType == null || participantId != null, "channelType narrows the rooms of a participant only");
        Checks.optionalText("organizationId", organizationId);
        Checks.limit(limit);
    }

    /**
     * Returns a search for all rooms that have a record of the given participant, or a binding that names this
     * participant.
     */
    public static RoomLookup ofParticipant(String participantId) {
        return new RoomLookup(
                Checks.notNull("participantId", participantId), null, null, null, null, null, null, Defaults.LIMIT);
    }

    /**
     * Returns a search for all rooms in which a participant has the given identity, or an identity that is merged with
     * the given one.
     */
    public static RoomLookup ofIdentity(String identityId) {
        return new RoomLookup(
                null, Checks.notNull("identityId", identityId), null, null, null, null, null, Defaults.LIMIT);
    }

    /** Returns a search for all rooms to which the given channel is bound. */
    public static RoomLookup ofChannel(String channelId) {
        return new RoomLookup(
                null, null, Checks.notNull("channelId", channelId), null, null, null, null, Defaults.LIMIT);
    }

    /**
     * Returns a copy that ignores bindings of other channel types than the given one; {@code null} allows any type. The
     * copy still finds every room that has a record of the participant, because a participant record has no channel
     * type.
     */
    public RoomLookup channelType(@Nullable ChannelType channelType) {
        return with(channelType, this.status, this.organizationId, this.after, this.limit);
    }

    /** Returns a copy that finds only rooms with the given status. */
    public RoomLookup status(@Nullable RoomStatus status) {
        return with(this.channelType, status, this.organizationId, this.after, this.limit);
    }

    /** Returns a copy that finds only rooms of the given organization. */
    public RoomLookup organizationId(@Nullable String organizationId) {
        return with(this.channelType, this.status, organizationId, this.after, this.limit);
    }

    /**
     * Returns a copy that finds only rooms after the given position in the list. {@link Room#cursor()} returns the
     * position of a room.
     */
    public RoomLookup after(@Nullable Cursor after) {
        return with(this.channelType, this.status, this.organizationId, after, this.limit);
    }

    /** Returns a copy whose list has at most the given number of rooms, 1 to 1 000. */
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
                this.participantId, this.identityId, this.channelId, channelType, status, organizationId, after, limit);
    }
}
