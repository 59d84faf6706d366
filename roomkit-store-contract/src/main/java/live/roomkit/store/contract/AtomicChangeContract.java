package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventStatus;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.TaskNotFoundException;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Tests updates of records through a function, for each kind of record: each update is atomic, and no update is lost.
 */
public abstract class AtomicChangeContract extends StoreContract {

    private static final int THREADS = 8;

    private static final List<String> PROGRESS = List.of("sent", "delivered", "read");

    /** Creates the tests for the given store. */
    protected AtomicChangeContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @TestFactory
    Stream<DynamicTest> concurrentChangesAllStay() {
        return forEachKind(kind -> kind.concurrentChangesAllStay(this::storeOf));
    }

    @TestFactory
    Stream<DynamicTest> aChangeSeesThePresentRecordOnce() {
        return forEachKind(kind -> kind.aChangeSeesThePresentRecordOnce(store()));
    }

    @TestFactory
    Stream<DynamicTest> aChangeThatThrowsWritesNothing() {
        return forEachKind(kind -> kind.aChangeThatThrowsWritesNothing(store()));
    }

    @TestFactory
    Stream<DynamicTest> aChangeThatThrowsACheckedExceptionWritesNothing() {
        return forEachKind(kind -> kind.aChangeThatThrowsACheckedExceptionWritesNothing(store()));
    }

    @TestFactory
    Stream<DynamicTest> aChangeMustReturnTheRecordThatItWasGiven() {
        return forEachKind(kind -> kind.aChangeMustReturnTheRecordThatItWasGiven(store()));
    }

    @TestFactory
    Stream<DynamicTest> aMissingRecordIsNotChanged() {
        return forEachKind(kind -> kind.aMissingRecordIsNotChanged(store()));
    }

    @TestFactory
    Stream<DynamicTest> aChangeMayUseTheStore() {
        return forEachKind(kind -> kind.aChangeMayUseTheStore(store(), newRoom()));
    }

    @Test
    void aMissingRoomIsToldApartFromAMissingRecord() {
        String missing = newId();

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateEvent(missing, "event", UnaryOperator.identity()));
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateBinding(missing, "channel", UnaryOperator.identity()));
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateParticipant(missing, "participant", UnaryOperator.identity()));
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateTask(missing, "task", UnaryOperator.identity()));
    }

    @Test
    void aLateResultDoesNotOverwriteALaterOne() {
        RoomEvent event = append(newRoom(), "hello");

        for (String result : List.of("sent", "read", "delivered")) {
            store().updateEvent(event.roomId(), event.id(), stored -> progress(stored, result));
        }

        assertThat(event(event).deliveryResults()).containsEntry("sms", "read");
    }

    private static RoomEvent progress(RoomEvent event, String result) {
        Object former = event.deliveryResults().get("sms");
        return (former != null && PROGRESS.indexOf(former) >= PROGRESS.indexOf(result))
                ? event
                : event.toBuilder().deliveryResults(Map.of("sms", result)).build();
    }

    @Test
    void oneOfEightWorkersWinsATask() throws Exception {
        Task task = store().addTask(Task.of(newRoom(), newId()));

        List<Boolean> won = Race.run(THREADS, thread -> takes(storeOf(thread), task, "worker-" + thread));

        assertThat(won).containsOnlyOnce(true);
        assertThat(store().getTask(task.roomId(), task.id()))
                .map(Task::assignedTo)
                .contains("worker-" + won.indexOf(true));
    }

    private static boolean takes(ConversationStore store, Task task, String worker) {
        return worker.equals(store.updateTask(task.roomId(), task.id(), stored -> take(stored, worker))
                .assignedTo());
    }

    private static Task take(Task task, String worker) {
        return (task.status() != TaskStatus.PENDING)
                ? task
                : task.toBuilder()
                        .status(TaskStatus.IN_PROGRESS)
                        .assignedTo(worker)
                        .build();
    }

    @Test
    void aChangedEventKeepsItsPlaceAndTime() {
        RoomEvent event = append(newRoom(), "hello");

        RoomEvent changed = store().updateEvent(
                        event.roomId(),
                        event.id(),
                        stored -> stored.toBuilder()
                                .status(EventStatus.DELIVERED)
                                .index(77)
                                .createdAt(Samples.NOON)
                                .build());

        assertThat(changed)
                .isEqualTo(event.toBuilder().status(EventStatus.DELIVERED).build());
        assertThat(event(event)).isEqualTo(changed);
    }

    @Test
    void aChangeCannotTakeTheKeyOfAnotherEvent() {
        String id = newRoom();
        store().appendEvent(id, Samples.keyed(id, "first", "a key"));
        RoomEvent second = append(id, "second");

        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().updateEvent(
                                id,
                                second.id(),
                                stored -> stored.toBuilder()
                                        .idempotencyKey("a key")
                                        .build()));
        assertThat(event(second)).isEqualTo(second);
    }

    @Test
    void aChangeOfAnIdentityLeavesItsAddresses() {
        Identity identity = store().createIdentity(Samples.identity(newId(), ChannelType.SMS, newId()));

        Identity changed = store().updateIdentity(
                        identity.id(),
                        stored -> stored.toBuilder()
                                .displayName("Alice")
                                .channelAddresses(Map.of())
                                .build());

        assertThat(changed).isEqualTo(identity.toBuilder().displayName("Alice").build());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().updateIdentity(
                                identity.id(),
                                stored -> stored.toBuilder()
                                        .organizationId("another")
                                        .build()))
                .withMessageContaining("organizationId");
        assertThat(store().getIdentity(identity.id())).contains(changed);
    }

    private Stream<DynamicTest> forEachKind(ThrowingConsumer<ChangeableKind<?>> test) {
        return kinds().stream().map(kind -> DynamicTest.dynamicTest(kind.name(), () -> test.accept(kind)));
    }

    private List<ChangeableKind<?>> kinds() {
        return List.of(
                new ChangeableKind<>(
                        "room",
                        store -> store.createRoom(Room.of(newId())),
                        (store, room) -> store.getRoom(room.id()),
                        (store, room, change) -> store.updateRoom(room.id(), change),
                        Room::metadata,
                        (room, metadata) -> room.toBuilder().metadata(metadata).build(),
                        room -> room.toBuilder().id("another").build(),
                        RoomNotFoundException.class),
                new ChangeableKind<>(
                        "event",
                        store -> append(newRoom(), "hello"),
                        (store, event) -> store.getEvent(event.roomId(), event.id()),
                        (store, event, change) -> store.updateEvent(event.roomId(), event.id(), change),
                        RoomEvent::metadata,
                        (event, metadata) ->
                                event.toBuilder().metadata(metadata).build(),
                        event -> event.toBuilder().id("another").build(),
                        EventNotFoundException.class),
                new ChangeableKind<>(
                        "binding",
                        store -> store.addBinding(Samples.binding(newRoom(), "channel")),
                        (store, binding) -> store.getBinding(binding.roomId(), binding.channelId()),
                        (store, binding, change) -> store.updateBinding(binding.roomId(), binding.channelId(), change),
                        ChannelBinding::metadata,
                        (binding, metadata) ->
                                binding.toBuilder().metadata(metadata).build(),
                        binding -> binding.toBuilder().channelId("another").build(),
                        BindingNotFoundException.class),
                new ChangeableKind<>(
                        "participant",
                        store -> store.addParticipant(Samples.participant(newRoom(), "participant")),
                        (store, participant) -> store.getParticipant(participant.roomId(), participant.id()),
                        (store, participant, change) ->
                                store.updateParticipant(participant.roomId(), participant.id(), change),
                        Participant::metadata,
                        (participant, metadata) ->
                                participant.toBuilder().metadata(metadata).build(),
                        participant -> participant.toBuilder().id("another").build(),
                        ParticipantNotFoundException.class),
                new ChangeableKind<>(
                        "identity",
                        store -> store.createIdentity(Identity.of(newId())),
                        (store, identity) -> store.getIdentity(identity.id()),
                        (store, identity, change) -> store.updateIdentity(identity.id(), change),
                        Identity::metadata,
                        (identity, metadata) ->
                                identity.toBuilder().metadata(metadata).build(),
                        identity -> identity.toBuilder().id("another").build(),
                        IdentityNotFoundException.class),
                new ChangeableKind<>(
                        "task",
                        store -> store.addTask(Task.of(newRoom(), newId())),
                        (store, task) -> store.getTask(task.roomId(), task.id()),
                        (store, task, change) -> store.updateTask(task.roomId(), task.id(), change),
                        Task::metadata,
                        (task, metadata) -> task.toBuilder().metadata(metadata).build(),
                        task -> task.toBuilder().id("another").build(),
                        TaskNotFoundException.class));
    }
}
