package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.PageTooLargeException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Tests the maximum size of the lists that a store returns. Only a list with a single record may be larger than the
 * maximum page size. The {@code maxPageSize} of the store under test must be {@value #MAX_PAGE_SIZE} bytes.
 */
public abstract class PageSizeContract extends StoreContract {

    /** Maximum page size that the store under test must have, in bytes of JSON. */
    public static final int MAX_PAGE_SIZE = 100_000;

    private static final String TEXT = "x".repeat(30_000);

    private static final Map<String, Object> METADATA = Map.of("text", TEXT);

    /** Creates the tests for the given store. */
    protected PageSizeContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aListOfEventsThatIsTooLargeNamesTheLimitThatFits() {
        String id = newRoomWith(5);

        assertThatExceptionOfType(PageTooLargeException.class)
                .isThrownBy(() -> store().listEvents(EventQuery.of(id)))
                .withMessageMatching(
                        "The 5 records of the list have 15[0-9]{4} bytes of JSON, maxPageSize allows 100000: "
                                + "ask with a limit of 3, which fits, or raise maxPageSize")
                .satisfies(failure -> {
                    assertThat(failure.getFittingLimit()).isEqualTo(3);
                    assertThat(failure.isRetryable()).isFalse();
                    assertThat(failure.isOutcomeKnown()).isTrue();
                });
        assertThat(store().listEvents(EventQuery.builder(id).limit(3).build())).hasSize(3);
        assertTooLarge(() -> store().getTimeline(id, 5));
        assertTooLarge(() -> store().listEvents(id, 1, 4));
    }

    @Test
    void theLimitThatFitsCountsFromTheEndThatIsRead() {
        String id = newRoom();
        append(id, "small");
        IntStream.range(0, 4).forEach(i -> append(id, TEXT));

        for (EventQuery query : List.of(
                EventQuery.newest(id, 5), EventQuery.builder(id).beforeIndex(5L).build())) {
            assertThatExceptionOfType(PageTooLargeException.class)
                    .isThrownBy(() -> store().listEvents(query))
                    .satisfies(failure -> {
                        assertThat(failure.getFittingLimit()).isEqualTo(3);
                        assertThat(store().listEvents(query.toBuilder()
                                        .limit(failure.getFittingLimit())
                                        .build()))
                                .hasSize(3);
                    });
        }
    }

    @Test
    void aPageHoldsTheEventsThatFitAndSaysWhetherThereAreMore() {
        String id = newRoomWith(5);

        EventPage first = store().pageEvents(EventQuery.of(id));
        EventPage second =
                store().pageEvents(EventQuery.builder(id).afterIndex(2L).build());

        assertThat(indices(first.events())).containsExactly(0L, 1L, 2L);
        assertThat(first.hasMore()).isTrue();
        assertThat(indices(second.events())).containsExactly(3L, 4L);
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    void aPageThatIsReadFromItsEndHoldsTheNewestEvents() {
        String id = newRoomWith(5);

        EventPage newest = store().pageEvents(EventQuery.newest(id, 50));
        EventPage before =
                store().pageEvents(EventQuery.builder(id).beforeIndex(2L).build());

        assertThat(indices(newest.events())).containsExactly(2L, 3L, 4L);
        assertThat(newest.hasMore()).isTrue();
        assertThat(indices(before.events())).containsExactly(0L, 1L);
        assertThat(before.hasMore()).isFalse();
    }

    @Test
    void aPageOfSmallEventsEndsAtItsLimit() {
        String id = newRoom();
        appendMany(id, 4);

        EventPage all = store().pageEvents(EventQuery.builder(id).limit(4).build());
        EventPage some = store().pageEvents(EventQuery.builder(id).limit(3).build());
        EventPage newest = store().pageEvents(EventQuery.newest(id, 3));
        EventPage skipping =
                store().pageEvents(EventQuery.builder(id).offset(1).limit(2).build());

        assertThat(indices(all.events())).containsExactly(0L, 1L, 2L, 3L);
        assertThat(all.hasMore()).isFalse();
        assertThat(indices(some.events())).containsExactly(0L, 1L, 2L);
        assertThat(some.hasMore()).isTrue();
        assertThat(indices(newest.events())).containsExactly(1L, 2L, 3L);
        assertThat(newest.hasMore()).isTrue();
        assertThat(indices(skipping.events())).containsExactly(1L, 2L);
        assertThat(skipping.hasMore()).isTrue();
        assertThat(store().pageEvents(EventQuery.of(newId()))).isEqualTo(new EventPage(List.of(), false));
    }

    @Test
    void aPageAppliesItsFilterBeforeItIsCut() {
        String id = newRoomWith(2);
        store().addEventAutoIndex(id, Samples.ofType(id, EventType.SYSTEM));
        EventFilter messages = EventFilter.ofTypes(EventType.MESSAGE);
        EventFilter later =
                EventFilter.builder().afterTime(Samples.NOON.minusSeconds(1)).build();

        EventPage page = store().pageEvents(
                        EventQuery.builder(id).filter(messages).limit(2).build());
        EventPage one =
                store().pageEvents(EventQuery.builder(id).filter(later).limit(1).build());

        assertThat(indices(page.events())).containsExactly(0L, 1L);
        assertThat(page.hasMore()).isFalse();
        assertThat(one.events()).hasSize(1);
        assertThat(one.hasMore()).isTrue();
    }

    @Test
    void oneRecordIsNeverTooLarge() {
        String id = newRoom();
        append(id, "x".repeat(2 * MAX_PAGE_SIZE));
        append(id, "next");

        assertThat(store().listEvents(EventQuery.builder(id).limit(1).build())).hasSize(1);
        assertThat(indices(store().pageEvents(EventQuery.of(id)).events())).containsExactly(0L);
        assertThat(indices(store().pageEvents(EventQuery.newest(id, 2)).events()))
                .containsExactly(1L);
        assertThatExceptionOfType(PageTooLargeException.class)
                .isThrownBy(() -> store().listEvents(EventQuery.of(id)))
                .satisfies(failure -> assertThat(failure.getFittingLimit()).isEqualTo(1));
    }

    @Test
    void aStreamReadsEventsThatTogetherAreTooLarge() {
        String id = newRoomWith(11);

        try (Stream<RoomEvent> events = store().streamEvents(EventQuery.of(id))) {
            assertThat(indices(events.toList()))
                    .containsExactly(
                            IntStream.range(0, 11).mapToObj(Long::valueOf).toArray(Long[]::new));
        }
    }

    @Test
    void aConversationHoldsTheNewestMessagesThatFit() {
        String id = newRoomWith(5);

        assertThat(indices(store().getConversation(id, 50))).containsExactly(2L, 3L, 4L);
        assertTooLarge(() -> store().getConversation(id, 50, -1));
    }

    @Test
    void otherListsThatAreTooLargeAreRefusedAsWell() {
        String organizationId = newId();
        String id = newId();
        for (String roomId : List.of(id, newId(), newId(), newId())) {
            store().createRoom(Room.builder(roomId)
                    .organizationId(organizationId)
                    .metadata(METADATA)
                    .build());
        }
        List<String> ids = List.of("1", "2", "3", "4");
        ids.forEach(one -> addRecords(id, one));
        ConversationStore scoped = store().forOrganization(organizationId);

        assertTooLarge(() -> scoped.findRooms(RoomQuery.builder().build()));
        assertTooLarge(
                () -> store().findRooms(RoomQuery.builder().metadata(METADATA).build()));
        assertTooLarge(() -> store().listBindings(id));
        assertTooLarge(() -> store().listParticipants(id));
        assertTooLarge(() -> store().listTasks(id));
        assertTooLarge(() -> store().listObservations(id));
        assertTooLarge(() -> store().loadRoomContext(id));
        assertThat(scoped.findRooms(RoomQuery.builder().limit(3).build())).hasSize(3);
        assertThat(store().listTasks(id, null, 3, null)).extracting(Task::id).containsExactly("1", "2", "3");
        assertThat(store().listObservations(id, null, 3, null)).hasSize(3);
    }

    @Test
    void aRoomContextCountsAllItsRecords() {
        String id = newId();
        store().createRoom(Room.builder(id).metadata(METADATA).build());
        addRecords(id, "1");

        assertThat(store().loadRoomContext(id)).isPresent();

        addRecords(id, "2");
        assertTooLarge(() -> store().loadRoomContext(id));
        assertThat(store().listBindings(id)).hasSize(2);
    }

    @Test
    void aPageOfAnotherOrganizationsRoomIsEmpty() {
        String id = newRoomWith(1);

        assertThat(store().forOrganization(newId()).pageEvents(EventQuery.of(id)))
                .isEqualTo(new EventPage(List.of(), false));
    }

    private String newRoomWith(int messages) {
        String id = newRoom();
        List<RoomEvent> events = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            events.add(Samples.event(id, TEXT)
                    .createdAt(Samples.NOON.plusSeconds(i))
                    .build());
        }
        store().addEventsAutoIndex(id, events);
        return id;
    }

    private void addRecords(String roomId, String id) {
        store().addBinding(Samples.binding(roomId, id).toBuilder()
                .channelType(ChannelType.SMS)
                .metadata(METADATA)
                .build());
        store().addParticipant(Samples.participant(roomId, id).toBuilder()
                .metadata(METADATA)
                .build());
        store().addTask(Task.builder(roomId, id)
                .createdAt(Samples.NOON)
                .metadata(METADATA)
                .build());
        store().addObservation(Observation.builder(roomId, id)
                .createdAt(Samples.NOON)
                .metadata(METADATA)
                .build());
    }

    private static void assertTooLarge(ThrowingCallable call) {
        assertThatExceptionOfType(PageTooLargeException.class).isThrownBy(call);
    }
}
