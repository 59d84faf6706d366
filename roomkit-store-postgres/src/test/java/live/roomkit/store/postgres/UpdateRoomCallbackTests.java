package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.task.Task;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests changes of a room that call the store, on a pool of one connection. */
class UpdateRoomCallbackTests {

    @AutoClose
    private static final Application application = new Application(1, true);

    /** Where the change of the room happens. */
    enum Scope {
        OWN_TRANSACTION {
            @Override
            void run(Runnable work) {
                work.run();
            }
        },
        CALLERS_TRANSACTION {
            @Override
            void run(Runnable work) {
                application.transaction().executeWithoutResult(status -> work.run());
            }
        };

        abstract void run(Runnable work);
    }

    @ParameterizedTest
    @EnumSource
    void theChangeMayCallTheStoreOnTheSameConnection(Scope scope) {
        String id = application.newRoom();

        scope.run(() -> application.store().updateRoom(id, room -> {
            append(id, "one");
            application.store().patchRoomMetadata(id, Map.of("patched", true));
            application.store().updateRoom(id, nested -> {
                append(id, "two");
                return nested.toBuilder().organizationId("nested").build();
            });
            application.store().markAllRead(id, "channel");
            application.store().addTask(Task.of(id, "task"));
            assertThat(application.texts(id)).isEmpty();
            assertThat(application.activeConnections()).isEqualTo(1);
            return room.toBuilder().status(RoomStatus.PAUSED).build();
        }));

        application.assertTimeline(id, "one", "two");
        assertThat(room(id).status()).isEqualTo(RoomStatus.PAUSED);
        assertThat(application.observer().getUnreadCount(id, "channel")).isZero();
        assertThat(application.observer().getTask(id, "task")).isPresent();
        assertThat(application.activeConnections()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheChangeThrowsTakesEverythingBack(Scope scope) {
        String id = application.newRoom();
        Room before = room(id);

        scope.run(() -> assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> application.store().updateRoom(id, room -> {
                    append(id, "lost");
                    application.store().patchRoomMetadata(id, Map.of("lost", true));
                    throw new IllegalStateException("changed my mind");
                }))
                .withMessage("changed my mind"));

        application.assertTimeline(id);
        assertThat(room(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aCheckedExceptionThatIsNotDeclaredTakesEverythingBack(Scope scope) {
        String id = application.newRoom();
        RoomEvent event = application.observer().addEventAutoIndex(id, Application.message(id, "kept"));
        application.observer().addBinding(ChannelBinding.of(id, "channel", ChannelType.SMS));
        application.observer().addParticipant(Participant.of(id, "participant", "channel"));
        application.observer().addTask(Task.of(id, "task"));
        application.observer().createIdentity(Identity.of(id));
        Exception failure = new IOException("disk");

        scope.run(() -> {
            assertTakenBack(failure, () -> application.store().updateRoom(id, found -> lose(id, failure)));
            assertTakenBack(failure, () -> application.store().updateEvent(id, event.id(), found -> lose(id, failure)));
            assertTakenBack(
                    failure, () -> application.store().updateBinding(id, "channel", found -> lose(id, failure)));
            assertTakenBack(
                    failure,
                    () -> application.store().updateParticipant(id, "participant", found -> lose(id, failure)));
            assertTakenBack(failure, () -> application.store().updateTask(id, "task", found -> lose(id, failure)));
            assertTakenBack(failure, () -> application.store().updateIdentity(id, found -> lose(id, failure)));
        });

        application.assertTimeline(id, "kept");
        assertThat(application.observer().listTasks(id, null, 10, null)).hasSize(1);
        assertThat(application.activeConnections()).isZero();
    }

    private static void assertTakenBack(Exception failure, ThrowingCallable change) {
        assertThatThrownBy(change).isSameAs(failure);
    }

    /** Writes, and throws as other languages do. */
    private static <T> T lose(String roomId, Exception failure) {
        append(roomId, "lost");
        application.store().addTask(Task.of(roomId, UUID.randomUUID().toString()));
        throw UpdateRoomCallbackTests.<RuntimeException>undeclared(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    @ParameterizedTest
    @EnumSource
    void aResultThatCannotBeWrittenTakesEverythingBack(Scope scope) {
        String id = application.newRoom();
        UnaryOperator<Room> invalid = room -> {
            append(id, "lost");
            return room.toBuilder().metadata(Map.of("key", "\u0000")).build();
        };
        UnaryOperator<Room> other = room -> {
            append(id, "lost");
            return Room.of("other");
        };

        scope.run(() -> {
            assertThatExceptionOfType(InvalidContentException.class)
                    .isThrownBy(() -> application.store().updateRoom(id, invalid));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> application.store().updateRoom(id, other));
        });

        application.assertTimeline(id);
        assertThat(application.observer().roomExists("other")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatFailsWithinTheChangeLeavesTheRest(Scope scope) {
        String id = application.newRoom();

        scope.run(() -> application.store().updateRoom(id, room -> {
            RoomEvent first = append(id, "one");
            assertThatExceptionOfType(DuplicateIdException.class)
                    .isThrownBy(() -> application
                            .store()
                            .addEventsAutoIndex(id, List.of(Application.message(id, "lost"), first)));
            assertThatExceptionOfType(RoomNotFoundException.class)
                    .isThrownBy(() -> application.store().addTask(Task.of("nowhere", "task")));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> application.store().updateRoom(id, nested -> {
                        append(id, "lost");
                        throw new IllegalStateException();
                    }));
            append(id, "two");
            return room.toBuilder().organizationId("changed").build();
        }));

        application.assertTimeline(id, "one", "two");
        assertThat(room(id).organizationId()).isEqualTo("changed");
    }

    @Test
    void aTransactionOfTheApplicationWithinTheChangeJoinsIt() {
        String id = application.newRoom();
        TransactionTemplate transaction = application.transaction();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> application.store().updateRoom(id, room -> {
                    transaction.executeWithoutResult(status -> {
                        append(id, "lost");
                        application.jdbc().update("INSERT INTO notes VALUES (?)", id);
                    });
                    application
                            .transaction(TransactionDefinition.PROPAGATION_NESTED)
                            .executeWithoutResult(status -> append(id, "lost too"));
                    assertThat(application.texts(id)).isEmpty();
                    throw new IllegalStateException("changed my mind");
                }))
                .withMessage("changed my mind");

        application.assertTimeline(id);
        assertThat(application.jdbc().queryForList("SELECT text FROM notes WHERE text = ?", String.class, id))
                .isEmpty();
    }

    @Test
    void aTransactionOfTheApplicationThatIsRolledBackWithinTheChangeTakesItBack() {
        String id = application.newRoom();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> application.store().updateRoom(id, room -> {
                    application.transaction().executeWithoutResult(status -> {
                        append(id, "lost");
                        status.setRollbackOnly();
                    });
                    return room.toBuilder().organizationId("lost").build();
                }));

        application.assertTimeline(id);
        assertThat(room(id).organizationId()).isNull();
        append(id, "next");
        application.assertTimeline(id, "next");
    }

    @Test
    void theRoomIsLockedWhileItIsChanged() throws Exception {
        String id = application.newRoom();
        CompletableFuture<RoomEvent> theirs = new CompletableFuture<>();

        application.store().updateRoom(id, room -> {
            theirs.completeAsync(() -> application
                    .observer()
                    .appendEvent(id, Application.message(id, "theirs"))
                    .event());
            application.awaitBlockedSession();
            append(id, "ours");
            return room;
        });

        assertThat(theirs.get(20, TimeUnit.SECONDS).index()).isEqualTo(1);
        application.assertTimeline(id, "ours", "theirs");
    }

    private static RoomEvent append(String roomId, String text) {
        return application
                .store()
                .appendEvent(roomId, Application.message(roomId, text))
                .event();
    }

    private static Room room(String roomId) {
        return application.observer().getRoom(roomId).orElseThrow();
    }
}
