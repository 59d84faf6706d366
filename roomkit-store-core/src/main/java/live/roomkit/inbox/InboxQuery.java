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
 * Query for an inbox: the rooms of a channel, of a participant, of an identity or of an organization, the liveliest first. Each
 * method with an argument returns a changed copy, as in
 * {@code InboxQuery.ofChannel("ws-alice").statuses(RoomStatus.ACTIVE).unreadOnly(true)}.
 *
 * @param owner what the id names
 * @param ownerId the id of the channel, participant, identity or organization
 * @param organizationId the organization of the rooms; {@code null} allows any organization
 * @param readBy the channel whose read marker tells what is unread; {@code null} counts nothing as unread
 * @param statuses the statuses of the rooms; {@code null} allows any status, an empty set matches nothing
 * @param channelType the type of a channel that is bound to the room; {@code null} allows any rooms
 * @param metadata the values that the metadata of a room must contain, including nested values
 * @param unreadOnly whether only rooms with unread messages match, which needs {@code readBy}
 * @param after the position after which the page starts; {@code null} starts with the liveliest room
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
     * Rejects invalid values. Prefer the methods that begin with {@code of} to this constructor, since later versions may add
     * components.
     */
    public InboxQuery {
        Checks.notNull("owner", owner);
        Checks.text("ownerId", ownerId);
        Checks.optionalText("organizationId", organizationId);
        Checks.optionalText("readBy", readBy);
        statuses = Checks.optionalSet("statuses", statuses);
        metadata = FreeForm.copy(metadata);
        Checks.limit(limit);
    }

    /** Returns a query for the rooms to which the channel is bound. The channel is also the reader. */
    public static InboxQuery ofChannel(String channelId) {
        return of(Owner.CHANNEL, Checks.notNull("channelId", channelId), null, channelId);
    }

    /** Returns a query for the rooms in which the participant is present, by a participant record or by a binding. */
    public static InboxQuery ofParticipant(String participantId) {
        return of(Owner.PARTICIPANT, Checks.notNull("participantId", participantId), null, null);
    }

    /** Returns a query for the rooms in which a participant has the identity, or an identity that is merged with it. */
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

    /** Returns a copy that counts what is unread by the read markers of the channel. */
    public InboxQuery readBy(@Nullable String channelId) {
        return copy().readBy(channelId).build();
    }

    /**
     * Returns a copy that finds only rooms of the organization.
     *
     * @throws IllegalArgumentException when the query is for the rooms of another organization
     */
    public InboxQuery organizationId(@Nullable String organizationId) {
        Checks.check(
                this.owner != Owner.ORGANIZATION || this.ownerId.equals(organizationId),
                "organizationId must be that of the query's organization");
        return copy().organizationId(organizationId).build();
    }

    /** Returns a copy that finds only rooms with one of the statuses. */
    public InboxQuery statuses(RoomStatus... statuses) {
        return statuses(new LinkedHashSet<>(Arrays.asList(statuses)));
    }

    /** Returns a copy that finds only rooms with one of the statuses; {@code null} allows any status. */
    public InboxQuery statuses(@Nullable Set<RoomStatus> statuses) {
        return copy().statuses(statuses).build();
    }

    /** Returns a copy that finds only rooms with a binding of a channel of the given type. */
    public InboxQuery channelType(@Nullable ChannelType channelType) {
        return copy().channelType(channelType).build();
    }

    /** Returns a copy that finds only rooms whose metadata contains the values, including nested values. */
    public InboxQuery metadata(Map<String, ? extends @Nullable Object> metadata) {
        return copy().metadata(FreeForm.copy(metadata)).build();
    }

    /** Returns a copy that finds only rooms with unread messages. */
    public InboxQuery unreadOnly(boolean unreadOnly) {
        return copy().unreadOnly(unreadOnly).build();
    }

    /** Returns a copy for the page after a position, which a page of the same query returned. */
    public InboxQuery after(@Nullable InboxCursor after) {
        return copy().after(after).build();
    }

    /** Returns a copy for pages of at most the given number of rooms, 1 to 1 000. */
    public InboxQuery limit(int limit) {
        return copy().limit(limit).build();
    }

    private InboxQueryBuilder copy() {
        return InboxQueryBuilder.builder(this);
    }

    /** Returns the position of a room in this inbox. */
    public InboxCursor cursor(Room room) {
        Instant lastActivityAt = room.timers().lastActivityAt();
        return new InboxCursor((lastActivityAt != null) ? lastActivityAt : room.createdAt(), room.id(), fingerprint());
    }

    /**
     * Returns a number that is the same for equal queries, on every node and version of Java, whatever their position and
     * limit. A cursor holds it, so that the cursor of another query is recognized.
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

    /** Kind of record whose rooms an inbox has. */
    public enum Owner {

        /** Rooms to which a channel is bound. */
        CHANNEL,

        /** Rooms in which a participant is present. */
        PARTICIPANT,

        /** Rooms in which a participant has an identity. */
        IDENTITY,

        /** Rooms of an organization. */
        ORGANIZATION
    }
}
