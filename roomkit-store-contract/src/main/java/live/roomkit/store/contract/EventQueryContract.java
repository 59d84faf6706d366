package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests reading the events of a room in pages and as a stream, and the order in which the store returns them. */
public abstract class EventQueryContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected EventQueryContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aTimelineIsInTheOrderOfTheIndexWhateverTheTimes() {
        String id = newRoom();
        List<RoomEvent> batch = IntStream.range(0, 20)
                .mapToObj(i -> Samples.event(id, "event " + i)
                        .createdAt(Samples.NOON.minusSeconds(i))
                        .build())
                .toList();

        List<RoomEvent> added = store().addEventsAutoIndex(id, batch);

        assertThat(store().listEvents(EventQuery.of(id))).isEqualTo(added);
    }

    @Test
    void aThousandEventsOfOneMomentStayInOrderEverywhere() {
        String id = newRoom();
        List<RoomEvent> added = store().addEventsAutoIndex(
                        id,
                        IntStream.range(0, 1000)
                                .mapToObj(i -> Samples.event(id, "event " + i)
                                        .id(newId())
                                        .createdAt(Samples.NOON)
                                        .build())
                                .toList());

        assertThat(store().listEvents(id, 0, 1000)).isEqualTo(added);
        assertThat(store().listEvents(id, 600, 400)).isEqualTo(added.subList(600, 1000));
        assertThat(store().getTimeline(id, 700)).isEqualTo(added.subList(300, 1000));
        assertThat(store().getTimeline(id, 700, 99)).isEqualTo(added.subList(100, 800));
        assertThat(store().getConversation(id, 700)).isEqualTo(added.subList(300, 1000));
        assertThat(store().listEvents(before(id, 500, 300))).isEqualTo(added.subList(200, 500));
        assertThat(store().streamEvents(EventQuery.builder(id).limit(77).build()))
                .containsExactlyElementsOf(added);
        EventFilter atNoon = EventFilter.builder()
                .afterTime(Samples.NOON.minusSeconds(1))
                .beforeTime(Samples.NOON.plusSeconds(1))
                .build();
        assertThat(store().listEvents(EventQuery.builder(id)
                        .filter(atNoon)
                        .limit(1000)
                        .build()))
                .isEqualTo(added);
    }

    @Test
    void a10000EventBatchPagesBackAndForthEachEventOnce() {
        String id = newRoom();
        List<Long> all = LongStream.range(0, 10_000).boxed().toList();
        assertThat(indices(appendMany(id, 10_000))).isEqualTo(all);

        List<Long> backwards = new ArrayList<>();
        long before = 10_000;
        while (before > 0) {
            List<Long> page = indices(store().listEvents(before(id, before, 333)));
            assertThat(page).hasSize((int) Math.min(333, before));
            backwards.addAll(0, page);
            before = page.get(0);
        }
        assertThat(backwards).isEqualTo(all);
        assertThat(store().listEvents(before(id, 0, 333))).isEmpty();

        assertThat(store().streamEvents(EventQuery.builder(id).limit(1000).build())
                        .map(RoomEvent::index))
                .containsExactlyElementsOf(all);
    }

    @Test
    void aPageBeginsAfterAnIndex() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 6);

        assertThat(store().listEvents(after(id, -1, 2))).isEqualTo(events.subList(0, 2));
        assertThat(store().listEvents(after(id, 2, 2))).isEqualTo(events.subList(3, 5));
        assertThat(store().listEvents(after(id, 5, 2))).isEmpty();
        assertThat(store().listEvents(after(id, Long.MAX_VALUE, 2))).isEmpty();
    }

    @Test
    void aPageBeforeAnIndexIsTheLastBeforeIt() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 6);

        assertThat(store().listEvents(before(id, 4, 2))).isEqualTo(events.subList(2, 4));
        assertThat(store().listEvents(before(id, 1, 2))).isEqualTo(events.subList(0, 1));
        assertThat(store().listEvents(before(id, Long.MAX_VALUE, 2))).isEqualTo(events.subList(4, 6));
    }

    @Test
    void theNewestComeInAscendingOrder() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 6);

        assertThat(store().listEvents(EventQuery.newest(id, 2))).isEqualTo(events.subList(4, 6));
        assertThat(store().listEvents(EventQuery.newest(id, 100))).isEqualTo(events);
        assertThat(store().listEvents(
                                EventQuery.newest(id, 2).toBuilder().offset(3).build()))
                .isEqualTo(events.subList(1, 3));
    }

    @Test
    void anOffsetSkipsEvents() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 6);
        store().deleteEvent(id, events.get(0).id());

        assertThat(store().listEvents(id, 0, 2)).isEqualTo(events.subList(1, 3));
        assertThat(store().listEvents(id, 3, 10)).isEqualTo(events.subList(4, 6));
        assertThat(store().listEvents(id, 5, 10)).isEmpty();
    }

    @Test
    void aQueryGives50EventsUnlessItSaysOtherwise() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 60);

        assertThat(store().listEvents(EventQuery.of(id))).isEqualTo(events.subList(0, 50));
        assertThat(store().listEvents(id, EventFilter.ofVisibility("all"))).isEqualTo(events.subList(0, 50));
    }

    @Test
    void theFilterComesBeforeTheLimit() {
        String id = newRoom();
        List<RoomEvent> messages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            messages.add(append(id, "message " + i));
            for (int j = 0; j < 10; j++) {
                store().appendEvent(id, Samples.ofType(id, EventType.SYSTEM));
            }
        }
        EventQuery query = EventQuery.builder(id)
                .filter(EventFilter.ofTypes(EventType.MESSAGE))
                .limit(3)
                .build();

        assertThat(store().listEvents(query)).isEqualTo(messages.subList(0, 3));
        assertThat(store().listEvents(query.toBuilder().newestFirst(true).build()))
                .isEqualTo(messages.subList(2, 5));
        assertThat(store().listEvents(query.toBuilder().beforeIndex(40L).build()))
                .isEqualTo(messages.subList(1, 4));
        assertThat(store().listEvents(query.toBuilder().offset(1).build())).isEqualTo(messages.subList(1, 4));
        assertThat(store().getConversation(id, 3)).isEqualTo(messages.subList(2, 5));
    }

    @Test
    void visibilityIsComparedForEquality() {
        String id = newRoom();
        RoomEvent all = append(id, "to all");
        RoomEvent internal = store().addEventAutoIndex(
                        id, Samples.event(id, "internal").visibility("internal").build());
        RoomEvent channel = store().addEventAutoIndex(
                        id,
                        Samples.event(id, "one").visibility("sms-main,sms-2").build());

        assertThat(store().listEvents(id, EventFilter.ofVisibility("all"))).containsExactly(all);
        assertThat(store().listEvents(id, EventFilter.ofVisibility("internal"))).containsExactly(internal);
        assertThat(store().listEvents(id, EventFilter.ofVisibility("sms-main,sms-2")))
                .containsExactly(channel);
        assertThat(store().listEvents(id, EventFilter.ofVisibility("sms-main"))).isEmpty();
        assertThat(store().listEvents(id, EventFilter.ofVisibility("%"))).isEmpty();
    }

    @Test
    void aVisibilityMayListTheChannelsOfALargeRoom() {
        String id = newRoom();
        String channels = String.join(",", Collections.nCopies(215, newId()));
        String visibility = channels + ",".repeat(8_000 - channels.length());
        RoomEvent event = store().appendEvent(
                        id,
                        Samples.event(id, "to some")
                                .visibility(visibility)
                                .responseVisibility(visibility)
                                .build())
                .event();
        store().addBinding(Samples.binding(id, "channel").toBuilder()
                .visibility(visibility)
                .build());
        append(id, "to all");

        assertThat(secondStore().listEvents(id, EventFilter.ofVisibility(visibility)))
                .containsExactly(event);
        assertThat(store().getBinding(id, "channel"))
                .map(ChannelBinding::visibility)
                .contains(visibility);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.toBuilder().visibility(visibility + ",").build());
    }

    @Test
    void aConversationIsTheMessagesAndATimelineIsEverything() {
        String id = newRoom();
        RoomEvent one = append(id, "one");
        RoomEvent joined = store().addEventAutoIndex(id, Samples.ofType(id, EventType.PARTICIPANT_JOINED));
        RoomEvent two = append(id, "two");
        RoomEvent own = store().addEventAutoIndex(id, Samples.ofType(id, EventType.of("x-own")));

        assertThat(store().getConversation(id, 10)).containsExactly(one, two);
        assertThat(store().getConversation(id, 1)).containsExactly(two);
        assertThat(store().getConversation(id, 10, 0)).containsExactly(two);
        assertThat(store().getTimeline(id, 10)).containsExactly(one, joined, two, own);
        assertThat(store().getTimeline(id, 2)).containsExactly(two, own);
        assertThat(store().getTimeline(id, 2, 0)).containsExactly(joined, two);
    }

    @Test
    void aStreamIsFilteredAndBeginsAfterAnIndex() {
        String id = newRoom();
        appendMany(id, 5);
        store().addEventAutoIndex(id, Samples.ofType(id, EventType.SYSTEM));
        appendMany(id, 5);
        EventQuery query = EventQuery.builder(id)
                .filter(EventFilter.ofTypes(EventType.MESSAGE))
                .afterIndex(2L)
                .limit(2)
                .build();

        assertThat(store().streamEvents(query).map(RoomEvent::index)).containsExactly(3L, 4L, 6L, 7L, 8L, 9L, 10L);
        assertThat(store().streamEvents(EventQuery.of(newRoom()))).isEmpty();
        assertThat(store().streamEvents(EventQuery.of(newId()))).isEmpty();
    }

    @Test
    void aStreamHoldsNothingBetweenPages() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 6);
        List<String> seen = new ArrayList<>();

        store().streamEvents(EventQuery.builder(id).limit(2).build()).forEach(event -> {
            if (seen.isEmpty()) {
                store().deleteEvent(id, events.get(3).id());
                append(id, "during the stream");
            }
            seen.add(event.id());
        });

        assertThat(seen)
                .startsWith(
                        events.get(0).id(),
                        events.get(1).id(),
                        events.get(2).id(),
                        events.get(4).id())
                .doesNotHaveDuplicates()
                .doesNotContain(events.get(3).id());
    }

    @Test
    void aStreamTakesNeitherBeforeIndexNorOffsetNorNewestFirst() {
        String id = newRoom();
        for (EventQuery query :
                List.of(before(id, 5, 5), EventQuery.builder(id).offset(0).build(), EventQuery.newest(id, 5))) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store().streamEvents(query));
        }
    }

    @Test
    void aQueryTakesOneCursorAndALimitInRange() {
        String id = newId();
        assertRefused(
                () -> EventQuery.builder(id).afterIndex(1L).beforeIndex(2L).build());
        assertRefused(() -> EventQuery.builder(id).afterIndex(1L).offset(2).build());
        assertRefused(() -> EventQuery.builder(id).beforeIndex(1L).offset(2).build());
        assertRefused(
                () -> EventQuery.builder(id).afterIndex(1L).newestFirst(true).build());
        assertRefused(
                () -> EventQuery.builder(id).beforeIndex(1L).newestFirst(true).build());
        assertRefused(() -> store().listEvents(id, -1, 10));
        for (int limit : new int[] {Integer.MIN_VALUE, -1, 0, 1001}) {
            assertRefused(() -> store().listEvents(id, 0, limit));
            assertRefused(() -> store().getConversation(id, limit));
            assertRefused(() -> store().getTimeline(id, limit));
            assertRefused(() -> store().getConversation(id, limit, 0));
            assertRefused(() -> store().getTimeline(id, limit, 0));
        }
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(call);
    }

    @Test
    void anAbsentRoomHasNoEvents() {
        String id = newId();

        assertThat(store().listEvents(EventQuery.of(id))).isEmpty();
        assertThat(store().listEvents(EventQuery.newest(id, 5))).isEmpty();
        assertThat(store().getConversation(id, 5)).isEmpty();
        assertThat(store().getTimeline(id, 5)).isEmpty();
        assertThat(store().getEvent(id, newId())).isEmpty();
        assertThat(store().getEventCount(id)).isZero();
        assertThat(store().getThreadSummaries(id, Set.of(newId()))).isEmpty();
    }

    @Test
    void anEventIsReadInItsRoomOnly() {
        RoomEvent event = append(newRoom(), "hello");

        assertThat(store().getEvent(event.roomId(), event.id())).contains(event);
        assertThat(store().getEvent(newRoom(), event.id())).isEmpty();
        assertThat(store().getEvent(event.roomId(), event.id() + " ")).isEmpty();
    }

    @Test
    void withoutItsRoomTheEventOfTheLowestRoomIsFound() {
        String eventId = newId();
        String prefix = newId();
        String organization = newId();
        for (String tail : List.of("\uD83D\uDE80", "\uFFFD")) {
            String id = prefix + tail;
            store().createRoom(Samples.roomOf(id, tail.equals("\uFFFD") ? newId() : organization));
            store().appendEvent(id, Samples.event(id, tail).id(eventId).build());
        }

        assertThat(store().findEvent(eventId)).map(RoomEvent::roomId).contains(prefix + "\uFFFD");
        assertThat(store().findEvent(eventId, null)).map(RoomEvent::roomId).contains(prefix + "\uFFFD");
        assertThat(store().findEvent(eventId, organization))
                .map(RoomEvent::roomId)
                .contains(prefix + "\uD83D\uDE80");
        assertThat(store().findEvent(eventId, newId())).isEmpty();
        assertThat(store().findEvent(newId())).isEmpty();
    }

    @Test
    void contentThatCannotBeReadHidesNothing() {
        String id = newRoom();
        RoomEvent before = append(id, "before");
        Map<String, Object> malformed = Map.of("type", "text", "body", List.of(5));
        RoomEvent strange =
                store().addEventAutoIndex(id, RoomEvent.message(id, Samples.SOURCE, new UnknownContent(malformed)));
        RoomEvent after = append(id, "after");

        assertThat(secondStore().getTimeline(id, 10)).containsExactly(before, strange, after);
        assertThat(event(strange).content()).isEqualTo(new UnknownContent(malformed));
    }

    @Test
    void anEventOfAClosedRoomIsStillRead() {
        String id = newRoom();
        RoomEvent event = append(id, "hello");

        store().updateRoom(Room.builder(id).status(RoomStatus.ARCHIVED).build());

        assertThat(store().getTimeline(id, 10)).containsExactly(event);
    }

    private static EventQuery after(String roomId, long index, int limit) {
        return EventQuery.builder(roomId).afterIndex(index).limit(limit).build();
    }

    private static EventQuery before(String roomId, long index, int limit) {
        return EventQuery.builder(roomId).beforeIndex(index).limit(limit).build();
    }
}
