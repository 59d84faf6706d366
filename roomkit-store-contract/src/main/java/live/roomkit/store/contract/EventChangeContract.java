package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.room.Room;
import live.roomkit.room.RoomTimers;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.Test;

/** Tests updates and deletions of events. Also tests threads, which consist of replies to an event. */
public abstract class EventChangeContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected EventChangeContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anUpdateWritesEverythingButIdRoomIndexAndCreationTime() {
        String id = newRoom();
        append(id, "before");
        RoomEvent first = append(id, "hello");
        Room before = room(id);
        RoomEvent changed = RoomEvent.builder(
                        id, EventSource.outbound("email-1", ChannelType.EMAIL), TextContent.of("changed"))
                .id(first.id())
                .index(99)
                .createdAt(Samples.NOON)
                .type(EventType.EDIT)
                .status(EventStatus.BLOCKED)
                .blockedBy("a rule")
                .visibility("internal")
                .addressedTo(List.of())
                .correlationId("c")
                .parentEventId("p")
                .idempotencyKey("k")
                .metadata(Map.of("m", 1))
                .build();

        RoomEvent updated = store().updateEvent(changed);

        assertThat(updated)
                .isEqualTo(changed.toBuilder()
                        .index(1)
                        .createdAt(first.createdAt())
                        .build());
        assertThat(secondStore().getEvent(id, first.id())).contains(updated);
        assertThat(room(id)).isEqualTo(before);
    }

    @Test
    void anUpdateTakesAwayWhatIsAbsent() {
        String id = newRoom();
        RoomEvent full = store().addEventAutoIndex(
                        id,
                        Samples.event(id, "hello")
                                .addressedTo(List.of("someone"))
                                .blockedBy("a rule")
                                .correlationId("c")
                                .parentEventId("p")
                                .idempotencyKey("k")
                                .metadata(Map.of("m", 1))
                                .build());

        RoomEvent bare =
                store().updateEvent(Samples.event(id, "hello").id(full.id()).build());

        assertThat(event(full))
                .isEqualTo(bare)
                .isEqualTo(Samples.event(id, "hello")
                        .id(full.id())
                        .createdAt(full.createdAt())
                        .build());
        assertThat(store().checkIdempotency(id, "k")).isFalse();
    }

    @Test
    void anUpdatedEventIsFoundByWhatItSaysNow() {
        String id = newRoom();
        RoomEvent first = store().addEventAutoIndex(
                        id,
                        Samples.event(id, "hello")
                                .correlationId("old")
                                .parentEventId("old")
                                .build());
        RoomEvent updated = store().updateEvent(first.toBuilder()
                .type(EventType.SYSTEM)
                .visibility("new")
                .correlationId("new")
                .parentEventId("new")
                .source(EventSource.builder("new", ChannelType.AI)
                        .participantId("new")
                        .build())
                .build());

        for (EventFilter filter : List.of(
                EventFilter.ofTypes(EventType.SYSTEM),
                EventFilter.builder().visibility("new").build(),
                EventFilter.builder().correlationId("new").build(),
                EventFilter.builder().parentEventId("new").build(),
                EventFilter.builder().sourceChannelId("new").build(),
                EventFilter.builder().channelType(ChannelType.AI).build(),
                EventFilter.builder().participantId("new").build())) {
            assertThat(list(id, filter)).as("%s", filter).containsExactly(updated);
        }
        assertThat(list(id, EventFilter.builder().correlationId("old").build())).isEmpty();
        assertThat(store().getThreadSummaries(id, Set.of("old", "new"))).containsOnlyKeys("new");
    }

    @Test
    void anAbsentEventCannotBeUpdated() {
        String id = newRoom();
        RoomEvent elsewhere = append(newRoom(), "elsewhere");
        RoomEvent absent = elsewhere.toBuilder().roomId(id).build();

        assertThatExceptionOfType(EventNotFoundException.class)
                .isThrownBy(() -> store().updateEvent(absent))
                .withMessageContaining(absent.id());
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateEvent(Samples.message(newId(), "nowhere")));

        assertThat(store().getEventCount(id)).isZero();
        assertThat(event(elsewhere)).isEqualTo(elsewhere);
    }

    @Test
    void anUpdateCannotTakeTheKeyOfAnotherEvent() {
        String id = newRoom();
        store().addEventAutoIndex(id, Samples.keyed(id, "holder", "k"));
        RoomEvent other = append(id, "other");

        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().updateEvent(
                                other.toBuilder().idempotencyKey("k").build()));

        assertThat(event(other)).isEqualTo(other);
        assertThat(store().getEventByIdempotencyKey(id, "k").orElseThrow().content())
                .isEqualTo(TextContent.of("holder"));
    }

    @Test
    void anUpdateMayKeepItsOwnKey() {
        String id = newRoom();
        RoomEvent keyed = store().addEventAutoIndex(id, Samples.keyed(id, "hello", "k"));

        RoomEvent updated = store().updateEvent(
                        keyed.toBuilder().content(TextContent.of("changed")).build());

        assertThat(store().getEventByIdempotencyKey(id, "k")).contains(updated);
    }

    @Test
    void aDeletedEventTakesItsDirectRepliesAlong() {
        String id = newRoom();
        RoomEvent before = append(id, "before");
        RoomEvent root = append(id, "root");
        RoomEvent second = store().addEventAutoIndex(id, replyWithId(id, root.id(), "z"));
        RoomEvent grandchild = store().addEventAutoIndex(id, Samples.reply(id, second.id()));
        RoomEvent first = store().addEventAutoIndex(id, replyWithId(id, root.id(), "a"));

        List<String> deleted = store().deleteEvent(id, root.id());

        assertThat(deleted).containsExactly(root.id(), second.id(), first.id());
        assertThat(store().getTimeline(id, 10)).containsExactly(before, grandchild);
        assertThat(store().getEvent(id, root.id())).isEmpty();
        assertThat(room(id).eventCount()).isEqualTo(2);
        assertThat(room(id).latestIndex()).isEqualTo(4);
    }

    @Test
    void aDeletedEventComesFirstEvenAmongRepliesOfLowerIndex() {
        String id = newRoom();
        store().addEvent(Samples.at(id, 5).toBuilder().id("root").build());
        store().addEvent(Samples.at(id, 2).toBuilder()
                .id("reply")
                .parentEventId("root")
                .build());

        assertThat(store().deleteEvent(id, "root")).containsExactly("root", "reply");
    }

    @Test
    void anEventThatAnswersItselfIsDeletedOnce() {
        String id = newRoom();
        store().addEventAutoIndex(id, replyWithId(id, "self", "self"));

        assertThat(store().deleteEvent(id, "self")).containsExactly("self");
        assertThat(store().getEventCount(id)).isZero();
    }

    @Test
    void repliesMayBeKept() {
        String id = newRoom();
        RoomEvent root = append(id, "root");
        RoomEvent reply = store().addEventAutoIndex(id, Samples.reply(id, root.id()));

        assertThat(store().deleteEvent(id, root.id(), ReplyPolicy.KEEP)).containsExactly(root.id());

        assertThat(store().getTimeline(id, 10)).containsExactly(reply);
        assertThat(store().getEventCount(id)).isOne();
    }

    @Test
    void deletingWhatIsAbsentDeletesNothing() {
        String id = newRoom();
        RoomEvent elsewhere = append(newRoom(), "elsewhere");
        RoomEvent orphan = store().addEventAutoIndex(id, Samples.reply(id, elsewhere.id()));
        Room before = room(id);

        assertThat(store().deleteEvent(id, elsewhere.id())).isEmpty();
        assertThat(store().deleteEvent(id, newId(), ReplyPolicy.KEEP)).isEmpty();
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().deleteEvent(newId(), elsewhere.id()));

        assertThat(event(elsewhere)).isEqualTo(elsewhere);
        assertThat(event(orphan)).isEqualTo(orphan);
        assertThat(room(id)).isEqualTo(before);
    }

    @Test
    void deletingLeavesRepliesOfOtherRooms() {
        String id = newRoom();
        RoomEvent root = append(id, "root");
        String other = newRoom();
        RoomEvent reply = store().addEventAutoIndex(other, Samples.reply(other, root.id()));

        store().deleteEvent(id, root.id());

        assertThat(event(reply)).isEqualTo(reply);
        assertThat(store().getEventCount(other)).isOne();
    }

    @Test
    void theCountStaysExactAndTheLatestIndexStays() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 5);
        RoomTimers timers = room(id).timers();

        store().deleteEvent(id, events.get(4).id());
        store().deleteEvent(id, events.get(0).id());
        store().deleteEvent(id, events.get(0).id());

        Room room = room(id);
        assertThat(room.eventCount()).isEqualTo(3);
        assertThat(room.latestIndex()).isEqualTo(4);
        assertThat(room.timers()).isEqualTo(timers);
        assertThat(secondStore().getEventCount(id)).isEqualTo(3);
    }

    @Test
    void threadsAreSummedUpByTheirRoots() {
        String id = newRoom();
        RoomEvent busy = append(id, "busy");
        RoomEvent quiet = append(id, "quiet");
        RoomEvent silent = append(id, "silent");
        replyAt(id, busy, 9);
        RoomEvent reply = replyAt(id, busy, 3);
        replyAt(id, quiet, 1);
        replyAt(id, reply, 20);
        String other = newRoom();
        store().addEventAutoIndex(other, Samples.reply(other, silent.id()));

        assertThat(store().getThreadSummaries(id, List.of(busy.id(), quiet.id(), silent.id(), "absent", busy.id())))
                .isEqualTo(Map.of(
                        busy.id(), new ThreadSummary(2, Samples.NOON.plusSeconds(9)),
                        quiet.id(), new ThreadSummary(1, Samples.NOON.plusSeconds(1))));
        assertThat(store().getThreadSummaries(id, List.of())).isEmpty();
        store().deleteEvent(id, reply.id());
        assertThat(store().getThreadSummaries(id, Set.of(busy.id())))
                .containsEntry(busy.id(), new ThreadSummary(1, Samples.NOON.plusSeconds(9)));
    }

    @Test
    void threadsAreSummedUpForAtMost1000Roots() {
        String id = newRoom();

        assertThat(store().getThreadSummaries(id, Collections.nCopies(1000, "root")))
                .isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().getThreadSummaries(id, Collections.nCopies(1001, "root")))
                .withMessageContaining("rootIds");
    }

    private List<RoomEvent> list(String roomId, EventFilter filter) {
        return store().listEvents(EventQuery.builder(roomId).filter(filter).build());
    }

    private static RoomEvent replyWithId(String roomId, String parentEventId, String id) {
        return Samples.reply(roomId, parentEventId).toBuilder().id(id).build();
    }

    private RoomEvent replyAt(String roomId, RoomEvent parent, int seconds) {
        return store().addEventAutoIndex(
                        roomId,
                        Samples.reply(roomId, parent.id()).toBuilder()
                                .createdAt(Samples.NOON.plusSeconds(seconds))
                                .build());
    }
}
