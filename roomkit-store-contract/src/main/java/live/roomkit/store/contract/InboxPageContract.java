package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import live.roomkit.identity.Identity;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.inbox.Unread;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the inboxes of a channel, a participant, an identity and an organization: which rooms they contain, in which
 * order, and on which page.
 */
public abstract class InboxPageContract extends StoreContract {

    private final String organization = "org-" + newId();

    private final String channel = "ws-" + newId();

    private final String person = newId();

    /** Creates the tests for the given store. */
    protected InboxPageContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void theLiveliestRoomComesFirst() {
        List<String> rooms = rooms(5);
        append(rooms.get(3), "newer");
        append(rooms.get(1), "newest");
        rooms.add(0, rooms.remove(3));
        rooms.add(0, rooms.remove(2));

        assertThat(queries()).allSatisfy(query -> assertThat(pages(query)).isEqualTo(rooms));
    }

    @Test
    void roomsOfOneMomentAreOrderedById() {
        List<String> rooms = new ArrayList<>(
                IntStream.range(0, 7).mapToObj(i -> room(Samples.NOON)).toList());
        rooms.sort(Collections.reverseOrder());

        assertThat(queries())
                .allSatisfy(query -> assertThat(pages(query.limit(2))).isEqualTo(rooms));
    }

    @Test
    void aRareRoomAmongManyOfOneMomentIsOnAPage() {
        List<String> ids =
                IntStream.range(0, 80).mapToObj(i -> newId()).sorted().toList();
        List<String> rare = List.of(ids.get(79), ids.get(78), ids.get(0));
        for (String id : ids) {
            store().createRoom(Room.builder(id)
                    .organizationId(this.organization)
                    .createdAt(Samples.NOON)
                    .metadata(Map.of("rare", rare.contains(id)))
                    .build());
        }
        InboxQuery query = InboxQuery.ofOrganization(this.organization)
                .statuses(RoomStatus.ACTIVE)
                .metadata(Map.of("rare", true));

        assertThat(pages(query.limit(1))).isEqualTo(rare);
    }

    @Test
    void momentsAtTheBordersOfBucketsKeepTheirOrder() {
        List<String> rooms = new ArrayList<>();
        for (String time : List.of(
                "2024-02-29T12:04:59.999999Z",
                "2024-02-29T12:04:59.999998Z",
                "2024-02-29T12:00:00Z",
                "2024-02-29T11:59:59.999999Z",
                "1999-12-31T23:59:59.999999Z",
                "1969-12-31T23:58:00Z",
                "0001-01-01T00:00:00Z")) {
            rooms.add(room(Instant.parse(time)));
        }

        assertThat(queries()).allSatisfy(query -> {
            assertThat(pages(query)).isEqualTo(rooms);
            assertThat(pages(query.limit(1))).isEqualTo(rooms);
        });
    }

    @Test
    void pagesHaveEveryRoomOnce() {
        List<String> rooms = rooms(11);

        assertThat(queries()).allSatisfy(query -> {
            assertThat(pages(query.limit(3))).isEqualTo(rooms);
            assertThat(store().listInbox(query.limit(11)).hasMore()).isFalse();
            assertThat(store().listInbox(query.limit(10)).hasMore()).isTrue();
        });
    }

    @Test
    void aPageHasFiftyRoomsUnlessTheQuerySaysOtherwise() {
        List<String> rooms = rooms(51);
        InboxQuery query = InboxQuery.ofChannel(this.channel);

        assertThat(ids(store().listInbox(query))).isEqualTo(rooms.subList(0, 50));
        assertThat(ids(store().listInbox(query.limit(51)))).isEqualTo(rooms);
    }

    @Test
    void aRoomThatMovesUpIsNeitherLostNorRepeated() {
        rooms(6);
        for (InboxQuery query : queries()) {
            List<String> before = ids(store().listInbox(query));
            InboxPage first = store().listInbox(query.limit(2));
            append(before.get(1), "moves up after it was shown");
            append(before.get(4), "moves up before it is shown");

            assertThat(pages(query.limit(2).after(first.next())))
                    .containsExactly(before.get(2), before.get(3), before.get(5));
            assertThat(ids(store().listInbox(query.limit(2)))).containsExactly(before.get(4), before.get(1));
        }
    }

    @Test
    void anInboxHasTheRoomsOfItsOwner() {
        String byBinding = newRoomOf(this.organization);
        String byRecord = newRoomOf(this.organization);
        newRoomOf(this.organization);
        store().addBinding(Samples.binding(byBinding, "sms", this.person));
        store().addParticipant(Participant.builder(byRecord, this.person, "sms")
                .identityId(this.person)
                .build());

        for (String organizationId : new String[] {null, this.organization}) {
            assertThat(pages(InboxQuery.ofParticipant(this.person).organizationId(organizationId)))
                    .containsExactlyInAnyOrder(byBinding, byRecord);
            assertThat(pages(InboxQuery.ofIdentity(this.person).organizationId(organizationId)))
                    .containsExactly(byRecord);
            assertThat(pages(InboxQuery.ofChannel(newId()).organizationId(organizationId)))
                    .isEmpty();
        }
    }

    @Test
    void aRoomIsListedOnceHoweverOftenItsPersonIsPresent() {
        List<String> rooms = rooms(3);
        for (String room : rooms) {
            store().addBinding(Samples.binding(room, newId(), this.person));
            store().addBinding(Samples.binding(room, newId(), this.person));
            store().addParticipant(Participant.builder(room, newId(), "web")
                    .identityId(this.person)
                    .build());
            append(room, "unread");
        }
        Collections.reverse(rooms);

        assertThat(queries()).allSatisfy(query -> {
            assertThat(pages(query.limit(1))).isEqualTo(rooms);
            assertThat(store().getInboxTotals(query)).isEqualTo(new InboxTotals(3, 3, false));
        });
    }

    @Test
    void anIdentityHasTheRoomsOfThoseMergedWithIt() {
        String into = store().createIdentity(Identity.of(newId())).id();
        store().createIdentity(Identity.of(this.person));
        String room = room(Samples.NOON);
        append(room, "unread");
        assertThat(pages(InboxQuery.ofIdentity(into))).isEmpty();

        String merge = store().mergeIdentities(into, this.person, null).id();

        for (String identityId : List.of(into, this.person)) {
            InboxQuery query = InboxQuery.ofIdentity(identityId).readBy(this.channel);
            for (InboxQuery same : List.of(query, query.organizationId(this.organization))) {
                assertThat(pages(same)).containsExactly(room);
                assertThat(store().getInboxTotals(same)).isEqualTo(new InboxTotals(1, 1, false));
            }
        }
        store().undoMerge(merge);
        assertThat(pages(InboxQuery.ofIdentity(into))).isEmpty();
        assertThat(pages(InboxQuery.ofIdentity(this.person))).containsExactly(room);
    }

    @Test
    void aRoomWithoutAnybodyHasAnEmptyEntry() {
        Room room = store().createRoom(Samples.roomOf(newId(), this.organization));
        InboxQuery query = InboxQuery.ofOrganization(this.organization);

        assertThat(store().listInbox(query).entries())
                .containsExactly(new InboxEntry(room, null, Unread.NONE, List.of(), 0, query.cursor(room)));
    }

    @Test
    void totalsCountAllRoomsWhateverThePage() {
        List<String> rooms = rooms(5);
        for (int i = 0; i < 5; i++) {
            appendMany(rooms.get(i), i);
        }
        for (InboxQuery query : queries()) {
            InboxCursor cursor = store().listInbox(query).entries().get(1).cursor();
            for (InboxQuery same : List.of(query, query.limit(1), query.after(cursor))) {
                assertThat(store().getInboxTotals(same)).isEqualTo(new InboxTotals(4, 10, false));
            }
        }
    }

    @Test
    void anOrganizationSeesItsOwnRoomsOnly() {
        List<String> own = rooms(3);
        String other = "org-" + newId();
        String foreign = newRoomOf(other);
        store().addBinding(Samples.binding(foreign, this.channel));
        append(foreign, "hidden");
        InboxQuery query = InboxQuery.ofChannel(this.channel);

        InboxPage first = store().forOrganization(this.organization).listInbox(query.limit(2));
        assertThat(ids(first)).isEqualTo(own.subList(0, 2));
        assertThat(ids(store().forOrganization(this.organization).listInbox(query.after(first.next()))))
                .isEqualTo(own.subList(2, 3));
        assertThat(store().forOrganization(this.organization).getInboxTotals(query))
                .isEqualTo(InboxTotals.NONE);
        assertThat(ids(store().forOrganization(other).listInbox(query))).containsExactly(foreign);
        InboxQuery ofOrganization = InboxQuery.ofOrganization(other).readBy(this.channel);
        assertThat(ids(store().forOrganization(this.organization).listInbox(ofOrganization)))
                .isEmpty();
        assertThat(store().forOrganization(this.organization).getInboxTotals(ofOrganization))
                .isEqualTo(InboxTotals.NONE);
        for (String organizationId : new String[] {null, this.organization}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ofOrganization.organizationId(organizationId))
                    .withMessageContaining("organizationId");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new InboxQuery(
                            InboxQuery.Owner.ORGANIZATION,
                            other,
                            organizationId,
                            null,
                            null,
                            null,
                            Map.of(),
                            false,
                            null,
                            50))
                    .withMessageContaining("organizationId");
        }
    }

    @Test
    void throughItsOrganizationAnInboxIsTheSame() {
        List<String> rooms = rooms(3);
        append(rooms.get(0), "unread");
        ConversationStore view = store().forOrganization(this.organization);
        for (Runnable change : List.<Runnable>of(() -> {}, () -> store().createIdentity(Identity.of(this.person)))) {
            change.run();

            assertThat(queries()).allSatisfy(query -> {
                assertThat(ids(view.listInbox(query))).isEqualTo(rooms);
                assertThat(view.getInboxTotals(query)).isEqualTo(new InboxTotals(1, 1, false));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "nonsense", "AAAA", "AAAAAH____________w"})
    void whatIsNoCursorIsRefused(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InboxCursor.of(token))
                .withMessageContaining("token");
    }

    /** Returns inbox queries. Each of them finds all rooms that {@link #room} has created. */
    private List<InboxQuery> queries() {
        InboxQuery ofChannel = InboxQuery.ofChannel(this.channel);
        InboxQuery ofParticipant = InboxQuery.ofParticipant(this.person).readBy(this.channel);
        InboxQuery ofIdentity = InboxQuery.ofIdentity(this.person).readBy(this.channel);
        return List.of(
                ofChannel,
                ofParticipant,
                ofIdentity,
                InboxQuery.ofOrganization(this.organization).readBy(this.channel),
                ofChannel.organizationId(this.organization),
                ofParticipant.organizationId(this.organization),
                ofIdentity.organizationId(this.organization));
    }

    private List<String> pages(InboxQuery query) {
        InboxPage page = store().listInbox(query);
        List<String> all = new ArrayList<>(ids(page));
        while (page.next() != null) {
            page = secondStore().listInbox(query.after(page.next()));
            all.addAll(ids(page));
        }
        return all;
    }

    private static List<String> ids(InboxPage page) {
        return page.entries().stream().map(entry -> entry.room().id()).toList();
    }

    /**
     * Creates rooms whose last activities are 60 seconds apart, and returns their ids, the most recently active room
     * first. Two of the last activities fall into each period of two minutes. PostgreSQL's index for inboxes contains
     * times truncated to a multiple of two minutes, so the index alone cannot order the rooms of one period.
     */
    private List<String> rooms(int count) {
        List<String> rooms = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> room(Samples.NOON.plusSeconds(60L * i)))
                .toList());
        Collections.reverse(rooms);
        return rooms;
    }

    /**
     * Creates a room of {@link #organization} to which {@link #channel} is bound. The room contains a participant whose
     * id and identity id are both {@link #person}.
     */
    private String room(Instant createdAt) {
        String room = store().createRoom(Room.builder(newId())
                        .organizationId(this.organization)
                        .createdAt(createdAt)
                        .build())
                .id();
        store().addBinding(Samples.binding(room, this.channel));
        store().addParticipant(Participant.builder(room, this.person, "sms")
                .identityId(this.person)
                .build());
        return room;
    }

    private String newRoomOf(String organizationId) {
        return store().createRoom(Samples.roomOf(newId(), organizationId)).id();
    }
}
