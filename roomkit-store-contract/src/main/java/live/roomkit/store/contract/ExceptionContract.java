package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityBuilder;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomBuilder;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.TaskNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests that no exception contains an address, an idempotency key or the text of a message. The tests cause each
 * exception with arguments that contain a recognizable text.
 */
public abstract class ExceptionContract extends StoreContract {

    private static final String SECRET = "SECRET-b1e55ed";

    private static final Map<String, Object> METADATA = Map.of("free", SECRET);

    /** Creates the tests for the given store. */
    protected ExceptionContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    private record Failure(Class<? extends RuntimeException> type, Runnable call) {}

    @TestFactory
    Stream<DynamicTest> noFailureTellsWhatIsInARecord() {
        String id = store().createRoom(secretRoom(newId()).build()).id();
        RoomEvent event =
                store().addEventAutoIndex(id, event(id).idempotencyKey(SECRET).build());
        List<Failure> failures = new ArrayList<>();
        failures.addAll(eventFailures(id, event));
        failures.addAll(roomFailures(id));
        failures.addAll(childFailures(id));
        failures.addAll(identityFailures());
        failures.addAll(refusedRecords(id));
        return failures.stream()
                .map(failure -> DynamicTest.dynamicTest(failure.type().getSimpleName(), () -> assertSilent(failure)));
    }

    @Test
    void noIdFillsALogOrLooksLikeALineOfIt() {
        String id = "gone'\nERROR everything \u2028 is lost \u202E";
        String room = newRoom();
        List<ThrowingCallable> calls = List.of(
                () -> store().deleteEvent(id + "x".repeat(100_000), "event", ReplyPolicy.DELETE),
                () -> store().markAllRead(id, "channel"),
                () -> store().updateEvent(event(room).id(id).build()),
                () -> store().updateBinding(Samples.binding(room, id)),
                () -> store().updateParticipant(Samples.participant(room, id)),
                () -> store().updateTask(Task.of(room, id)),
                () -> store().unlinkAddress(id, ChannelType.SMS, "address"),
                () -> store().addTask(Task.of(id, "task")),
                () -> store().patchRoomMetadata(room, Map.of(id, Double.NaN)));
        for (ThrowingCallable call : calls) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(call)
                    .satisfies(ex -> assertThat(ex.getMessage())
                            .contains("\\u000AERROR everything \\u2028 is lost \\u202E")
                            .doesNotContain("\n", "\u2028", "\u202E")
                            .hasSizeLessThan(400));
        }
    }

    private static void assertSilent(Failure failure) {
        Throwable thrown = catchThrowable(failure.call()::run);

        assertThat(thrown).isExactlyInstanceOf(failure.type());
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
        assertThat(thrown.toString()).doesNotContain(SECRET);
        if (thrown instanceof StoreException refused) {
            assertThat(refused.isRetryable()).isFalse();
            assertThat(refused.isOutcomeKnown()).isTrue();
        }
    }

    private List<Failure> eventFailures(String id, RoomEvent event) {
        RoomEvent sameId =
                event(id).id(event.id()).content(TextContent.of(SECRET + "!")).build();
        RoomEvent sameKey = event(id)
                .idempotencyKey(SECRET)
                .content(TextContent.of(SECRET + "!"))
                .build();
        RoomEvent keyless = store().addEventAutoIndex(id, event(id).build());
        return List.of(
                new Failure(DuplicateIdException.class, () -> store().appendEvent(id, sameId)),
                new Failure(DuplicateIdException.class, () -> store().addEventAutoIndex(id, sameId)),
                new Failure(DuplicateIdException.class, () -> store().addEventsAutoIndex(id, List.of(sameId))),
                new Failure(IdempotencyConflictException.class, () -> store().appendEvent(id, sameKey)),
                new Failure(IdempotencyConflictException.class, () -> store().addEventAutoIndex(id, sameKey)),
                new Failure(IdempotencyConflictException.class, () -> store().addEventsAutoIndex(id, List.of(sameKey))),
                new Failure(
                        IdempotencyConflictException.class,
                        () -> store().updateEvent(keyless.toBuilder()
                                .idempotencyKey(SECRET)
                                .build())),
                new Failure(
                        DuplicateIndexException.class,
                        () -> store().addEvent(event(id).index(0).build())),
                new Failure(
                        EventNotFoundException.class,
                        () -> store().updateEvent(event(id).build())),
                new Failure(
                        IllegalArgumentException.class,
                        () -> store().appendEvent(id, event(newId()).build())));
    }

    private List<Failure> roomFailures(String id) {
        String closed = store().createRoom(
                        secretRoom(newId()).status(RoomStatus.CLOSED).build())
                .id();
        String absent = newId();
        return List.of(
                new Failure(
                        DuplicateIdException.class,
                        () -> store().createRoom(secretRoom(id).build())),
                new Failure(
                        RoomNotFoundException.class,
                        () -> store().updateRoom(secretRoom(absent).build())),
                new Failure(RoomNotFoundException.class, () -> store().patchRoomMetadata(absent, METADATA)),
                new Failure(
                        IllegalArgumentException.class, () -> store().patchRoomMetadata(id, METADATA, Set.of("free"))),
                new Failure(
                        RoomNotFoundException.class,
                        () -> store().appendEvent(absent, event(absent).build())),
                new Failure(
                        RoomNotFoundException.class,
                        () -> store().addEventsAutoIndex(
                                        absent, List.of(event(absent).build()))),
                new Failure(
                        RoomClosedException.class,
                        () -> store().appendEvent(closed, event(closed).build())));
    }

    private List<Failure> childFailures(String id) {
        String absent = newId();
        store().addTask(task(id));
        store().addObservation(observation(id));
        return List.of(
                new Failure(RoomNotFoundException.class, () -> store().addBinding(binding(absent))),
                new Failure(BindingNotFoundException.class, () -> store().updateBinding(binding(id))),
                new Failure(RoomNotFoundException.class, () -> store().addParticipant(participant(absent))),
                new Failure(ParticipantNotFoundException.class, () -> store().updateParticipant(participant(id))),
                new Failure(RoomNotFoundException.class, () -> store().addTask(task(absent))),
                new Failure(DuplicateIdException.class, () -> store().addTask(task(id))),
                new Failure(
                        TaskNotFoundException.class,
                        () -> store().updateTask(
                                        task(id).toBuilder().id("absent").build())),
                new Failure(RoomNotFoundException.class, () -> store().addObservation(observation(absent))),
                new Failure(DuplicateIdException.class, () -> store().addObservation(observation(id))));
    }

    private List<Failure> identityFailures() {
        String organization = newId();
        Identity holder = store().createIdentity(
                        identity(newId()).organizationId(organization).build());
        Identity other = store().createIdentity(
                        Identity.builder(newId()).organizationId(organization).build());
        return List.of(
                new Failure(
                        DuplicateIdException.class,
                        () -> store().createIdentity(identity(other.id())
                                .channelAddresses(Map.of())
                                .build())),
                new Failure(
                        AddressConflictException.class,
                        () -> store().createIdentity(identity(newId())
                                .organizationId(organization)
                                .build())),
                new Failure(
                        AddressConflictException.class, () -> store().linkAddress(other.id(), ChannelType.SMS, SECRET)),
                new Failure(
                        IdentityNotFoundException.class,
                        () -> store().updateIdentity(identity(newId()).build())),
                new Failure(
                        IdentityNotFoundException.class, () -> store().moveAddress(newId(), ChannelType.SMS, SECRET)),
                new Failure(
                        IllegalArgumentException.class,
                        () -> store().updateIdentity(holder.toBuilder()
                                .organizationId(SECRET)
                                .build())),
                new Failure(
                        IllegalArgumentException.class,
                        () -> store().linkAddress(other.id(), ChannelType.SMS, SECRET.repeat(100))));
    }

    private List<Failure> refusedRecords(String id) {
        return List.of(
                new Failure(
                        InvalidContentException.class,
                        () -> store().appendEvent(
                                        id,
                                        event(id)
                                                .content(TextContent.of(SECRET + "\u0000"))
                                                .build())),
                new Failure(
                        InvalidContentException.class,
                        () -> store().patchRoomMetadata(id, Map.of("a", new StringBuilder(SECRET)))),
                new Failure(
                        InvalidContentException.class,
                        () -> store().appendEvent(
                                        id,
                                        event(id)
                                                .content(TextContent.of(SECRET.repeat(1 << 20)))
                                                .build())),
                new Failure(IllegalArgumentException.class, () -> store().getRoom(SECRET + "\u0000")),
                new Failure(IllegalArgumentException.class, () -> store().checkIdempotency(id, SECRET + "\u0000")));
    }

    private static RoomBuilder secretRoom(String id) {
        return Room.builder(id).metadata(Map.of("free", SECRET));
    }

    private static RoomEventBuilder event(String roomId) {
        EventSource source = EventSource.builder("sms-main", ChannelType.SMS)
                .rawPayload(Map.of("raw", SECRET))
                .build();
        return RoomEvent.builder(roomId, source, TextContent.of(SECRET))
                .correlationId(SECRET)
                .metadata(Map.of("free", SECRET));
    }

    private static ChannelBinding binding(String roomId) {
        return Samples.binding(roomId, "absent").toBuilder()
                .metadata(Map.of("free", SECRET))
                .build();
    }

    private static Participant participant(String roomId) {
        return Samples.participant(roomId, "absent").toBuilder()
                .displayName(SECRET)
                .metadata(Map.of("free", SECRET))
                .build();
    }

    private static Task task(String roomId) {
        return Task.builder(roomId, "task")
                .title(SECRET)
                .data(Map.of("free", SECRET))
                .build();
    }

    private static Observation observation(String roomId) {
        return Observation.builder(roomId, "observation")
                .content(SECRET)
                .data(Map.of("free", SECRET))
                .build();
    }

    private static IdentityBuilder identity(String id) {
        return Identity.builder(id)
                .displayName(SECRET)
                .email(SECRET)
                .phone(SECRET)
                .channelAddresses(Map.of(ChannelType.SMS, List.of(SECRET)))
                .metadata(Map.of("free", SECRET));
    }
}
