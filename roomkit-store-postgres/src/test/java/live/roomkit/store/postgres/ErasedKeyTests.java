package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ProtectionSecretMissingException;
import live.roomkit.room.Room;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.contract.ErasedKeyContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Idempotency keys of erased events, in stores with and without a secret. */
class ErasedKeyTests extends ErasedKeyContract {

    private static final String SECRET = "0123456789abcdef";

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> database.open(builder -> builder.protectionSecret(SECRET)));

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    ErasedKeyTests() {
        super(STORE);
    }

    @Test
    void withoutASecretKeysCannotBeErased() {
        PostgresStore store = database.open();
        String roomId = store.createRoom(Room.of(UUID.randomUUID().toString())).id();
        store.addParticipant(
                Participant.builder(roomId, "p", "sms").displayName("Ada").build());

        assertThatExceptionOfType(ProtectionSecretMissingException.class)
                .isThrownBy(() -> store.protection().eraseParticipant(roomId, "p", ErasureScope.ALL))
                .withMessageContaining("roomkit.store.protection.secret");
        assertThat(store.getParticipant(roomId, "p").orElseThrow().displayName())
                .isEqualTo("Ada");
    }

    @Test
    void secretMustBeLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresStore.builder().protectionSecret("short"))
                .withMessage("protectionSecret must have at least 16 characters");
    }

    @Test
    void oneStatementLooksForAllErasedKeysOfABatch() {
        StatementRecorder recorder = new StatementRecorder(database.dataSource());
        try (PostgresStore store = PostgresStore.builder()
                .dataSource(recorder)
                .protectionSecret(SECRET)
                .open()) {
            String roomId = newRoomOf(store);
            recorder.clear();

            store.addEventsAutoIndex(
                    roomId,
                    IntStream.range(0, 500)
                            .mapToObj(i -> Application.keyed(roomId, "hello", "key " + i))
                            .toList());

            assertThat(recorder.executions()).hasSize(3);
        }
    }

    /** A node without the secret, or of an earlier version, gives an event a key without locking the room. */
    @ParameterizedTest
    @EnumSource
    void aKeyThatAnotherEventGetsMeanwhileIsTheOtherEvents(Append append) throws Exception {
        PostgresStore store = database.open(builder -> builder.protectionSecret(SECRET));
        String roomId = newRoomOf(store);
        RoomEvent other =
                store.appendEvent(roomId, Application.message(roomId, "other")).event();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            try (PreparedStatement statement =
                    transaction.prepareStatement("UPDATE roomkit.events SET idempotency_key = 'k' WHERE id = ?")) {
                statement.setString(1, other.id());
                statement.executeUpdate();
            }
            Future<?> appended =
                    executor.submit(() -> append.work.accept(store, Application.keyed(roomId, "hello", "k")));
            Eventually.isTrue(() -> database.blockedSessions() > 0);
            transaction.commit();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> appended.get(20, TimeUnit.SECONDS))
                    .withCauseInstanceOf(IdempotencyConflictException.class);
        } finally {
            executor.shutdownNow();
        }
        assertThat(store.getEventCount(roomId)).isEqualTo(1);
    }

    private static String newRoomOf(PostgresStore store) {
        return store.createRoom(Room.of(UUID.randomUUID().toString())).id();
    }

    private enum Append {
        APPEND((store, event) -> store.appendEvent(event.roomId(), event)),
        ADD((store, event) -> store.addEventAutoIndex(event.roomId(), event)),
        ADD_ALL((store, event) ->
                store.addEventsAutoIndex(event.roomId(), List.of(event, Application.message(event.roomId(), "more"))));

        private final BiConsumer<PostgresStore, RoomEvent> work;

        Append(BiConsumer<PostgresStore, RoomEvent> work) {
            this.work = work;
        }
    }

    @Test
    void withoutASecretAnAppendTakesOneStatement() {
        StatementRecorder recorder = new StatementRecorder(database.dataSource());
        try (PostgresStore store = PostgresStore.builder().dataSource(recorder).open()) {
            String roomId =
                    store.createRoom(Room.of(UUID.randomUUID().toString())).id();
            recorder.clear();

            RoomEvent event = Application.message(roomId, "hello").toBuilder()
                    .idempotencyKey("key")
                    .build();
            store.appendEvent(roomId, event);
            store.addEventsAutoIndex(
                    roomId,
                    List.of(event.toBuilder()
                            .id("other")
                            .idempotencyKey("other")
                            .build()));

            assertThat(recorder.executions()).hasSize(2);
        }
    }
}
