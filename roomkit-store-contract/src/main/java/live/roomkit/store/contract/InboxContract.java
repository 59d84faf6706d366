package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.inbox.Unread;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import org.junit.jupiter.api.Test;

/** Tests the entries of an inbox: the last message, the participants and the unread counts. */
public abstract class InboxContract extends StoreContract {

    private final String organization = "org-" + newId();

    private final String alice = "ws-" + newId();

    /** Creates the tests for the given store. */
    protected InboxContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void theLastMessageIsTheNewestOneThatTheRoomReceived() {
        String room = rooms(1).get(0);
        assertThat(entry(room).lastMessage()).isNull();
        RoomEvent first = append(room, "first");
        RoomEvent second = append(room, "second");
        store().appendEvent(room, Samples.ofType(room, EventType.TYPING));
        RoomEvent blocked = store().appendEvent(
                        room,
                        Samples.event(room, "blocked")
                                .status(EventStatus.BLOCKED)
                                .build())
                .event();

        assertThat(entry(room).lastMessage()).isEqualTo(second);
        store().deleteEvent(room, second.id());
        assertThat(entry(room).lastMessage()).isEqualTo(first);
        RoomEvent unblocked = store().updateEvent(
                        blocked.toBuilder().status(EventStatus.DELIVERED).build());
        assertThat(entry(room).lastMessage()).isEqualTo(unblocked);
        store().updateEvent(
                        room,
                        unblocked.id(),
                        event -> event.toBuilder().type(EventType.SYSTEM).build());
        assertThat(entry(room).lastMessage()).isEqualTo(first);
        store().deleteEvent(room, first.id());
        assertThat(entry(room).lastMessage()).isNull();
    }

    @Test
    void unreadMessagesAreThoseThatOthersSent() {
        String room = rooms(1).get(0);
        RoomEvent first = append(room, "first");
        store().appendEvent(room, Samples.ofType(room, EventType.TYPING));
        store().appendEvent(room, own(room));
        append(room, "second");
        store().appendEvent(
                        room,
                        Samples.event(room, "blocked")
                                .status(EventStatus.BLOCKED)
                                .build());

        assertUnread(room, 5, 2);
        store().markRead(room, this.alice, first.id());
        assertUnread(room, 4, 1);
        store().appendEvent(room, own(room), AppendOptions.MARK_READ);
        assertUnread(room, 0, 0);
        store().markUnread(room, this.alice, first.id());
        assertUnread(room, 6, 2);
    }

    @Test
    void unreadMessagesStayExact() {
        String room = rooms(1).get(0);
        List<RoomEvent> events = appendMany(room, 6);
        store().markRead(room, this.alice, events.get(2).id());
        assertUnread(room, 3, 3);

        store().deleteEvent(room, events.get(1).id());
        store().deleteEvent(room, events.get(4).id());
        assertUnread(room, 2, 2);
        block(events.get(0));
        block(events.get(5));
        assertUnread(room, 2, 1);
        store().addEvent(Samples.at(room, 1));
        store().addEvent(Samples.at(room, 9));
        assertUnread(room, 3, 2);
        store().addEvent(Samples.ofType(room, EventType.TYPING).toBuilder()
                .index(4)
                .build());
        assertUnread(room, 4, 2);
        store().markAllRead(room, this.alice);
        assertUnread(room, 0, 0);
    }

    @Test
    void anUpdateWithinAnUpdateOfTheEventKeepsCountsExact() {
        String room = rooms(1).get(0);
        RoomEvent event = append(room, "hello");
        RoomEvent blocked = event.toBuilder().status(EventStatus.BLOCKED).build();

        assertThat(store().updateEvent(room, event.id(), stored -> {
                    store().updateEvent(blocked);
                    return event;
                }))
                .isEqualTo(event);
        assertUnread(room, 1, 1);

        store().updateEvent(blocked);
        store().updateEvent(room, event.id(), stored -> {
            store().updateEvent(event);
            return stored;
        });
        assertUnread(room, 1, 0);
        store().updateEvent(room, event.id(), stored -> {
            store().updateEvent(event);
            return event;
        });
        assertUnread(room, 1, 1);
    }

    @Test
    void ownMessagesAreRecognizedAmongTheNewestThousand() {
        String room = rooms(1).get(0);
        List<RoomEvent> events = new ArrayList<>();
        events.add(own(room));
        IntStream.range(0, 999).forEach(i -> events.add(Samples.message(room, "message")));
        store().addEventsAutoIndex(room, events);
        assertThat(entry(room).unread()).isEqualTo(new Unread(1_000, 999, false));

        append(room, "one more");

        assertThat(entry(room).unread()).isEqualTo(new Unread(1_001, 1_001, true));
        assertThat(store().getInboxTotals(ofAlice())).isEqualTo(new InboxTotals(1, 1_001, true));
    }

    @Test
    void withoutAReaderNothingIsUnread() {
        String room = rooms(1).get(0);
        append(room, "hello");

        InboxQuery query = InboxQuery.ofOrganization(this.organization);
        assertThat(only(query).unread()).isEqualTo(Unread.NONE);
        assertThat(only(query.readBy(this.alice)).unread()).isEqualTo(new Unread(1, 1, false));
    }

    @Test
    void anEntryHasTheFirstFourParticipants() {
        String room = rooms(1).get(0);
        List<Participant> participants = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            participants.add(store().addParticipant(Participant.builder(room, "person-" + (9 - i), "sms")
                    .joinedAt(Samples.NOON.plusSeconds(i))
                    .build()));
        }

        InboxEntry entry = entry(room);

        assertThat(entry.participants()).isEqualTo(participants.subList(0, 4));
        assertThat(entry.participantCount()).isEqualTo(6);
        assertThat(entry.room()).isEqualTo(room(room));
    }

    @Test
    void conditionsNarrowAnInbox() {
        String active = room(Samples.NOON.plusSeconds(1), RoomStatus.ACTIVE);
        String paused = room(Samples.NOON.plusSeconds(2), RoomStatus.PAUSED);
        String closed = room(Samples.NOON.plusSeconds(3), RoomStatus.CLOSED);
        store().patchRoomMetadata(paused, Map.of("queue", Map.of("name", "billing", "rank", 1)));
        store().addBinding(ChannelBinding.of(active, "mail", ChannelType.EMAIL));
        store().addEventAutoIndex(closed, Samples.message(closed, "unread"));

        for (InboxQuery all : List.of(
                ofAlice(),
                ofAlice().organizationId(this.organization),
                InboxQuery.ofOrganization(this.organization).readBy(this.alice))) {
            assertThat(ids(store().listInbox(all))).containsExactly(closed, paused, active);
            assertThat(ids(store().listInbox(all.statuses(RoomStatus.ACTIVE, RoomStatus.PAUSED))))
                    .containsExactly(paused, active);
            assertThat(ids(store().listInbox(all.statuses(new RoomStatus[0])))).isEmpty();
            assertThat(ids(store().listInbox(all.metadata(Map.of("queue", Map.of("name", "billing"))))))
                    .containsExactly(paused);
            assertThat(ids(store().listInbox(all.channelType(ChannelType.EMAIL))))
                    .containsExactly(active);
            assertThat(ids(store().listInbox(all.unreadOnly(true)))).containsExactly(closed);
        }
    }

    @Test
    void totalsCountRoomsAndMessages() {
        List<String> rooms = rooms(4);
        appendMany(rooms.get(0), 3);
        RoomEvent read = append(rooms.get(1), "read");
        store().markRead(rooms.get(1), this.alice, read.id());
        store().appendEvent(rooms.get(2), own(rooms.get(2)));
        append(rooms.get(3), "unread");

        for (InboxQuery query : List.of(
                ofAlice(),
                ofAlice().organizationId(this.organization).limit(1),
                InboxQuery.ofOrganization(this.organization).readBy(this.alice))) {
            assertThat(store().getInboxTotals(query)).isEqualTo(new InboxTotals(2, 4, false));
        }
        assertThat(store().getInboxTotals(ofAlice().statuses(RoomStatus.CLOSED)))
                .isEqualTo(InboxTotals.NONE);
    }

    @Test
    void aCursorOfAnotherQueryIsRefused() {
        rooms(3);
        InboxCursor cursor =
                Objects.requireNonNull(store().listInbox(ofAlice().limit(1)).next());
        assertThat(InboxCursor.of(cursor.token())).isEqualTo(cursor);

        for (InboxQuery other : List.of(
                ofAlice().unreadOnly(true),
                ofAlice().statuses(RoomStatus.ACTIVE),
                ofAlice().organizationId(this.organization),
                ofAlice().metadata(Map.of("a", 1)),
                InboxQuery.ofChannel("another"),
                InboxQuery.ofParticipant(this.alice).readBy(this.alice))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store().listInbox(other.after(cursor)))
                    .withMessageContaining("after");
        }
    }

    @Test
    void badQueriesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofAlice().limit(0))
                .withMessageContaining("limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofAlice().limit(1_001))
                .withMessageContaining("limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InboxCursor.of("nonsense"))
                .withMessageContaining("token");
        InboxQuery unread = InboxQuery.ofParticipant("person");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().listInbox(unread.unreadOnly(true)))
                .withMessageContaining("readBy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().getInboxTotals(unread))
                .withMessageContaining("readBy");
    }

    private InboxQuery ofAlice() {
        return InboxQuery.ofChannel(this.alice);
    }

    private InboxEntry entry(String room) {
        InboxEntry entry = only(ofAlice());
        assertThat(entry.room().id()).isEqualTo(room);
        return entry;
    }

    private InboxEntry only(InboxQuery query) {
        List<InboxEntry> entries = store().listInbox(query).entries();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private void assertUnread(String room, long events, long messages) {
        assertThat(entry(room).unread()).isEqualTo(new Unread(events, messages, false));
        assertThat(store().getUnreadCount(room, this.alice)).isEqualTo(events);
        assertThat(secondStore().getInboxTotals(ofAlice()))
                .isEqualTo(new InboxTotals((messages > 0) ? 1 : 0, messages, false));
    }

    private static List<String> ids(InboxPage page) {
        return page.entries().stream().map(entry -> entry.room().id()).toList();
    }

    /**
     * Creates rooms to which the channel {@link #alice} is bound. The last activity of each room is three minutes later
     * than the last activity of the room created before it.
     */
    private List<String> rooms(int count) {
        Instant start = Samples.NOON;
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> room(start.plus(Duration.ofMinutes(3L * i)), RoomStatus.ACTIVE))
                .toList());
    }

    private String room(Instant lastActivityAt, RoomStatus status) {
        Room room = Room.builder(newId())
                .organizationId(this.organization)
                .status(status)
                .createdAt(lastActivityAt)
                .build();
        store().createRoom(room);
        store().addBinding(Samples.binding(room.id(), this.alice));
        return room.id();
    }

    private RoomEvent own(String room) {
        return RoomEvent.builder(
                        room, EventSource.inbound(this.alice, ChannelType.WEBSOCKET), TextContent.of("I wrote this"))
                .build();
    }

    private void block(RoomEvent event) {
        store().updateEvent(event.toBuilder().status(EventStatus.BLOCKED).build());
    }
}
