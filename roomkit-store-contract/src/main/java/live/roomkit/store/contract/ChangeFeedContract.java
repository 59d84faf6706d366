package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.GapPolicy;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;

/** Tests that the change feed contains every write exactly once, in the order that {@code ChangeFeed} promises. */
public abstract class ChangeFeedContract extends StoreContract {

    /** Creates the tests for the given store, whose change feed must be on. */
    protected ChangeFeedContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    private ChangeFeed feed() {
        return ChangeFeed.of(store());
    }

    @Test
    void appendsAreReadInTheirOrder() {
        FeedToken start = feed().latest();
        String id = newRoom();
        RoomEvent first = append(id, "first");
        List<RoomEvent> batch = appendMany(id, 30);
        RoomEvent single = secondStore().addEventAutoIndex(id, Samples.message(id, "last"));

        List<Change> changes = changesOf(id, start);

        assertThat(changes.get(0)).isInstanceOf(Change.RoomCreated.class);
        assertThat(changes)
                .filteredOn(Change.EventAppended.class::isInstance)
                .hasSize(32)
                .isEqualTo(changes.subList(1, 33));
        assertThat(Changes.indices(changes))
                .isEqualTo(IntStream.range(0, 32).mapToObj(i -> (long) i).toList());
        assertThat(changes)
                .extracting(Changes::key)
                .contains(first.id(), batch.get(7).id(), single.id());
    }

    @Test
    void aRepeatedAppendChangesNothing() {
        String id = newRoom();
        RoomEvent event = Samples.keyed(id, "once", "key");
        store().appendEvent(id, event);
        FeedToken start = feed().latest();

        assertThat(store().appendEvent(id, event).duplicate()).isTrue();

        assertThat(changesOf(id, start)).isEmpty();
    }

    @Test
    void everyWriteOfARoomIsInIt() {
        FeedToken start = feed().latest();
        String id = newId();
        store().createRoom(Samples.roomOf(id, "org-" + id));
        store().getOrCreateRoom(Samples.roomOf(id, "org-" + id));
        store().updateRoom(id, room -> room.toBuilder().metadata(Map.of("a", 1)).build());
        store().updateRoom(room(id));
        store().patchRoomMetadata(id, Map.of("b", 2), Set.of());
        RoomEvent event = append(id, "hello");
        store().advanceDeliveredIndex(id, 0, GapPolicy.REFUSE);
        store().advanceDeliveredIndex(id, 0, GapPolicy.REFUSE);
        assertThat(store().deleteRoom(id)).isTrue();

        List<Change> changes = changesOf(id, start);

        assertThat(Changes.kinds(changes))
                .containsExactly(
                        "RoomCreated",
                        "RoomChanged",
                        "RoomChanged",
                        "RoomChanged",
                        "EventAppended",
                        "DeliveryAdvanced",
                        "RoomDeleted");
        assertThat(changes).extracting(Change::organizationId).containsOnly("org-" + id);
        assertThat(changes.get(4)).isInstanceOfSatisfying(Change.EventAppended.class, appended -> {
            assertThat(appended.eventId()).isEqualTo(event.id());
            assertThat(appended.index()).isZero();
        });
    }

    @Test
    void everyWriteOfAnEventIsInIt() {
        String id = newRoom();
        FeedToken start = feed().latest();
        RoomEvent event = append(id, "hello");
        RoomEvent reply = store().addEventAutoIndex(id, Samples.reply(id, event.id()));
        store().addEvent(Samples.at(id, 7));
        store().updateEvent(event);
        store().updateEvent(
                        id,
                        event.id(),
                        changed -> changed.toBuilder().visibility("internal").build());
        store().deleteEvent(id, event.id(), ReplyPolicy.DELETE);

        List<Change> changes = changesOf(id, start);

        assertThat(Changes.kinds(changes))
                .containsExactly(
                        "EventAppended",
                        "EventAppended",
                        "EventAppended",
                        "EventChanged",
                        "EventChanged",
                        "EventDeleted",
                        "EventDeleted");
        assertThat(changes.subList(5, 7)).extracting(Changes::key).containsExactly(event.id(), reply.id());
        assertThat(((Change.EventAppended) changes.get(2)).index()).isEqualTo(7);
    }

    @Test
    void everyWriteOfAnotherRecordIsInIt() {
        String id = newRoom();
        FeedToken start = feed().latest();
        store().addBinding(Samples.binding(id, "sms"));
        store().addBinding(Samples.binding(id, "sms"));
        store().updateBinding(Samples.binding(id, "sms"));
        store().updateBinding(id, "sms", binding -> binding);
        store().removeBinding(id, "sms");
        store().removeBinding(id, "sms");
        store().addParticipant(Samples.participant(id, "alice"));
        store().updateParticipant(Samples.participant(id, "alice"));
        store().updateParticipant(id, "alice", participant -> participant);
        store().removeParticipant(id, "alice");
        store().addTask(Task.of(id, "task"));
        store().updateTask(id, "task", task -> task);
        store().updateTask(store().getTask(id, "task").orElseThrow());
        store().deleteTask(id, "task");
        store().addObservation(Observation.of(id, "observed"));
        store().deleteObservation(id, "observed");

        List<Change> changes = changesOf(id, start);

        assertThat(changes)
                .extracting(change -> change.getClass().getSimpleName() + " " + Changes.key(change))
                .containsExactly(
                        "BindingChanged sms",
                        "BindingChanged sms",
                        "BindingChanged sms",
                        "BindingChanged sms",
                        "BindingRemoved sms",
                        "ParticipantChanged alice",
                        "ParticipantChanged alice",
                        "ParticipantChanged alice",
                        "ParticipantRemoved alice",
                        "TaskChanged task",
                        "TaskChanged task",
                        "TaskChanged task",
                        "TaskDeleted task",
                        "ObservationAdded observed",
                        "ObservationDeleted observed");
    }

    @Test
    void aMarkerThatMovesIsInIt() {
        String id = newRoom();
        List<RoomEvent> events = appendMany(id, 3);
        FeedToken start = feed().latest();
        store().markRead(id, "web", events.get(1).id());
        store().markRead(id, "web", events.get(0).id());
        store().markAllRead(id, "web");
        store().markAllRead(id, "web");
        store().appendEvent(id, Samples.message(id, "mine"), AppendOptions.MARK_READ);
        store().markUnread(id, "web", events.get(0).id());
        store().markUnread(id, "web", events.get(0).id());

        assertThat(changesOf(id, start))
                .extracting(change -> (change instanceof Change.MarkerMoved moved)
                        ? moved.channelId() + " " + moved.index()
                        : change.getClass().getSimpleName())
                .containsExactly("web 1", "web 2", "EventAppended", Samples.SOURCE.channelId() + " 3", "web -1");
    }

    @Test
    void participantsThatLoseTheirIdentityAreInIt() {
        String id = newRoom();
        Identity identity = store().createIdentity(Samples.identity(newId(), ChannelType.SMS));
        store().addParticipant(Participant.builder(id, "alice", "sms-main")
                .identityId(identity.id())
                .build());
        store().addParticipant(Samples.participant(id, "bob"));
        FeedToken start = feed().latest();

        store().deleteIdentity(identity.id());

        assertThat(changesOf(id, start)).extracting(Changes::key).containsExactly("alice");
    }

    @Test
    void aRefusedWriteIsNotInIt() {
        String id = newRoom();
        append(id, "hello");
        FeedToken start = feed().latest();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().updateRoom(id, room -> {
                    throw new IllegalArgumentException("no");
                }));
        store().markRead(id, "web", newId());
        store().removeParticipant(id, "nobody");

        assertThat(changesOf(id, start)).isEmpty();
    }

    @Test
    void pagesContinueWhereTheyEnded() {
        FeedToken start = feed().latest();
        String id = newRoom();
        appendMany(id, 25);
        List<Change> whole = changesOf(id, start);

        List<Change> paged = new ArrayList<>();
        FeedQuery query = FeedQuery.after(start).roomId(id).limit(4);
        FeedPage page = feed().read(query);
        while (page.hasMore() || !page.changes().isEmpty()) {
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(4);
            paged.addAll(page.changes());
            append(id, "meanwhile is read later");
            page = feed().read(query.continuedAfter(page.token()));
            if (paged.size() >= whole.size()) {
                break;
            }
        }

        assertThat(paged.subList(0, whole.size())).isEqualTo(whole);
        assertThat(paged).doesNotHaveDuplicates();
    }

    @Test
    void readingContinuesAfterAnySingleChange() {
        FeedToken start = feed().latest();
        String id = newRoom();
        appendMany(id, 9);
        FeedPage page = feed().read(FeedQuery.after(start).roomId(id).limit(6));

        for (int place = 0; place < page.changes().size(); place++) {
            List<Change> rest =
                    changesOf(id, new FeedToken(page.tokenAfter(place).value()));
            assertThat(rest.get(0).id()).isGreaterThan(page.changes().get(place).id());
            assertThat(rest).hasSize(9 - place);
        }
    }

    @Test
    void aTokenServesOtherNodesAndQueries() {
        FeedToken start = feed().latest();
        String id = newRoom();
        append(id, "hello");
        FeedPage page = feed().read(FeedQuery.after(start).roomId(id).limit(1));

        FeedPage next = ChangeFeed.of(secondStore())
                .read(FeedQuery.after(page.tokenAfter(0))
                        .kinds(Change.EventAppended.class)
                        .roomId(id));

        assertThat(Changes.kinds(next.changes())).containsExactly("EventAppended");
    }

    @Test
    void aQueryNarrowsByKindOrganizationAndRoom() {
        FeedToken start = feed().latest();
        String one = newId();
        String other = newId();
        store().createRoom(Samples.roomOf(one, "org-" + one));
        store().createRoom(Samples.roomOf(other, "org-" + other));
        append(one, "hello");
        append(other, "hello");
        store().markAllRead(one, "web");

        assertThat(Changes.kinds(all(FeedQuery.after(start).organizationId("org-" + one))))
                .containsExactly("RoomCreated", "EventAppended", "MarkerMoved");
        assertThat(Changes.kinds(all(FeedQuery.after(start)
                        .organizationId("org-" + one)
                        .kinds(Change.MarkerMoved.class, Change.RoomCreated.class))))
                .containsExactly("RoomCreated", "MarkerMoved");
        assertThat(all(FeedQuery.after(start).organizationId("org-" + one).roomId(other)))
                .isEmpty();
        assertThat(all(FeedQuery.after(start).roomId(one).kinds(Set.of()))).isEmpty();
    }

    @Test
    void theEarliestTokenReachesEveryKeptChange() {
        FeedToken start = feed().latest();
        String id = newRoom();
        append(id, "hello");

        assertThat(changesOf(id, feed().earliest()))
                .isEqualTo(changesOf(id, start))
                .hasSize(2);
        assertThat(changesOf(id, feed().latest())).isEmpty();
    }

    @Test
    void aForeignTokenIsRefused() {
        String latest = feed().latest().value();
        for (String token : List.of(
                "nonsense",
                "a.b",
                ".",
                "AAAAAAAAAAA.AQAAAAA",
                latest + "A",
                latest.replaceFirst("\\..*", "."),
                "x" + latest)) {
            assertThatExceptionOfType(ForeignFeedTokenException.class)
                    .as(token)
                    .isThrownBy(() -> feed().read(FeedQuery.after(new FeedToken(token))));
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void invalidArgumentsAreRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> feed().read(null)).withMessageContaining("query");
        for (Instant time : new Instant[] {null, Instant.MIN, Instant.MAX}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> feed().deleteBefore(time))
                    .withMessageContaining("time");
        }
    }

    @Test
    void concurrentAppendsAreAllReadInTheOrderOfTheirIndex() throws Exception {
        FeedToken start = feed().latest();
        String id = newRoom();

        Race.run(8, thread -> {
            for (int i = 0; i < 25; i++) {
                storeOf(thread).addEventAutoIndex(id, Samples.message(id, "message"));
            }
            return thread;
        });

        assertThat(Changes.indices(changesOf(id, start)))
                .isEqualTo(IntStream.range(0, 200).mapToObj(i -> (long) i).toList());
    }

    @Test
    void aViewOfOneOrganizationHasNoFeed() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChangeFeed.of(store().forOrganization("org")));
    }

    private List<Change> changesOf(String roomId, FeedToken after) {
        return all(FeedQuery.after(after).roomId(roomId).limit(1_000));
    }

    private List<Change> all(FeedQuery query) {
        List<Change> changes = new ArrayList<>();
        FeedPage page = feed().read(query);
        changes.addAll(page.changes());
        while (page.hasMore()) {
            page = feed().read(query.continuedAfter(page.token()));
            changes.addAll(page.changes());
        }
        return changes;
    }
}
