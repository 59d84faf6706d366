package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventStatus;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomTimers;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;

/**
 * Tests that every component of every record is stored unchanged. The record that a test writes, the record that the
 * write returns, and the record that a read returns must be equal. The tests use random values that careless code may
 * change.
 */
public abstract class RoundTripContract extends StoreContract {

    private static final int ROUNDS = 60;

    /** Creates the tests for the given store. */
    protected RoundTripContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void everyComponentOfARoomSurvives() {
        rounds((records, when) -> {
            String id = newId();
            Room given = records.next(Room.class, Map.of("id", id));
            Room created = given.toBuilder()
                    .eventCount(0)
                    .latestIndex(-1L)
                    .deliveredIndex(-1L)
                    .build();

            assertThat(store().createRoom(given)).as(when).isEqualTo(created);
            assertRoom(when, created);

            Room change = records.next(Room.class, Map.of("id", id));
            Room updated = store().updateRoom(change);
            assertThat(updated).as(when).isEqualTo(updatedRoom(created, change, updated));
            assertRoom(when, updated);

            Room patched = store().patchRoomMetadata(
                            id,
                            given.metadata(),
                            change.metadata().keySet().stream()
                                    .filter(key -> !given.metadata().containsKey(key))
                                    .collect(Collectors.toSet()));
            assertThat(patched.metadata()).as(when).isEqualTo(given.metadata());
            assertRoom(when, patched);
        });
    }

    private static Room updatedRoom(Room created, Room change, Room updated) {
        boolean hasActivity = created.timers().lastActivityAt() != null;
        RoomTimers timers = change.timers()
                .withLastActivityAt((hasActivity ? created : updated).timers().lastActivityAt());
        return change.toBuilder()
                .createdAt(created.createdAt())
                .updatedAt(updated.updatedAt())
                .timers(timers)
                .eventCount(0)
                .latestIndex(-1L)
                .deliveredIndex(-1L)
                .build();
    }

    private void assertRoom(String when, Room expected) {
        assertThat(secondStore().getRoom(expected.id())).as(when).contains(expected);
        assertThat(store().loadRoomContext(expected.id()).map(RoomContext::room))
                .as(when)
                .contains(expected);
    }

    @Test
    void everyComponentOfAnEventSurvives() {
        String id = newRoom();
        AtomicInteger added = new AtomicInteger();
        rounds((records, when) -> {
            long index = added.getAndIncrement();
            RoomEvent given = records.next(
                    RoomEvent.class, Map.of("id", newId(), "roomId", id, "index", index, "idempotencyKey", newId()));

            assertThat(add(given, index)).as(when).isEqualTo(given);
            assertEvent(when, given);

            RoomEvent change = records.next(
                    RoomEvent.class,
                    Map.of("id", given.id(), "roomId", id, "index", index + 7, "idempotencyKey", newId()));
            RoomEvent updated =
                    change.toBuilder().index(index).createdAt(given.createdAt()).build();
            assertThat(store().updateEvent(change)).as(when).isEqualTo(updated);
            assertEvent(when, updated);
        });
    }

    private RoomEvent add(RoomEvent event, long index) {
        return switch ((int) (index % 4)) {
            case 0 -> store().appendEvent(event.roomId(), event).event();
            case 1 -> store().addEventAutoIndex(event.roomId(), event);
            case 2 -> store().addEventsAutoIndex(event.roomId(), List.of(event)).get(0);
            default -> store().addEvent(event);
        };
    }

    private void assertEvent(String when, RoomEvent expected) {
        String roomId = expected.roomId();
        assertThat(secondStore().getEvent(roomId, expected.id())).as(when).contains(expected);
        assertThat(store().findEvent(expected.id(), null)).as(when).contains(expected);
        EventQuery newest = EventQuery.newest(roomId, 1);
        EventFilter all = EventFilter.builder().includeBlocked(true).build();
        assertThat(store().listEvents(newest.toBuilder().filter(all).build()))
                .as(when)
                .containsExactly(expected);
        if (expected.status() != EventStatus.BLOCKED) {
            assertThat(store().getTimeline(roomId, 1, expected.index() - 1))
                    .as(when)
                    .containsExactly(expected);
        }
        assertThat(store().getEventByIdempotencyKey(roomId, String.valueOf(expected.idempotencyKey())))
                .as(when)
                .contains(expected);
    }

    @Test
    void everyComponentOfABindingSurvives() {
        String id = newRoom();
        rounds((records, when) -> {
            ChannelBinding given = records.next(ChannelBinding.class, Map.of("roomId", id, "channelId", newId()));

            assertThat(store().addBinding(given)).as(when).isEqualTo(given);
            assertBinding(when, given);

            ChannelBinding change =
                    records.next(ChannelBinding.class, Map.of("roomId", id, "channelId", given.channelId()));
            ChannelBinding updated =
                    change.toBuilder().attachedAt(given.attachedAt()).build();
            assertThat(store().updateBinding(change)).as(when).isEqualTo(updated);
            assertBinding(when, updated);
            assertThat(store().addBinding(given)).as(when).isEqualTo(given);
        });
    }

    private void assertBinding(String when, ChannelBinding expected) {
        assertThat(secondStore().getBinding(expected.roomId(), expected.channelId()))
                .as(when)
                .contains(expected);
        assertThat(store().listBindings(expected.roomId())).as(when).contains(expected);
        assertThat(store().loadRoomContext(expected.roomId()).orElseThrow().bindings())
                .as(when)
                .contains(expected);
    }

    @Test
    void everyComponentOfAParticipantSurvives() {
        String id = newRoom();
        rounds((records, when) -> {
            Participant given = records.next(Participant.class, Map.of("roomId", id, "id", newId()));

            assertThat(store().addParticipant(given)).as(when).isEqualTo(given);
            assertParticipant(when, given);

            Participant change = records.next(Participant.class, Map.of("roomId", id, "id", given.id()));
            Participant updated = change.toBuilder().joinedAt(given.joinedAt()).build();
            assertThat(store().updateParticipant(change)).as(when).isEqualTo(updated);
            assertParticipant(when, updated);
            assertThat(store().addParticipant(given)).as(when).isEqualTo(given);
        });
    }

    private void assertParticipant(String when, Participant expected) {
        assertThat(secondStore().getParticipant(expected.roomId(), expected.id()))
                .as(when)
                .contains(expected);
        assertThat(store().listParticipants(expected.roomId())).as(when).contains(expected);
        assertThat(store().loadRoomContext(expected.roomId()).orElseThrow().participants())
                .as(when)
                .contains(expected);
    }

    @Test
    void everyComponentOfATaskSurvives() {
        String id = newRoom();
        rounds((records, when) -> {
            Task given = records.next(Task.class, Map.of("roomId", id, "id", newId()));

            assertThat(store().addTask(given)).as(when).isEqualTo(given);
            assertTask(when, given);

            Task change = records.next(Task.class, Map.of("roomId", id, "id", given.id()));
            Task updated = change.toBuilder().createdAt(given.createdAt()).build();
            assertThat(store().updateTask(change)).as(when).isEqualTo(updated);
            assertTask(when, updated);
        });
    }

    private void assertTask(String when, Task expected) {
        assertThat(secondStore().getTask(expected.roomId(), expected.id()))
                .as(when)
                .contains(expected);
        assertThat(store().findTask(expected.id())).as(when).contains(expected);
        assertThat(store().listTasks(expected.roomId(), null, 1000, null))
                .as(when)
                .contains(expected);
        assertThat(store().listTasks(expected.roomId(), expected.status(), 1000, null))
                .as(when)
                .contains(expected);
    }

    @Test
    void everyComponentOfAnObservationSurvives() {
        String id = newRoom();
        rounds((records, when) -> {
            Observation given = records.next(Observation.class, Map.of("roomId", id, "id", newId()));

            assertThat(store().addObservation(given)).as(when).isEqualTo(given);

            assertThat(secondStore().listObservations(id, null, 1000, null))
                    .as(when)
                    .contains(given);
            assertThat(store().listObservations(id, given.category(), 1000, null))
                    .as(when)
                    .contains(given);
        });
    }

    @Test
    void everyComponentOfAnIdentitySurvives() {
        rounds((records, when) -> {
            Identity given = records.next(Identity.class, Map.of("id", newId(), "organizationId", newId()));

            Identity created = given.toBuilder().merge(null).build();
            assertThat(store().createIdentity(given)).as(when).isEqualTo(created);
            assertIdentity(when, created);

            Identity change = records.next(
                    Identity.class, Map.of("id", given.id(), "organizationId", String.valueOf(given.organizationId())));
            Identity updated = change.toBuilder()
                    .channelAddresses(given.channelAddresses())
                    .addresses(given.addresses())
                    .merge(null)
                    .build();
            assertThat(store().updateIdentity(change)).as(when).isEqualTo(updated);
            assertIdentity(when, updated);
        });
    }

    private void assertIdentity(String when, Identity expected) {
        assertThat(secondStore().getIdentity(expected.id())).as(when).contains(expected);
        expected.channelAddresses()
                .forEach((type, addresses) -> addresses.forEach(
                        address -> assertThat(store().resolveIdentity(type, address, expected.organizationId()))
                                .as(when)
                                .contains(expected)));
    }

    @Test
    void everyKindOfContentIsTriedInTheseRounds() {
        Set<Class<?>> seen = new HashSet<>();
        for (long seed = 0; seed < ROUNDS * 5L; seed++) {
            EditContent holder = new RandomRecords(seed).next(EditContent.class, Map.of());
            seen.add(holder.newContent().getClass());
        }

        assertThat(seen).containsExactlyInAnyOrder(EventContent.class.getPermittedSubclasses());
    }

    private static void rounds(BiConsumer<RandomRecords, String> round) {
        long first = Seed.next();
        for (long seed = first; seed < first + ROUNDS; seed++) {
            round.accept(new RandomRecords(seed), "roomkit.contract.seed=" + seed);
        }
    }
}
