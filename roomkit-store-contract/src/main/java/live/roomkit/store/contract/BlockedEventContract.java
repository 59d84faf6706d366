package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.room.Room;
import org.junit.jupiter.api.Test;

/** Tests which reads return blocked events and which leave them out. */
public abstract class BlockedEventContract extends StoreContract {

    private static final EventFilter ALL =
            EventFilter.builder().includeBlocked(true).build();

    /** Creates the tests for the given store. */
    protected BlockedEventContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aTimelineLeavesBlockedEventsOut() {
        String id = newRoom();
        List<RoomEvent> events = alternating(id, 10);
        List<RoomEvent> received = received(events);

        assertThat(store().getTimeline(id, 50)).isEqualTo(received);
        assertThat(store().getTimeline(id, 50, 4)).isEqualTo(received.subList(3, 5));
        assertThat(store().listEvents(id, 0, 50)).isEqualTo(received);
        assertThat(store().listEvents(id, EventFilter.NONE)).isEqualTo(received);
        assertThat(secondStore().listEvents(id, ALL)).isEqualTo(events);
    }

    @Test
    void blockedEventsAreLeftOutBeforeThePageIsCut() {
        String id = newRoom();
        List<RoomEvent> received = received(alternating(id, 20));

        assertThat(store().listEvents(EventQuery.builder(id).limit(4).build())).isEqualTo(received.subList(0, 4));
        assertThat(store().listEvents(id, 3, 4)).isEqualTo(received.subList(3, 7));
        assertThat(store().listEvents(EventQuery.newest(id, 4))).isEqualTo(received.subList(6, 10));
        assertThat(store().listEvents(
                                EventQuery.builder(id).beforeIndex(11L).limit(4).build()))
                .isEqualTo(received.subList(2, 6));
    }

    @Test
    void aStreamLeavesBlockedEventsOut() {
        String id = newRoom();
        List<RoomEvent> events = alternating(id, 25);
        EventQuery query = EventQuery.builder(id).limit(3).build();

        assertThat(store().streamEvents(query)).isEqualTo(received(events));
        assertThat(store().streamEvents(query.toBuilder().filter(ALL).build())).isEqualTo(events);
    }

    @Test
    void threadSummariesLeaveBlockedRepliesOut() {
        String id = newRoom();
        RoomEvent root = append(id, "root");
        RoomEvent silent = append(id, "silent");
        RoomEvent reply = store().addEventAutoIndex(id, at(Samples.reply(id, root.id()), 1, EventStatus.DELIVERED));
        store().addEventAutoIndex(id, at(Samples.reply(id, root.id()), 2, EventStatus.BLOCKED));
        store().addEventAutoIndex(id, at(Samples.reply(id, silent.id()), 3, EventStatus.BLOCKED));

        assertThat(store().getThreadSummaries(id, List.of(root.id(), silent.id())))
                .containsOnlyKeys(root.id())
                .containsEntry(root.id(), new ThreadSummary(1, reply.createdAt()));
    }

    @Test
    void readsByIdAndKeyShowBlockedEvents() {
        String id = newRoom();
        RoomEvent blocked = store().addEventAutoIndex(
                        id,
                        Samples.keyed(id, "blocked", "key").toBuilder()
                                .status(EventStatus.BLOCKED)
                                .build());

        assertThat(store().getEvent(id, blocked.id())).contains(blocked);
        assertThat(store().findEvent(blocked.id())).contains(blocked);
        assertThat(store().getEventByIdempotencyKey(id, "key")).contains(blocked);
        assertThat(store().checkIdempotency(id, "key")).isTrue();
        assertThat(store().appendEvent(id, Samples.keyed(id, "blocked", "key")).event())
                .isEqualTo(blocked);
    }

    @Test
    void aConversationShowsBlockedMessages() {
        String id = newRoom();
        List<RoomEvent> events = alternating(id, 6);

        assertThat(store().getConversation(id, 3)).isEqualTo(events.subList(3, 6));
        assertThat(store().getConversation(id, 3, 0)).isEqualTo(events.subList(1, 4));
    }

    @Test
    void unreadCountsCountBlockedEvents() {
        String id = newRoom();
        List<RoomEvent> events = alternating(id, 6);
        store().markRead(id, "channel", events.get(1).id());

        assertThat(store().getUnreadCount(id, "channel")).isEqualTo(4);
    }

    @Test
    void aCountOfAFilterIsThatOfItsPages() {
        String id = newRoom();
        alternating(id, 7);
        store().addEventAutoIndex(id, Samples.ofType(id, EventType.SYSTEM));
        EventFilter system = EventFilter.ofTypes(EventType.SYSTEM);

        assertThat(store().getEventCount(id)).isEqualTo(8);
        assertThat(store().getEventCount(id, EventFilter.NONE)).isEqualTo(5);
        assertThat(store().getEventCount(id, ALL)).isEqualTo(8);
        assertThat(store().getEventCount(id, system)).isOne();
        assertThat(store().getEventCount(
                                id, EventFilter.builder().types(Set.of()).build()))
                .isZero();
        assertThat(store().getEventCount(newId(), ALL)).isZero();
    }

    @Test
    void aCountIsNotCut() {
        String id = newRoom();
        appendMany(id, 1_100);

        assertThat(store().getEventCount(id, EventFilter.NONE)).isEqualTo(1_100);
    }

    @Test
    void anotherOrganizationsEventsAreNotCounted() {
        String organization = newId();
        String own = store().createRoom(Samples.roomOf(newId(), organization)).id();
        Room foreign = store().createRoom(Samples.roomOf(newId(), newId()));
        appendMany(own, 2);
        appendMany(foreign.id(), 2);

        assertThat(store().forOrganization(organization).getEventCount(own, ALL))
                .isEqualTo(2);
        assertThat(store().forOrganization(organization).getEventCount(foreign.id(), ALL))
                .isZero();
    }

    @Test
    @SuppressWarnings("NullAway")
    void aCountNeedsAFilter() {
        String id = newRoom();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().getEventCount(id, null))
                .withMessageStartingWith("filter ");
    }

    @Test
    void aStatusThatChangesChangesTheTimeline() {
        String id = newRoom();
        RoomEvent event = append(id, "hello");

        store().updateEvent(
                        id,
                        event.id(),
                        found -> found.toBuilder().status(EventStatus.BLOCKED).build());
        assertThat(store().getTimeline(id, 10)).isEmpty();

        store().updateEvent(event);
        assertThat(store().getTimeline(id, 10)).containsExactly(event);
    }

    @Test
    void deletingAnEventDeletesItsBlockedReplies() {
        String id = newRoom();
        RoomEvent root = append(id, "root");
        RoomEvent reply = store().addEventAutoIndex(id, at(Samples.reply(id, root.id()), 1, EventStatus.BLOCKED));

        assertThat(store().deleteEvent(id, root.id(), ReplyPolicy.DELETE)).containsExactly(root.id(), reply.id());
    }

    /** Adds messages. Every second message is blocked. */
    private List<RoomEvent> alternating(String roomId, int count) {
        List<RoomEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(at(
                    Samples.message(roomId, "message " + i),
                    i,
                    (i % 2 == 0) ? EventStatus.DELIVERED : EventStatus.BLOCKED));
        }
        return store().addEventsAutoIndex(roomId, events);
    }

    private static RoomEvent at(RoomEvent event, int seconds, EventStatus status) {
        return event.toBuilder()
                .createdAt(Samples.NOON.plusSeconds(seconds))
                .status(status)
                .build();
    }

    private static List<RoomEvent> received(List<RoomEvent> events) {
        return events.stream()
                .filter(event -> event.status() != EventStatus.BLOCKED)
                .toList();
    }
}
