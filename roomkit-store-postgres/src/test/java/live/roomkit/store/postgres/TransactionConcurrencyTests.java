package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventType;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests callers' transactions that work on one room at the same time. */
class TransactionConcurrencyTests {

    private static final int THREADS = 16;

    private static final int TRANSACTIONS = 12;

    @AutoClose
    private static final Application application = new Application(THREADS, true);

    @Test
    void appendsOfManyTransactionsLeaveNoGapThoughSomeAreRolledBack() throws Exception {
        String id = application.newRoom();
        AtomicInteger committed = new AtomicInteger();

        race(() -> {
            for (int i = 0; i < TRANSACTIONS; i++) {
                boolean rolledBack = i % 3 == 1;
                application.transaction().executeWithoutResult(status -> {
                    append(id, "one");
                    append(id, "two");
                    if (rolledBack) {
                        status.setRollbackOnly();
                    }
                });
                committed.addAndGet(rolledBack ? 0 : 2);
            }
            return null;
        });

        assertThat(committed).hasValue(THREADS * TRANSACTIONS / 3 * 2 * 2);
        application.assertContiguous(id, committed.get());
    }

    @Test
    void oneOfManyTransactionsWithTheSameKeyIsFirstAndTheOthersAreDuplicates() throws Exception {
        String id = application.newRoom();
        AtomicInteger first = new AtomicInteger();

        race(() -> {
            for (int i = 0; i < TRANSACTIONS; i++) {
                String key = "key " + i;
                application.transaction().executeWithoutResult(status -> {
                    if (!application
                            .store()
                            .appendEvent(id, Application.keyed(id, key, key))
                            .duplicate()) {
                        first.incrementAndGet();
                    }
                    assertThat(status.isRollbackOnly()).isFalse();
                });
            }
            return null;
        });

        assertThat(first).hasValue(TRANSACTIONS);
        application.assertContiguous(id, TRANSACTIONS);
    }

    @Test
    void appendsAndWhatElseIsWrittenToARoomDoNotDeadlock() throws Exception {
        String id = application.newRoom();
        AtomicInteger thread = new AtomicInteger();

        race(() -> {
            boolean appends = thread.getAndIncrement() % 2 == 0;
            for (int i = 0; i < 40; i++) {
                application.transaction().executeWithoutResult(status -> {
                    if (appends) {
                        append(id, "text");
                    } else {
                        application.store().markAllRead(id, "channel");
                    }
                });
            }
            return null;
        });

        application.assertContiguous(id, THREADS / 2 * 40);
    }

    @Test
    void deletingAThreadDoesNotDeadlockWithAChangeOfAReplyThatWasAddedMeanwhile() throws Exception {
        String id = application.newRoom();
        ConversationStore store = application.observer();
        RoomEvent root = store.appendEvent(id, Application.message(id, "root")).event();
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> calls = application.transaction().execute(status -> {
                application.jdbc().queryForList("SELECT 1 FROM roomkit.rooms WHERE id = ? FOR KEY SHARE", id);
                Future<?> deletion = executor.submit(() -> store.deleteEvent(id, root.id(), ReplyPolicy.DELETE));
                application.awaitBlockedSession();
                RoomEvent reply = Application.message(id, "reply").toBuilder()
                        .parentEventId(root.id())
                        .build();
                store.appendEvent(id, reply);
                Future<?> change = executor.submit(() -> store.updateEvent(id, reply.id(), stored -> {
                    locked.countDown();
                    await(released);
                    application.awaitBlockedSession();
                    return stored.toBuilder().type(EventType.TYPING).build();
                }));
                await(locked);
                return List.of(deletion, change);
            });
            released.countDown();
            for (Future<?> call : calls) {
                call.get(20, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(application.texts(id)).isEmpty();
        RoomCounts.assertRight(application.database().jdbc(), id);
        assertThat(application
                        .jdbc()
                        .queryForObject(
                                "SELECT deadlocks FROM pg_stat_database WHERE datname = ?",
                                Long.class,
                                application.database().name()))
                .isZero();
    }

    @Test
    void rotatingAnAddressOfAnIdentityThatIsDeletedMeanwhileFindsNothing() throws Exception {
        Address address = Address.of(ChannelType.WEBSOCKET, UUID.randomUUID().toString());
        Address another = Address.of(ChannelType.WEBSOCKET, UUID.randomUUID().toString());
        String id = application
                .observer()
                .createIdentity(Identity.of(UUID.randomUUID().toString()))
                .id();
        application.observer().linkAddress(id, address);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Optional<Identity>> rotated = application.transaction().execute(status -> {
                application.store().deleteIdentity(id);
                Future<Optional<Identity>> waiting =
                        executor.submit(() -> application.observer().rotateAddress(address, another, null));
                application.awaitBlockedSession();
                return waiting;
            });
            assertThat(rotated.get(20, TimeUnit.SECONDS)).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aDuplicateOfAnEventThatIsRolledBackMeanwhileIsTheFirst() throws Exception {
        String id = application.newRoom();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> theirs = application.transaction().execute(status -> {
                application.store().appendEvent(id, Application.keyed(id, "hello", "k"));
                Future<Boolean> duplicate = executor.submit(() -> application
                        .transaction()
                        .execute(other -> application
                                .store()
                                .appendEvent(id, Application.keyed(id, "hello", "k"))
                                .duplicate()));
                application.awaitBlockedSession();
                status.setRollbackOnly();
                return duplicate;
            });
            assertThat(theirs.get(20, TimeUnit.SECONDS)).isFalse();
        } finally {
            executor.shutdownNow();
        }

        application.assertTimeline(id, "hello");
    }

    @Test
    void anAppendWaitsForAKeyThatAnUpdateSets() throws Exception {
        String id = application.newRoom();
        RoomEvent event = application
                .observer()
                .appendEvent(id, Application.message(id, "hello"))
                .event();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> theirs = application.transaction().execute(status -> {
                application
                        .store()
                        .updateEvent(
                                id,
                                event.id(),
                                stored -> stored.toBuilder().idempotencyKey("k").build());
                Future<?> append =
                        executor.submit(() -> application.transaction().executeWithoutResult(other -> {
                            assertThatExceptionOfType(IdempotencyConflictException.class)
                                    .isThrownBy(() -> application
                                            .store()
                                            .addEventAutoIndex(id, Application.keyed(id, "lost", "k")));
                            append(id, "kept");
                        }));
                application.awaitBlockedSession();
                return append;
            });
            theirs.get(20, TimeUnit.SECONDS);
        } finally {
            executor.shutdownNow();
        }

        application.assertTimeline(id, "hello", "kept");
    }

    @Test
    void anIdentityThatIsDeletedWhileItTakesAnotherEndsTheMerge() throws Exception {
        String into = application
                .observer()
                .createIdentity(Identity.of(UUID.randomUUID().toString()))
                .id();
        String from = application
                .observer()
                .createIdentity(Identity.of(UUID.randomUUID().toString()))
                .id();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> deletion = application.transaction().execute(status -> {
                application.store().mergeIdentities(into, from, null);
                Future<Boolean> deleted =
                        executor.submit(() -> application.store().deleteIdentity(into));
                application.awaitBlockedSession();
                return deleted;
            });
            assertThat(deletion.get(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            executor.shutdownNow();
        }

        assertThat(application.observer().getIdentity(from)).contains(Identity.of(from));
    }

    @Test
    void anAppendToARoomThatIsDeletedMeanwhileFindsNone() throws Exception {
        String id = application.newRoom();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> theirs = application.transaction().execute(status -> {
                application.store().deleteRoom(id);
                Future<?> append = executor.submit(() -> application
                        .transaction()
                        .executeWithoutResult(other -> assertThatExceptionOfType(RoomNotFoundException.class)
                                .isThrownBy(() -> append(id, "late"))));
                application.awaitBlockedSession();
                return append;
            });
            theirs.get(20, TimeUnit.SECONDS);
        } finally {
            executor.shutdownNow();
        }

        assertThat(application.observer().roomExists(id)).isFalse();
    }

    @Test
    void aRaceInARepeatableReadTransactionMayBeTriedAgainInANewOne() {
        String id = application.newRoom();
        TransactionTemplate transaction = application.transaction();
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        transaction.executeWithoutResult(status -> {
            assertThat(application.store().getEventCount(id)).isZero();
            application.observer().appendEvent(id, Application.message(id, "theirs"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> append(id, "ours"))
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("40001"))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isTrue())
                    .satisfies(ex -> assertThat(ex.isTransactionUsable()).isFalse())
                    .withMessageContaining("repeat it whole");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> append(id, "ours"));

        application.assertTimeline(id, "theirs", "ours");
    }

    @Test
    void aKeyUsedAfterTheSnapshotOfARepeatableReadTransactionIsARaceToo() {
        String id = application.newRoom();
        TransactionTemplate transaction = application.transaction();
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        transaction.executeWithoutResult(status -> {
            assertThat(application.store().checkIdempotency(id, "k")).isFalse();
            application.observer().appendEvent(id, Application.keyed(id, "hello", "k"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> application.store().appendEvent(id, Application.keyed(id, "hello", "k")))
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("40001"));
            status.setRollbackOnly();
        });
        boolean duplicate = Boolean.TRUE.equals(transaction.execute(status -> application
                .store()
                .appendEvent(id, Application.keyed(id, "hello", "k"))
                .duplicate()));

        assertThat(duplicate).isTrue();
        application.assertTimeline(id, "hello");
    }

    private static void race(Callable<Void> work) throws Exception {
        Race.run(THREADS, thread -> work.call());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void append(String roomId, String text) {
        application.store().appendEvent(roomId, Application.message(roomId, text));
    }
}
