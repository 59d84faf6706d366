package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ProtectionSecretMissingException;
import live.roomkit.room.Room;
import live.roomkit.store.contract.ErasedKeyContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

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

    private static String newRoomOf(PostgresStore store) {
        return store.createRoom(Room.of(UUID.randomUUID().toString())).id();
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
