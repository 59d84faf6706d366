package live.roomkit.store.memory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.Unread;
import live.roomkit.participant.Participant;
import live.roomkit.room.RoomLookup;
import org.jspecify.annotations.Nullable;

/** Checks whether a room matches the conditions of a search, and creates the room's entry in an inbox. */
final class RoomMatch {

    private RoomMatch() {}

    /**
     * Returns {@code true} when the room belongs to the organization, and also when the organization is {@code null}.
     */
    static boolean isOf(RoomState room, @Nullable String organizationId) {
        return organizationId == null || organizationId.equals(room.room().organizationId());
    }

    /**
     * Tells whether the channel, identity or participant of a lookup is present in the room. A participant is present
     * when the room has a record of the participant, or a binding that names the participant. When a lookup has a
     * channel type, bindings of other channel types do not count.
     */
    static boolean isSought(RoomState room, RoomLookup lookup, Set<String> identityIds) {
        String participantId = lookup.participantId();
        ChannelType channelType = lookup.channelType();
        if (lookup.channelId() != null) {
            return room.bindings().contains(lookup.channelId());
        }
        if (participantId == null) {
            return room.participants()
                    .anyMatch(participant ->
                            participant.identityId() != null && identityIds.contains(participant.identityId()));
        }
        return room.lock.read(() -> room.participants().contains(participantId)
                || room.bindings()
                        .anyMatch(binding -> participantId.equals(binding.participantId())
                                && (channelType == null || channelType.equals(binding.channelType()))));
    }

    static Optional<InboxEntry> inboxEntry(RoomState room, InboxQuery query) {
        return room.lock.read(() -> {
            Unread unread = (query.readBy() != null)
                    ? room.timeline.unread(room.markers.index(query.readBy()), query.readBy())
                    : Unread.NONE;
            if (!matches(room, query) || (query.unreadOnly() && unread.messages() == 0)) {
                return Optional.empty();
            }
            List<Participant> all = room.participants().list();
            return Optional.of(new InboxEntry(
                    room.room(),
                    room.timeline.lastMessage(),
                    unread,
                    all.subList(0, Math.min(all.size(), InboxEntry.MAX_PARTICIPANTS)),
                    all.size(),
                    query.cursor(room.room())));
        });
    }

    private static boolean matches(RoomState room, InboxQuery query) {
        return (query.statuses() == null
                        || query.statuses().contains(room.room().status()))
                && Containment.contains(room.room().metadata(), query.metadata())
                && (query.channelType() == null
                        || room.bindings()
                                .anyMatch(binding -> binding.channelType().equals(query.channelType())));
    }
}
