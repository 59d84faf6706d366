package live.roomkit.samples.boot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventQueryBuilder;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.participant.ParticipantStatus;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

/**
 * Shows the conversations of a help desk as its agents see them. Each agent reads through a separate channel. The read
 * markers of this channel determine which messages are unread for the agent.
 */
@Service
class Desk {

    static final String ORGANIZATION = "helpdesk";

    static final String CUSTOMER = "customer";

    private static final int MOST_UNREAD = 100;

    private final ConversationStore store;

    Desk(ConversationStore store) {
        this.store = store;
    }

    void open(String roomId, String name, ChannelType channelType) {
        this.store.createRoom(Room.builder(roomId).organizationId(ORGANIZATION).build());
        String channel = customerChannel(channelType);
        this.store.addBinding(ChannelBinding.of(roomId, channel, channelType));
        this.store.addParticipant(
                Participant.builder(roomId, CUSTOMER, channel).displayName(name).build());
    }

    /** Adds an agent to a conversation, unless the agent takes part already. */
    void join(String roomId, String agent) {
        if (this.store.getParticipant(roomId, agent).isEmpty()) {
            this.store.addParticipant(Participant.builder(roomId, agent, channel(agent))
                    .displayName(StringUtils.capitalize(agent))
                    .role(ParticipantRole.AGENT)
                    .build());
        }
    }

    static String channel(String agent) {
        return "desk-" + agent;
    }

    static String customerChannel(ChannelType channelType) {
        return channelType.value();
    }

    static RoomEvent message(String roomId, String agent, String text) {
        EventSource source = EventSource.outbound(channel(agent), ChannelType.WEBSOCKET).toBuilder()
                .participantId(agent)
                .build();
        return RoomEvent.message(roomId, source, TextContent.of(text));
    }

    Inbox inbox(String agent, @Nullable String after, boolean unreadOnly, int limit) {
        InboxPage page = this.store.listInbox(InboxQuery.ofOrganization(ORGANIZATION)
                .readBy(channel(agent))
                .unreadOnly(unreadOnly)
                .after((after != null) ? InboxCursor.of(after) : null)
                .limit(limit));
        InboxCursor next = page.next();
        return new Inbox(
                page.entries().stream().map(entry -> conversation(entry, agent)).toList(),
                (next != null) ? next.token() : null);
    }

    private Conversation conversation(InboxEntry entry, String agent) {
        return Conversation.of(
                entry.room(),
                present(entry.room(), entry.lastMessage()),
                entry.unread().messages(),
                entry.participants(),
                agent);
    }

    Conversation conversation(String roomId, String agent) {
        RoomContext context = this.store.loadRoomContext(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
        RoomEvent last =
                first(events(roomId, EventType.MESSAGE).newestFirst(true).limit(1));
        long read = this.store.listReadMarkers(roomId).getOrDefault(channel(agent), -1L);
        long unread = this.store
                .listEvents(events(roomId, EventType.MESSAGE)
                        .afterIndex(read)
                        .limit(MOST_UNREAD)
                        .build())
                .stream()
                .filter(message -> !message.source().channelId().equals(channel(agent)))
                .count();
        return Conversation.of(context.room(), present(context.room(), last), unread, context.participants(), agent);
    }

    /**
     * Returns a room's last message. When the message was edited, returns it with the content of the latest edit.
     * Returns a message with the text {@code Deleted} when the last message was deleted. Returns {@code null} when the
     * room has no message. Searches for edits and deletions only when the room has events after its last message.
     */
    private @Nullable RoomEvent present(Room room, @Nullable RoomEvent last) {
        if (last == null || room.latestIndex() == last.index()) {
            return last;
        }
        RoomEvent present = last;
        for (RoomEvent event : this.store.listEvents(events(room.id(), EventType.EDIT, EventType.DELETE)
                .afterIndex(last.index())
                .build())) {
            if (event.content() instanceof EditContent edit
                    && edit.targetEventId().equals(last.id())) {
                present = last.toBuilder().content(edit.newContent()).build();
            } else if (event.content() instanceof DeleteContent deletion
                    && deletion.targetEventId().equals(last.id())) {
                return last.toBuilder().content(TextContent.of("Deleted")).build();
            }
        }
        return present;
    }

    private @Nullable RoomEvent first(EventQueryBuilder query) {
        return this.store.listEvents(query.build()).stream().findFirst().orElse(null);
    }

    private static EventQueryBuilder events(String roomId, EventType... types) {
        return EventQuery.builder(roomId)
                .filter(EventFilter.builder().types(Set.of(types)).build());
    }

    record Inbox(List<Conversation> rooms, @Nullable String next) {}

    /**
     * Conversation in an inbox.
     *
     * @param channel the type of the customer's channel
     * @param at when the store accepted the latest event, or when the room was created if it has no event
     * @param present the names of the active participants, with {@code you} for the agent
     * @param names the names of all participants, by participant id
     */
    record Conversation(
            String id,
            String title,
            String channel,
            boolean closed,
            Instant at,
            @Nullable LastMessage last,
            long unread,
            List<String> present,
            Map<String, String> names) {

        static Conversation of(
                Room room, @Nullable RoomEvent last, long unread, List<Participant> participants, String agent) {
            Map<String, String> names =
                    participants.stream().collect(Collectors.toMap(Participant::id, Conversation::name));
            String title = names.getOrDefault(CUSTOMER, room.id());
            String channel = participants.stream()
                    .filter(participant -> participant.id().equals(CUSTOMER))
                    .map(Participant::channelId)
                    .findFirst()
                    .orElse("");
            List<String> present = participants.stream()
                    .filter(participant -> participant.status() == ParticipantStatus.ACTIVE)
                    .map(participant -> participant.id().equals(agent) ? "you" : name(participant))
                    .toList();
            Instant at = room.timers().lastActivityAt();
            return new Conversation(
                    room.id(),
                    title,
                    channel,
                    room.status() == RoomStatus.CLOSED,
                    (at != null) ? at : room.createdAt(),
                    (last != null) ? LastMessage.of(last, names, agent) : null,
                    unread,
                    present,
                    names);
        }

        private static String name(Participant participant) {
            String name = participant.displayName();
            return (name != null) ? name : participant.id();
        }
    }

    /**
     * Contains the newest message of a conversation, with a long text cut after {@value #MOST_CHARACTERS} characters.
     */
    record LastMessage(@Nullable String from, String text, Instant at) {

        private static final int MOST_CHARACTERS = 120;

        static LastMessage of(RoomEvent message, Map<String, String> names, String agent) {
            String sender = message.source().participantId();
            String from = agent.equals(sender)
                    ? "You"
                    : (sender == null || CUSTOMER.equals(sender)) ? null : names.getOrDefault(sender, sender);
            String text = (message.content() instanceof TextContent content)
                    ? content.body()
                    : "(" + message.content().type() + ")";
            int characters = text.codePointCount(0, text.length());
            String line = (characters > MOST_CHARACTERS)
                    ? text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "…"
                    : text;
            return new LastMessage(from, line, message.createdAt());
        }
    }
}
