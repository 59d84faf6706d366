package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.TaskNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * Tests every way for a write to fail, within a transaction of the caller and without one: nothing of the failed call
 * remains. A refusal leaves the caller's transaction usable. A failure of the database ends it, and the exception says
 * so.
 */
class TransactionFailureTests {

    private static final ChannelType SMS = ChannelType.SMS;

    private static final Map<String, Object> INVALID = Map.of("key", "\u0000");

    @AutoClose
    private static final Application application = new Application(3, true);

    private static String room;

    private static String closed;

    private static String full;

    private static RoomEvent first;

    private static RoomEvent second;

    @BeforeAll
    static void writeRecords() {
        ConversationStore store = application.store();
        room = application.newRoom();
        first = store.appendEvent(room, Application.keyed(room, "first", "key 1"))
                .event();
        second = store.appendEvent(room, Application.keyed(room, "second", "key 2"))
                .event();
        store.addBinding(ChannelBinding.of(room, "channel", SMS));
        store.addParticipant(Participant.of(room, "participant", "channel"));
        store.addTask(Task.of(room, "task"));
        store.addObservation(Observation.of(room, "observation"));
        store.createIdentity(identity("ann", "+1"));
        store.createIdentity(identity("bob", "+2"));
        closed = application.newRoom();
        store.updateRoom(Room.builder(closed).status(RoomStatus.CLOSED).build());
        full = application.newRoom();
        store.addEvent(Application.message(full, "last").toBuilder()
                .index((1L << 53) - 1)
                .build());
    }

    /** Holds a write and the exception that it throws. */
    record Refusal(String name, Class<? extends Throwable> exception, Write write) {

        @Override
        public String toString() {
            return this.name + " → " + this.exception.getSimpleName();
        }
    }

    interface Write {

        void on(ConversationStore store);
    }

    @ParameterizedTest
    @MethodSource({"takenIds", "conflicts", "missingRooms", "missingRows", "invalidContents", "fullRooms"})
    void inATransactionOfTheCallerItStaysUsableAndNothingRemains(Refusal refusal) {
        String other = application.newRoom();
        application.transaction().executeWithoutResult(status -> {
            ConversationStore store = application.store();
            store.appendEvent(other, Application.message(other, "before"));
            List<String> before = rows(application.jdbc());
            assertThatThrownBy(() -> refusal.write().on(store))
                    .isExactlyInstanceOf(refusal.exception())
                    .satisfies(TransactionFailureTests::assertLeavesTheTransactionUsable);
            assertThat(rows(application.jdbc())).isEqualTo(before);
            assertThat(status.isRollbackOnly()).isFalse();
            store.appendEvent(other, Application.message(other, "after"));
        });

        application.assertTimeline(other, "before", "after");
        application.assertTimeline(room, "first", "second");
    }

    @ParameterizedTest
    @MethodSource({"takenIds", "conflicts", "missingRooms", "missingRows", "invalidContents", "fullRooms"})
    void withoutATransactionNothingRemains(Refusal refusal) {
        List<String> before = rows(application.jdbc());

        assertThatThrownBy(() -> refusal.write().on(application.store())).isExactlyInstanceOf(refusal.exception());

        assertThat(rows(application.jdbc())).isEqualTo(before);
        assertThat(application.activeConnections()).isZero();
    }

    private static void assertLeavesTheTransactionUsable(Throwable refusal) {
        if (refusal instanceof StoreException ex) {
            assertThat(ex.isTransactionUsable()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aLockHeldElsewhereIsATimeoutThatSaysWhetherTheTransactionEnded(Refusal write) {
        String other = application.newRoom();
        application.transaction().executeWithoutResult(holder -> {
            application.store().deleteRoom(room);
            application.store().deleteIdentity("ann");
            application.store().deleteIdentity("bob");
            application.store().createRoom(Room.of("contested"));
            application.store().createIdentity(identity("contested", "+3"));
            application
                    .transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(status -> {
                        application.jdbc().execute("SET LOCAL lock_timeout = '10ms'");
                        assertThatExceptionOfType(StoreTimeoutException.class)
                                .isThrownBy(() -> write.write().on(application.store()))
                                .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("55P03"))
                                .satisfies(ex -> assertThat(ex.isRetryable() && ex.isOutcomeKnown())
                                        .isTrue())
                                .satisfies(ex -> assertGoesOn(status, other, ex.isTransactionUsable()));
                    });
            holder.setRollbackOnly();
        });

        application.assertTimeline(room, "first", "second");
    }

    private static void assertGoesOn(TransactionStatus status, String other, boolean usable) {
        if (usable) {
            application.store().appendEvent(other, Application.message(other, "after"));
        } else {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> application.store().getEventCount(other))
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("25P02"))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isTrue())
                    .satisfies(ex -> assertThat(ex.isTransactionUsable()).isFalse());
            status.setRollbackOnly();
        }
    }

    @Test
    void aTimeoutWithinAChangeByAFunctionLeavesTheTransactionUsable() {
        String other = application.newRoom();
        application.transaction().executeWithoutResult(holder -> {
            application.store().deleteRoom(room);
            application
                    .transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(status -> {
                        application.jdbc().execute("SET LOCAL lock_timeout = '10ms'");
                        assertThatExceptionOfType(StoreTimeoutException.class)
                                .isThrownBy(() -> application.store().updateRoom(room, found -> found))
                                .satisfies(ex ->
                                        assertThat(ex.isTransactionUsable()).isTrue());
                        application.store().appendEvent(other, Application.message(other, "after"));
                    });
            holder.setRollbackOnly();
        });

        application.assertTimeline(other, "after");
    }

    @Test
    void aStatementThatRunsTooLongEndsTheTransactionOfTheCaller() {
        try (PostgresStore hasty = PostgresStore.builder()
                .dataSource(application.pool())
                .statementTimeout(Duration.ofSeconds(1))
                .open()) {
            application.transaction().executeWithoutResult(holder -> {
                application.store().deleteRoom(room);
                application
                        .transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                        .executeWithoutResult(status -> {
                            assertThatExceptionOfType(StoreTimeoutException.class)
                                    .isThrownBy(() -> hasty.appendEvent(room, Application.message(room, "late")))
                                    .satisfies(
                                            ex -> assertThat(ex.getSqlState()).isEqualTo("57014"))
                                    .satisfies(ex ->
                                            assertThat(ex.isTransactionUsable()).isFalse())
                                    .withMessageContaining("repeat it whole");
                            status.setRollbackOnly();
                        });
                holder.setRollbackOnly();
            });
        }

        application.assertTimeline(room, "first", "second");
    }

    static Stream<Refusal> takenIds() {
        Class<DuplicateIdException> taken = DuplicateIdException.class;
        RoomEvent sameId =
                Application.message(room, "other").toBuilder().id(first.id()).build();
        return Stream.of(
                new Refusal("createRoom", taken, store -> store.createRoom(Room.of(room))),
                new Refusal("appendEvent", taken, store -> store.appendEvent(room, sameId)),
                new Refusal("addEventAutoIndex", taken, store -> store.addEventAutoIndex(room, sameId)),
                new Refusal(
                        "addEventsAutoIndex",
                        taken,
                        store -> store.addEventsAutoIndex(room, List.of(message(), sameId))),
                new Refusal(
                        "addEventsAutoIndex after a fresh key",
                        taken,
                        store -> store.addEventsAutoIndex(
                                room, List.of(Application.keyed(room, "fresh", "fresh key"), sameId))),
                new Refusal(
                        "addEventsAutoIndex twice", taken, store -> store.addEventsAutoIndex(room, twice(message()))),
                new Refusal("addEvent", taken, store -> store.addEvent(at(sameId, 9))),
                new Refusal("createIdentity", taken, store -> store.createIdentity(identity("ann", "+9"))),
                new Refusal("addTask", taken, store -> store.addTask(Task.of(room, "task"))),
                new Refusal(
                        "addObservation", taken, store -> store.addObservation(Observation.of(room, "observation"))));
    }

    static Stream<Refusal> conflicts() {
        Class<IdempotencyConflictException> key = IdempotencyConflictException.class;
        Class<AddressConflictException> address = AddressConflictException.class;
        RoomEvent sameKey = Application.keyed(room, "other", "key 1");
        RoomEvent takingKey = second.toBuilder().idempotencyKey("key 1").build();
        return Stream.of(
                new Refusal("appendEvent", key, store -> store.appendEvent(room, sameKey)),
                new Refusal("addEventAutoIndex", key, store -> store.addEventAutoIndex(room, sameKey)),
                new Refusal(
                        "addEventsAutoIndex",
                        key,
                        store -> store.addEventsAutoIndex(room, List.of(message(), sameKey))),
                new Refusal("addEvent", key, store -> store.addEvent(at(sameKey, 9))),
                new Refusal("updateEvent", key, store -> store.updateEvent(takingKey)),
                new Refusal("addEvent", DuplicateIndexException.class, store -> store.addEvent(at(message(), 0))),
                new Refusal("createIdentity", address, store -> store.createIdentity(identity("new", "+0", "+1"))),
                new Refusal("linkAddress", address, store -> store.linkAddress("bob", SMS, "+1")),
                new Refusal(
                        "appendEvent", RoomClosedException.class, store -> store.appendEvent(closed, message(closed))),
                new Refusal(
                        "updateIdentity",
                        IllegalArgumentException.class,
                        store -> store.updateIdentity(
                                Identity.builder("ann").organizationId("other").build())));
    }

    static Stream<Refusal> missingRooms() {
        String gone = "no room";
        RoomEvent event = message(gone);
        Class<RoomNotFoundException> missing = RoomNotFoundException.class;
        return Stream.of(
                new Refusal("updateRoom", missing, store -> store.updateRoom(Room.of(gone))),
                new Refusal("updateRoom by function", missing, store -> store.updateRoom(gone, found -> found)),
                new Refusal("patchRoomMetadata", missing, store -> store.patchRoomMetadata(gone, Map.of("a", 1))),
                new Refusal("advanceDeliveredIndex", missing, store -> store.advanceDeliveredIndex(gone, 0)),
                new Refusal("appendEvent", missing, store -> store.appendEvent(gone, event)),
                new Refusal("addEventAutoIndex", missing, store -> store.addEventAutoIndex(gone, event)),
                new Refusal("addEventsAutoIndex", missing, store -> store.addEventsAutoIndex(gone, List.of(event))),
                new Refusal("addEvent", missing, store -> store.addEvent(event)),
                new Refusal("updateEvent", missing, store -> store.updateEvent(event)),
                new Refusal("deleteEvent", missing, store -> store.deleteEvent(gone, "event")),
                new Refusal("addBinding", missing, store -> store.addBinding(ChannelBinding.of(gone, "channel", SMS))),
                new Refusal(
                        "updateBinding",
                        missing,
                        store -> store.updateBinding(ChannelBinding.of(gone, "channel", SMS))),
                new Refusal("removeBinding", missing, store -> store.removeBinding(gone, "channel")),
                new Refusal("addParticipant", missing, store -> store.addParticipant(Participant.of(gone, "p", "c"))),
                new Refusal(
                        "updateParticipant", missing, store -> store.updateParticipant(Participant.of(gone, "p", "c"))),
                new Refusal("removeParticipant", missing, store -> store.removeParticipant(gone, "p")),
                new Refusal("addTask", missing, store -> store.addTask(Task.of(gone, "task"))),
                new Refusal("updateTask", missing, store -> store.updateTask(Task.of(gone, "task"))),
                new Refusal("addObservation", missing, store -> store.addObservation(Observation.of(gone, "o"))),
                new Refusal("markRead", missing, store -> store.markRead(gone, "channel", "event")),
                new Refusal("markAllRead", missing, store -> store.markAllRead(gone, "channel")));
    }

    static Stream<Refusal> missingRows() {
        Class<IdentityNotFoundException> identity = IdentityNotFoundException.class;
        return Stream.of(
                new Refusal("updateEvent", EventNotFoundException.class, store -> store.updateEvent(message())),
                new Refusal(
                        "updateBinding",
                        BindingNotFoundException.class,
                        store -> store.updateBinding(ChannelBinding.of(room, "none", SMS))),
                new Refusal(
                        "updateParticipant",
                        ParticipantNotFoundException.class,
                        store -> store.updateParticipant(Participant.of(room, "none", "channel"))),
                new Refusal(
                        "updateTask", TaskNotFoundException.class, store -> store.updateTask(Task.of(room, "none"))),
                new Refusal("updateIdentity", identity, store -> store.updateIdentity(Identity.of("none"))),
                new Refusal("linkAddress", identity, store -> store.linkAddress("none", SMS, "+9")),
                new Refusal("moveAddress", identity, store -> store.moveAddress("none", SMS, "+1")),
                new Refusal("unlinkAddress", identity, store -> store.unlinkAddress("none", SMS, "+1")));
    }

    static Stream<Refusal> invalidContents() {
        Class<InvalidContentException> invalid = InvalidContentException.class;
        RoomEvent event = message().toBuilder().metadata(INVALID).build();
        return Stream.of(
                new Refusal("createRoom", invalid, store -> store.createRoom(invalid("new"))),
                new Refusal("getOrCreateRoom", invalid, store -> store.getOrCreateRoom(invalid("new"))),
                new Refusal("updateRoom", invalid, store -> store.updateRoom(invalid(room))),
                new Refusal(
                        "updateRoom by function",
                        invalid,
                        store -> store.updateRoom(room, found -> {
                            store.appendEvent(room, message());
                            return invalid(room);
                        })),
                new Refusal("patchRoomMetadata", invalid, store -> store.patchRoomMetadata(room, INVALID)),
                new Refusal("appendEvent", invalid, store -> store.appendEvent(room, event)),
                new Refusal("addEventAutoIndex", invalid, store -> store.addEventAutoIndex(room, event)),
                new Refusal(
                        "addEventsAutoIndex",
                        invalid,
                        store -> store.addEventsAutoIndex(room, List.of(message(), event))),
                new Refusal("addEvent", invalid, store -> store.addEvent(at(event, 9))),
                new Refusal(
                        "updateEvent",
                        invalid,
                        store -> store.updateEvent(
                                first.toBuilder().metadata(INVALID).build())),
                new Refusal(
                        "addTask",
                        invalid,
                        store -> store.addTask(
                                Task.builder(room, "new").metadata(INVALID).build())),
                new Refusal(
                        "addObservation",
                        invalid,
                        store -> store.addObservation(Observation.builder(room, "new")
                                .metadata(INVALID)
                                .build())),
                new Refusal(
                        "createIdentity",
                        invalid,
                        store -> store.createIdentity(identity("new", "+9").toBuilder()
                                .metadata(INVALID)
                                .build())));
    }

    static Stream<Refusal> fullRooms() {
        RoomEvent event = message(full);
        Class<RoomFullException> refused = RoomFullException.class;
        return Stream.of(
                new Refusal("appendEvent", refused, store -> store.appendEvent(full, event)),
                new Refusal("addEventAutoIndex", refused, store -> store.addEventAutoIndex(full, event)),
                new Refusal("addEventsAutoIndex", refused, store -> store.addEventsAutoIndex(full, List.of(event))));
    }

    /** All writes, each of something that another transaction deletes or creates; only the write matters. */
    static Stream<Refusal> writes() {
        RoomEvent changed = first.toBuilder().chainDepth(7).build();
        Stream<Refusal> onRoom = Stream.of(
                write("createRoom", store -> store.createRoom(Room.of("contested"))),
                write("getOrCreateRoom", store -> store.getOrCreateRoom(Room.of("contested"))),
                write("updateRoom", store -> store.updateRoom(Room.of(room))),
                write("updateRoom by function", store -> store.updateRoom(room, found -> found)),
                write("patchRoomMetadata", store -> store.patchRoomMetadata(room, Map.of("a", 1))),
                write("deleteRoom", store -> store.deleteRoom(room)),
                write("advanceDeliveredIndex", store -> store.advanceDeliveredIndex(room, 0)),
                write("appendEvent", store -> store.appendEvent(room, message())),
                write("addEventAutoIndex", store -> store.addEventAutoIndex(room, message())),
                write("addEventsAutoIndex", store -> store.addEventsAutoIndex(room, List.of(message()))),
                write("addEvent", store -> store.addEvent(at(message(), 9))),
                write("updateEvent", store -> store.updateEvent(changed)),
                write("deleteEvent", store -> store.deleteEvent(room, first.id())),
                write("markRead", store -> store.markRead(room, "channel", first.id())),
                write("markAllRead", store -> store.markAllRead(room, "channel")));
        Stream<Refusal> onChildren = Stream.of(
                write("addBinding", store -> store.addBinding(ChannelBinding.of(room, "new", SMS))),
                write("updateBinding", store -> store.updateBinding(ChannelBinding.of(room, "channel", SMS))),
                write("removeBinding", store -> store.removeBinding(room, "channel")),
                write("addParticipant", store -> store.addParticipant(Participant.of(room, "new", "channel"))),
                write("updateParticipant", store -> store.updateParticipant(Participant.of(room, "participant", "c"))),
                write("removeParticipant", store -> store.removeParticipant(room, "participant")),
                write("addTask", store -> store.addTask(Task.of(room, "new"))),
                write("updateTask", store -> store.updateTask(Task.of(room, "task"))),
                write("addObservation", store -> store.addObservation(Observation.of(room, "new"))));
        Stream<Refusal> onIdentities = Stream.of(
                write("createIdentity", store -> store.createIdentity(Identity.of("contested"))),
                write("createIdentity with address", store -> store.createIdentity(identity("new", "+3"))),
                write("updateIdentity", store -> store.updateIdentity(Identity.of("ann"))),
                write("deleteIdentity", store -> store.deleteIdentity("ann")),
                write("linkAddress", store -> store.linkAddress("ann", SMS, "+9")),
                write("moveAddress", store -> store.moveAddress("ann", SMS, "+2")),
                write("unlinkAddress", store -> store.unlinkAddress("ann", SMS, "+1")));
        return Stream.of(onRoom, onChildren, onIdentities).flatMap(writes -> writes);
    }

    private static Refusal write(String name, Write write) {
        return new Refusal(name, StoreTimeoutException.class, write);
    }

    /** All that is stored. */
    private static List<String> rows(JdbcTemplate jdbc) {
        return SchemaSnapshot.TABLES.stream()
                .flatMap(
                        table -> jdbc
                                .queryForList("SELECT t::text FROM roomkit." + table + " AS t ORDER BY 1", String.class)
                                .stream())
                .toList();
    }

    private static RoomEvent message() {
        return message(room);
    }

    private static RoomEvent message(String roomId) {
        return Application.message(roomId, "refused");
    }

    private static RoomEvent at(RoomEvent event, long index) {
        return event.toBuilder().index(index).build();
    }

    private static List<RoomEvent> twice(RoomEvent event) {
        return List.of(event, event);
    }

    private static Room invalid(String roomId) {
        return Room.builder(roomId).metadata(INVALID).build();
    }

    private static Identity identity(String id, String... addresses) {
        return Identity.builder(id)
                .channelAddresses(Map.of(SMS, List.of(addresses)))
                .build();
    }
}
