package live.roomkit.inbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/**
 * Selects the rooms of an inbox. An inbox contains the rooms of a channel, of a participant, of an identity or of an
 * organization, ordered by last activity, newest first. The methods that narrow a query return a changed copy, as in
 * {@code InboxQuery.ofChannel("ws-alice").statuses(RoomStatus.ACTIVE).unreadOnly(true)}.
 *
 * @param owner the kind of record that {@code ownerId} names
 * @param ownerId the id of the channel, participant, identity or organization
 * @param organizationId the id of the organization of the rooms, equal to {@code ownerId} in an inbox of an
 *     organization; {@code null} allows any organization
 * @param readBy the id of the channel whose read marker determines which events are unread; with {@code null}, no event
 *     counts as unread
 * @param statuses the allowed statuses of the rooms; {@code null} allows any status, and with an empty set no room
 *     matches
 * @param channelType the type of a channel that must be bound to the room; {@code null} allows rooms with any channels
 * @param metadata the keys and values that the metadata of a room must contain, by the rules of PostgreSQL's operator
 *     {@code @>}; an empty map allows any metadata
 * @param unreadOnly whether only rooms with unread messages match; {@code true} requires {@code readBy}
 * @param after the position after which the rooms are returned; {@code null} starts with the most recently active room
 * @param limit the largest number of rooms on a page, 1 to 1 000; 50 by default
 */
@ModelBuilder
public record InboxQuery(
        Owner owner,
        String ownerId,
        @Nullable String organizationId,
        @Nullable String readBy,
        @Nullable Set<RoomStatus> statuses,
        @Nullable ChannelType channelType,
        Map<String, @Nullable Object> metadata,
        boolean unreadOnly,
        @Nullable InboxCursor after,
        int limit) {

    /**
     * Rejects invalid values. Prefer the methods whose names begin with {@code of} to this constructor, since later
     * versions may add components.
     */
    public InboxQuery {
        Checks.notNull("owner", owner);
        Checks.text("ownerId", ownerId);
        Checks.optionalText("organizationId", organizationId);
        Checks.check(
                owner != Owner.ORGANIZATION || ownerId.equals(organizationId),
                "organizationId must be that of the query's organization");
        Checks.optionalText("readBy", readBy);
        statuses = Checks.optionalSet("statuses", statuses);
        metadata = FreeForm.copy(metadata);
        Checks.limit(limit);
    }

    /**
     * Returns a query for the rooms to which the channel is bound. The read markers of this channel determine which
     * events are unread.
     */
    public static InboxQuery ofChannel(String channelId) {
        return of(Owner.CHANNEL, Checks.notNull("channelId", channelId), null, channelId);
    }

    /** Returns a query for the rooms that have a participant record or a channel binding of the participant. */
    public static InboxQuery ofParticipant(String participantId) {
        return of(Owner.PARTICIPANT, Checks.notNull("participantId", participantId), null, null);
    }

    /**
     * Returns a query for the rooms in which a participant has the identity, or an identity that is merged with this
     * identity.
     */
    public static InboxQuery ofIdentity(String identityId) {
        return of(Owner.IDENTITY, Checks.notNull("identityId", identityId), null, null);
    }

    /** Returns a query for all rooms of the organization. */
    public static InboxQuery ofOrganization(String organizationId) {
        return of(Owner.ORGANIZATION, Checks.notNull("organizationId", organizationId), organizationId, null);
    }

    private static InboxQuery of(
            Owner owner, String ownerId, @Nullable String organizationId, @Nullable String readBy) {
        return new InboxQuery(
                owner, ownerId, organizationId, readBy, null, null, Map.of(), false, null, Defaults.LIMIT);
    }

    /**
     * Returns a copy of this query for which the read markers of the given channel determine which events are unread.
     * With {@code null}, no event counts as unread.
     */
    public InboxQuery readBy(@Nullable String channelId) {
        return copy().readBy(channelId).build();
    }

    /**
     * Returns a copy of this query that finds only rooms of the given organization.
     *
     * @throws IllegalArgumentException when the query is for the rooms of another organization
     */
    public InboxQuery organizationId(@Nullable String organizationId) {
        return copy().organizationId(organizationId).build();
    }

    /** Returns a copy of this query that finds only rooms with one of the given statuses. */
    public InboxQuery statuses(RoomStatus... statuses) {
        return statuses(new LinkedHashSet<>(Arrays.asList(statuses)));
    }

    /**
     * Returns a copy of this query that finds only rooms with one of the given statuses. With {@code null}, the rooms
     * may have any status.
     */
    public InboxQuery statuses(@Nullable Set<RoomStatus> statuses) {
        return copy().statuses(statuses).build();
    }

    /** Returns a copy of this query that finds only rooms to which a channel of the given type is bound. */
    public InboxQuery channelType(@Nullable ChannelType channelType) {
        return copy().channelType(channelType).build();
    }

    /**
     * Returns a copy of this query that finds only rooms whose metadata contains the given values, by the rules of
     * PostgreSQL's operator {@code @>}.
     */
    public InboxQuery metadata(Map<String, ? extends @Nullable Object> metadata) {
        return copy().metadata(FreeForm.copy(metadata)).build();
    }

    /**
     * Returns a copy of this query that finds only rooms with unread messages. With {@code false}, the copy also finds
     * rooms without unread messages.
     */
    public InboxQuery unreadOnly(boolean unreadOnly) {
        return copy().unreadOnly(unreadOnly).build();
    }

    /**
     * Returns a copy of this query that starts after the given cursor. The cursor must come from a page of
     * the same query.
     */
    public InboxQuery after(@Nullable InboxCursor after) {
        return copy().after(after).build();
    }

    /** Returns a copy of this query for pages of at most the given number of rooms, 1 to 1 000. */
    public InboxQuery limit(int limit) {
        return copy().limit(limit).build();
    }

    private InboxQueryBuilder copy() {
        return InboxQueryBuilder.builder(this);
    }

    /** Returns the position of the given room in the results of this query. */
    public InboxCursor cursor(Room room) {
        Instant lastActivityAt = room.timers().lastActivityAt();
        return new InboxCursor((lastActivityAt != null) ? lastActivityAt : room.createdAt(), room.id(), fingerprint());
    }

    /**
     * Returns a hash of all components except {@code after} and {@code limit}. Every node and every version of Java
     * computes the same hash for equal queries. A cursor contains the hash of its query, so that the store can reject
     * the cursor of another query.
     */
    public int fingerprint() {
        return Objects.hash(
                this.owner.name(),
                this.ownerId,
                this.organizationId,
                this.readBy,
                (this.statuses != null)
                        ? this.statuses.stream()
                                .mapToInt(status -> status.name().hashCode())
                                .sum()
                        : null,
                (this.channelType != null) ? this.channelType.value() : null,
                this.metadata,
                this.unreadOnly);
    }

    /** Determines which kind of record {@link InboxQuery#ownerId()} names. */
    public enum Owner {

        /** The inbox contains the rooms to which the channel {@link InboxQuery#ownerId()} is bound. */
        CHANNEL,

        /**
         * The inbox contains the rooms that have a participant record or a channel binding of the participant
         * {@link InboxQuery#ownerId()}.
         */
        PARTICIPANT,

        /**
         * The inbox contains the rooms in which a participant has the identity {@link InboxQuery#ownerId()}, or an
         * identity that is merged with this identity.
         */
        IDENTITY,

        /** The inbox contains all rooms of the organization {@link InboxQuery#ownerId()}. */
        ORGANIZATION
    }
}
