package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests that no exception, log, span or metric repeats refused data, for every refusal by the database. Each table
 * refuses every row here, so that every statement is reached, and the driver's messages hold the whole row.
 */
class ConfidentialityTests {

    private static final String MARKER = "4711-secret-4711";

    private static final Map<String, Object> SECRET = Map.of("said", MARKER);

    private static final List<String> TABLES = SchemaSnapshot.TABLES.stream()
            .filter(table -> !table.equals("schema_version"))
            .toList();

    @AutoClose
    private static final Application application = new Application(2, true);

    private static String room;

    private static RoomEvent event;

    @BeforeAll
    static void writeRecords() {
        ConversationStore store = application.store();
        room = application.newRoom();
        event = store.appendEvent(room, Application.keyed(room, "first", "key 1"))
                .event();
        store.appendEvent(room, Application.keyed(room, "second", MARKER));
        store.addBinding(ChannelBinding.of(room, "channel", ChannelType.SMS));
        store.addParticipant(Participant.of(room, "participant", "channel"));
        store.addTask(Task.of(room, "task"));
        store.createIdentity(Identity.of("ann"));
        store.createIdentity(identity("bob", MARKER));
        TABLES.forEach(table -> application
                .jdbc()
                .execute("ALTER TABLE roomkit." + table + " ADD CONSTRAINT refusing_check CHECK (false) NOT VALID"));
    }

    /** Writes secret data. */
    record SecretWrite(String name, Write write) {

        @Override
        public String toString() {
            return this.name;
        }
    }

    interface Write {

        void on(ConversationStore store);
    }

    @Test
    void theDriverWouldHaveSaidIt() {
        Throwable failure = catchThrowable(() -> application
                .jdbc()
                .update(
                        "INSERT INTO roomkit.tasks (id, room_id, status, created_at, data)"
                                + " VALUES (?, ?, 'pending', now(), '{}')",
                        MARKER,
                        room));

        assertThat(ExceptionWords.of(failure)).contains(MARKER);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aViolatedConstraintIsToldWithoutTheRow(SecretWrite secret) {
        try (Telemetry telemetry = new Telemetry()) {
            ConversationStore store = telemetry.observe(application.store());
            Throwable failure = catchThrowable(() -> secret.write().on(store));

            assertThat(failure).isExactlyInstanceOf(StoreException.class);
            assertThat(((StoreException) failure).getSqlState()).isEqualTo("23514");
            assertThat(ExceptionWords.of(failure)).doesNotContain(MARKER).doesNotContain("Failing row");
            assertThat(failure.getCause()).isNotNull();
            assertThat(telemetry.words())
                    .contains("SQLSTATE 23514")
                    .doesNotContain(MARKER)
                    .doesNotContain("Failing row");
        }
    }

    @ParameterizedTest
    @MethodSource("writes")
    void itIsToldWithoutTheRowInATransactionOfTheCallerToo(SecretWrite secret) {
        application.transaction().executeWithoutResult(status -> {
            Throwable failure = catchThrowable(() -> secret.write().on(application.store()));
            assertThat(((StoreException) failure).getSqlState()).isEqualTo("23514");
            assertThat(ExceptionWords.of(failure)).doesNotContain(MARKER).doesNotContain("Failing row");
        });
    }

    @Test
    void aKeyOrAnAddressThatIsTakenIsNotRepeated() {
        Throwable key = catchThrowable(() -> application
                .store()
                .updateEvent(event.toBuilder().idempotencyKey(MARKER).build()));
        Throwable address = catchThrowable(() -> application.store().linkAddress("ann", ChannelType.SMS, MARKER));

        assertThat(key).isInstanceOf(StoreException.class);
        assertThat(address).isInstanceOf(StoreException.class);
        assertThat(ExceptionWords.of(key)).doesNotContain(MARKER);
        assertThat(ExceptionWords.of(address)).doesNotContain(MARKER);
    }

    @Test
    void everyTableRefuses() {
        Set<String> refusing = new HashSet<>(new JdbcTemplate(application.pool())
                .queryForList(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'roomkit'::regnamespace AND relkind = 'r'",
                        String.class));

        assertThat(refusing)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(TABLES.stream(), Stream.of("schema_version"))
                        .toList());
    }

    static Stream<SecretWrite> writes() {
        RoomEvent message = Application.message(room, MARKER);
        Identity secret = Identity.builder("ann").metadata(SECRET).build();
        return Stream.of(
                new SecretWrite("createRoom", store -> store.createRoom(secret("new"))),
                new SecretWrite("getOrCreateRoom", store -> store.getOrCreateRoom(secret("new"))),
                new SecretWrite("updateRoom", store -> store.updateRoom(secret(room))),
                new SecretWrite("updateRoom by function", store -> store.updateRoom(room, found -> secret(room))),
                new SecretWrite("patchRoomMetadata", store -> store.patchRoomMetadata(room, SECRET)),
                new SecretWrite("appendEvent", store -> store.appendEvent(room, message)),
                new SecretWrite("addEventAutoIndex", store -> store.addEventAutoIndex(room, message)),
                new SecretWrite("addEventsAutoIndex", store -> store.addEventsAutoIndex(room, List.of(message))),
                new SecretWrite(
                        "addEvent",
                        store -> store.addEvent(message.toBuilder().index(9).build())),
                new SecretWrite(
                        "updateEvent",
                        store -> store.updateEvent(
                                event.toBuilder().metadata(SECRET).build())),
                new SecretWrite(
                        "addBinding",
                        store -> store.addBinding(
                                binding("new").toBuilder().metadata(SECRET).build())),
                new SecretWrite(
                        "updateBinding",
                        store -> store.updateBinding(
                                binding("channel").toBuilder().metadata(SECRET).build())),
                new SecretWrite(
                        "addParticipant",
                        store -> store.addParticipant(
                                participant("new").toBuilder().metadata(SECRET).build())),
                new SecretWrite(
                        "updateParticipant",
                        store -> store.updateParticipant(participant("participant").toBuilder()
                                .metadata(SECRET)
                                .build())),
                new SecretWrite("createIdentity", store -> store.createIdentity(identity("new", MARKER + "1"))),
                new SecretWrite("updateIdentity", store -> store.updateIdentity(secret)),
                new SecretWrite("linkAddress", store -> store.linkAddress("ann", ChannelType.SMS, MARKER + "2")),
                new SecretWrite("moveAddress", store -> store.moveAddress("ann", ChannelType.SMS, MARKER)),
                new SecretWrite("unlinkAddress", store -> store.unlinkAddress("bob", ChannelType.SMS, MARKER)),
                new SecretWrite(
                        "addTask",
                        store -> store.addTask(
                                Task.builder(room, "new").metadata(SECRET).build())),
                new SecretWrite(
                        "updateTask",
                        store -> store.updateTask(
                                Task.builder(room, "task").metadata(SECRET).build())),
                new SecretWrite(
                        "addObservation",
                        store -> store.addObservation(Observation.builder(room, "new")
                                .metadata(SECRET)
                                .build())),
                new SecretWrite("markRead", store -> store.markRead(room, MARKER, event.id())),
                new SecretWrite("markAllRead", store -> store.markAllRead(room, MARKER)));
    }

    private static Room secret(String roomId) {
        return Room.builder(roomId).metadata(SECRET).build();
    }

    private static ChannelBinding binding(String channelId) {
        return ChannelBinding.of(room, channelId, ChannelType.SMS);
    }

    private static Participant participant(String id) {
        return Participant.of(room, id, "channel");
    }

    private static Identity identity(String id, String address) {
        return Identity.builder(id)
                .channelAddresses(Map.of(ChannelType.SMS, List.of(address)))
                .build();
    }
}
