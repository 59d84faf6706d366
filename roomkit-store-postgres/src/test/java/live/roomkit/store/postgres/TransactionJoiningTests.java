package live.roomkit.store.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.UUID;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests the store in a transaction that the caller opened on the same DataSource. */
@ExtendWith(QuietPools.class)
class TransactionJoiningTests {

    @AutoClose
    private static final Application application = new Application(3, true);

    @Test
    void nothingIsSeenByOthersBeforeTheCallerCommits() {
        String id = application.newRoom();

        application.transaction().executeWithoutResult(status -> {
            append(id, "hello");
            assertThat(application.texts(id)).isEmpty();
            assertThat(Application.texts(application.store(), id)).containsExactly("hello");
            assertThat(application.activeConnections()).isEqualTo(1);
        });

        application.assertTimeline(id, "hello");
        assertThat(application.activeConnections()).isZero();
    }

    @Test
    void aMarkThatCannotBeReadIsRefusedRatherThanGuessed() {
        application.transaction().executeWithoutResult(status -> {
            ConnectionHolder holder = (ConnectionHolder) TransactionSynchronizationManager.getResource(
                    requireNonNull(application.jdbc().getDataSource()));

            assertThatIllegalStateException()
                    .isThrownBy(() -> BoundTransaction.isMarkedActive(null, requireNonNull(holder)))
                    .withMessageContaining("native image");
        });
    }

    @Test
    void aRollbackOfTheCallerTakesTheEventAlongAndItsIndexIsGivenAgain() {
        String id = application.newRoom();
        append(id, "first");

        application.transaction().executeWithoutResult(status -> {
            append(id, "lost");
            application.store().addEventAutoIndex(id, Application.message(id, "lost too"));
            assertThat(application.store().getEventCount(id)).isEqualTo(3);
            status.setRollbackOnly();
        });

        application.assertTimeline(id, "first");
        assertThat(append(id, "second").index()).isEqualTo(1);
        application.assertTimeline(id, "first", "second");
    }

    @Test
    void theCallersStatementsAndTheStoresSeeEachOther() {
        String id = UUID.randomUUID().toString();
        JdbcTemplate jdbc = application.jdbc();

        application.transaction().executeWithoutResult(status -> {
            application.store().createRoom(Room.of(id));
            append(id, "hello");
            assertThat(count(jdbc, id)).isEqualTo(1);
            jdbc.update("UPDATE roomkit.rooms SET delivered_index = 0 WHERE id = ?", id);
            assertThat(application.store().getDeliveredIndex(id)).isZero();
            status.setRollbackOnly();
        });

        assertThat(application.observer().roomExists(id)).isFalse();
        assertThat(count(jdbc, id)).isZero();
    }

    @Test
    void theCallersWriteAndTheStoresAreCommittedTogether() {
        String id = application.newRoom();
        String note = UUID.randomUUID().toString();

        application.transaction().executeWithoutResult(status -> {
            application.jdbc().update("INSERT INTO notes VALUES (?)", note);
            append(id, "hello");
            assertThat(notes(note)).isZero();
        });

        application.assertTimeline(id, "hello");
        assertThat(notes(note)).isEqualTo(1);
    }

    @Test
    void aNestedTransactionThatIsRolledBackTakesOnlyItsOwnWritesAlong() {
        String id = application.newRoom();

        application.transaction().executeWithoutResult(outer -> {
            append(id, "before");
            application.transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(inner -> {
                append(id, "lost");
                inner.setRollbackOnly();
            });
            application
                    .transaction(TransactionDefinition.PROPAGATION_NESTED)
                    .executeWithoutResult(inner -> append(id, "nested"));
            append(id, "after");
        });

        application.assertTimeline(id, "before", "nested", "after");
    }

    @Test
    void aTransactionOfItsOwnWithinTheCallersIsIndependentOfIt() {
        String outerId = application.newRoom();
        String innerId = application.newRoom();

        application.transaction().executeWithoutResult(outer -> {
            append(outerId, "lost");
            application
                    .transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(inner -> append(innerId, "kept"));
            application.assertTimeline(innerId, "kept");
            outer.setRollbackOnly();
        });

        application.assertTimeline(outerId);
        application.assertTimeline(innerId, "kept");
    }

    @Test
    void aTransactionOfItsOwnThatIsRolledBackLeavesTheCallers() {
        String outerId = application.newRoom();
        String innerId = application.newRoom();

        application.transaction().executeWithoutResult(outer -> {
            append(outerId, "kept");
            application
                    .transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(inner -> {
                        append(innerId, "lost");
                        inner.setRollbackOnly();
                    });
        });

        application.assertTimeline(outerId, "kept");
        application.assertTimeline(innerId);
    }

    @Test
    void aSuspendedTransactionIsNotJoined() {
        String id = application.newRoom();

        application.transaction().executeWithoutResult(outer -> {
            application
                    .transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                    .executeWithoutResult(inner -> append(id, "kept"));
            application.assertTimeline(id, "kept");
            outer.setRollbackOnly();
        });

        application.assertTimeline(id, "kept");
    }

    @Test
    void withoutATransactionOnItsConnectionTheStoreCommitsByItself() {
        String id = application.newRoom();

        application.transaction(TransactionDefinition.PROPAGATION_SUPPORTS).executeWithoutResult(status -> {
            application.jdbc().queryForObject("SELECT 1", Integer.class);
            append(id, "one");
            application.store().updateRoom(id, room -> {
                append(id, "two");
                return room;
            });
            application.assertTimeline(id, "one", "two");
            status.setRollbackOnly();
        });

        application.assertTimeline(id, "one", "two");
    }

    @Test
    void aReadOnlyTransactionReadsAndRefusesWritesForGood() {
        String id = application.newRoom();
        append(id, "hello");
        TransactionTemplate readOnly = application.transaction();
        readOnly.setReadOnly(true);

        readOnly.executeWithoutResult(status -> {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> append(id, "refused"))
                    .isNotInstanceOf(StoreUnavailableException.class)
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("25006"))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isFalse())
                    .satisfies(ex -> assertThat(ex.isTransactionUsable()).isTrue());
            assertThat(Application.texts(application.store(), id)).containsExactly("hello");
            assertThat(application.store().loadRoomContext(id)).isPresent();
            assertThat(status.isRollbackOnly()).isFalse();
        });

        append(id, "again");
        application.assertTimeline(id, "hello", "again");
    }

    @Test
    void aTransactionWhoseTimeIsOverIsATimeout() {
        String id = application.newRoom();
        TransactionTemplate hasty = application.transaction();
        hasty.setTimeout(1);

        hasty.executeWithoutResult(status -> {
            new JdbcTemplate(application.database().dataSource()).execute("SELECT pg_sleep(1.1)");
            assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> append(id, "late"));
            status.setRollbackOnly();
        });

        application.assertTimeline(id);
    }

    @Test
    void everyCallInATransactionWhoseConnectionDiedIsUnavailable() {
        String id = application.newRoom();

        assertThatExceptionOfType(TransactionException.class)
                .isThrownBy(() -> application.transaction().executeWithoutResult(status -> {
                    append(id, "lost");
                    Integer backend = application.jdbc().queryForObject("SELECT pg_backend_pid()", Integer.class);
                    application.database().jdbc().queryForList("SELECT pg_terminate_backend(?)", backend);
                    for (int call = 0; call < 3; call++) {
                        assertUnavailable(() -> application.store().getEventCount(id));
                        assertUnavailable(() -> append(id, "lost too"));
                        assertUnavailable(() -> application.store().updateRoom(id, room -> room));
                    }
                }));

        append(id, "a whole new transaction");
        application.assertTimeline(id, "a whole new transaction");
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(call)
                .satisfies(ex -> {
                    assertThat(ex.isRetryable()).isTrue();
                    assertThat(ex.isOutcomeKnown()).isTrue();
                    assertThat(ex.isTransactionUsable()).isFalse();
                });
    }

    @Test
    void aDuplicateOfTheCallersOwnUncommittedEventIsThatEvent() {
        String id = application.newRoom();

        application.transaction().executeWithoutResult(status -> {
            AppendResult first = application.store().appendEvent(id, Application.keyed(id, "hello", "k"));
            AppendResult second = application.store().appendEvent(id, Application.keyed(id, "hello", "k"));
            assertThat(first.duplicate()).isFalse();
            assertThat(second).isEqualTo(new AppendResult(first.event(), true));
            assertThatExceptionOfType(IdempotencyConflictException.class)
                    .isThrownBy(() -> application.store().appendEvent(id, Application.keyed(id, "other", "k")));
            assertThat(status.isRollbackOnly()).isFalse();
            append(id, "next");
        });

        application.assertTimeline(id, "hello", "next");
    }

    @Test
    void aDuplicateOfAnEventThatOthersCommittedMeanwhileIsThatEvent() {
        String id = application.newRoom();

        application.transaction().executeWithoutResult(status -> {
            assertThat(application.store().getEventCount(id)).isZero();
            RoomEvent theirs = application
                    .observer()
                    .appendEvent(id, Application.keyed(id, "hello", "k"))
                    .event();
            AppendResult ours = application.store().appendEvent(id, Application.keyed(id, "hello", "k"));
            assertThat(ours).isEqualTo(new AppendResult(theirs, true));
            assertThat(status.isRollbackOnly()).isFalse();
            append(id, "next");
        });

        application.assertTimeline(id, "hello", "next");
    }

    @Test
    void aDuplicateIdWithTheSamePayloadIsTheFirstEvent() {
        String id = application.newRoom();
        RoomEvent event = Application.message(id, "hello");

        application.transaction().executeWithoutResult(status -> {
            assertThat(application.store().appendEvent(id, event).duplicate()).isFalse();
            assertThat(application.store().appendEvent(id, event).duplicate()).isTrue();
        });

        assertThat(application.store().appendEvent(id, event).duplicate()).isTrue();
        application.assertTimeline(id, "hello");
    }

    private static RoomEvent append(String roomId, String text) {
        return application
                .store()
                .appendEvent(roomId, Application.message(roomId, text))
                .event();
    }

    private static int count(JdbcTemplate jdbc, String roomId) {
        return jdbc.queryForObject("SELECT count(*) FROM roomkit.events WHERE room_id = ?", Integer.class, roomId);
    }

    private static int notes(String text) {
        return new JdbcTemplate(application.database().dataSource())
                .queryForObject("SELECT count(*) FROM notes WHERE text = ?", Integer.class, text);
    }
}
