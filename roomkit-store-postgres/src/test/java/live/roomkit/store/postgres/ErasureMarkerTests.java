package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.EventContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.AddressKind;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.test.postgres.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests that nothing of an erased person is left: not in an export, and after the server tidied up, in no file of its data
 * directory. Every component of every record that can hold text holds a marker, so that a component that is added later is tested
 * as well.
 */
class ErasureMarkerTests {

    private static final String MARKER = "xq7Zw3Kp9LmV2sRt";

    /** The components that an erasure keeps, because they are ids, or say who may see the place of the event. */
    private static final Map<Class<? extends Record>, Set<String>> KEPT = Map.of(
            RoomEvent.class, Set.of("id", "roomId", "type", "visibility", "parentEventId"),
            EventSource.class, Set.of("channelId", "channelType", "participantId"),
            Participant.class, Set.of("id", "roomId", "channelId", "identityId"),
            ChannelBinding.class, Set.of("channelId", "roomId", "channelType", "visibility", "participantId"),
            Task.class, Set.of("id", "roomId", "createdBy"),
            Observation.class, Set.of("id", "roomId", "channelId"),
            Identity.class, Set.of("id", "organizationId"));

    private static final Map<String, Object> IDS = Map.ofEntries(
            Map.entry("roomId", "room"),
            Map.entry("channelId", "channel"),
            Map.entry("participantId", "person"),
            Map.entry("identityId", "identity"),
            Map.entry("createdBy", "person"),
            Map.entry("visibility", "all"),
            Map.entry("parentEventId", "root"),
            Map.entry("organizationId", "organization"),
            Map.entry("type", EventType.MESSAGE),
            Map.entry("channelType", ChannelType.SMS));

    @AutoClose
    private static final TestPostgres SERVER = TestPostgres.startEmbedded(TestPostgres.Durability.FAST);

    @AutoClose
    private final FreshDatabase database = new FreshDatabase(SERVER);

    private final Set<String> filled = new HashSet<>();

    @Test
    void nothingOfThePersonIsLeftInTheDataFiles() throws IOException {
        JdbcTemplate jdbc = this.database.jdbc();
        PostgresStore store = this.database.open(builder -> builder.protectionSecret("0123456789abcdef"));
        for (String table : List.of("events", "participants", "bindings", "identities", "tasks", "observations")) {
            jdbc.execute("ALTER TABLE roomkit." + table + " ALTER COLUMN data SET STORAGE EXTERNAL");
        }
        fill(store);
        // ANALYZE keeps the old statistics of a table that has become empty.
        for (int number = 0; number < 3; number++) {
            store.createIdentity(Identity.builder("other-" + number)
                    .displayName("Other " + number)
                    .email("other-" + number + "@example.org")
                    .channelAddresses(Map.of(ChannelType.SMS, List.of("+1555010" + number)))
                    .build());
        }
        jdbc.execute("ANALYZE");
        jdbc.execute("CHECKPOINT");
        assertThat(filesWithMarker(jdbc)).hasSizeGreaterThan(6);
        assertThat(export(store)).contains(MARKER);

        ErasureReceipt receipt = store.protection().eraseIdentity("identity", ErasureScope.ALL);

        jdbc.execute("ANALYZE");
        jdbc.execute("VACUUM FULL");
        jdbc.execute("CHECKPOINT");
        assertThat(filesWithMarker(jdbc)).isEmpty();
        assertThat(export(store)).doesNotContain(MARKER);
        assertThat(receipt.toJson()).doesNotContain(MARKER);
    }

    @Test
    void nothingOfThePersonIsLeftInMemory() {
        try (InMemoryStore store = new InMemoryStore()) {
            fill(store);
            assertThat(export(store)).contains(MARKER);

            store.protection().eraseIdentity("identity", ErasureScope.ALL);

            assertThat(export(store)).doesNotContain(MARKER);
        }
    }

    /** Writes records of every kind, and events with content of every kind. */
    private void fill(ConversationStore store) {
        store.createRoom(Room.builder("room").organizationId("organization").build());
        store.createIdentity(marked(Identity.class, "identity"));
        store.addParticipant(marked(Participant.class, "person").toBuilder()
                .identification(IdentificationStatus.IDENTIFIED)
                .build());
        store.addBinding(marked(ChannelBinding.class, "channel"));
        store.addTask(marked(Task.class, "task"));
        store.addObservation(marked(Observation.class, "observation"));
        int number = 0;
        for (Class<?> kind : EventContent.class.getPermittedSubclasses()) {
            number++;
            store.addEventAutoIndex(
                    "room",
                    marked(RoomEvent.class, "event-" + number).toBuilder()
                            .content(content(kind))
                            .idempotencyKey(MARKER + number)
                            .build());
        }
        assertThat(this.filled)
                .contains(
                        "RoomEvent.metadata",
                        "EventSource.rawPayload",
                        "ChannelData.extra",
                        "Participant.candidates",
                        "Identity.channelAddresses",
                        "TextContent.body");
    }

    private EventContent content(Class<?> kind) {
        if (kind == UnknownContent.class) {
            return new UnknownContent(Map.of("type", MARKER, "text", MARKER));
        }
        return (EventContent) marked(kind, "event");
    }

    @SuppressWarnings("unchecked")
    private <T> T marked(Class<T> type, String id) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            boolean kept =
                    KEPT.getOrDefault((Class<? extends Record>) type, Set.of()).contains(name);
            if (kept) {
                boolean own = name.equals("id") || (type == ChannelBinding.class && name.equals("channelId"));
                values[i] = own ? id : IDS.get(name);
            } else {
                values[i] = value(components[i].getGenericType(), name);
                this.filled.add(type.getSimpleName() + '.' + name);
            }
        }
        try {
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException ex) {
            throw new AssertionError(type + " cannot be filled", ex.getTargetException());
        } catch (ReflectiveOperationException ex) {
            throw new AssertionError(ex);
        }
    }

    private @Nullable Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return List.of(value(arguments[0], name));
            }
            return Map.of(value(arguments[0], name), value(arguments[1], name));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            boolean url = name.equals("url") || name.equals("thumbnailUrl");
            return url ? "https://example.org/" + MARKER : MARKER;
        }
        if (plain == Object.class) {
            return MARKER;
        }
        if (plain == EventType.class) {
            return EventType.of(MARKER);
        }
        if (plain == ChannelType.class) {
            return ChannelType.of(MARKER);
        }
        if (plain == EventContent.class) {
            return marked(live.roomkit.content.TextContent.class, "content");
        }
        if (plain == Instant.class) {
            return Instant.parse("2026-01-01T00:00:00Z");
        }
        if (plain == AddressKind.class) {
            return AddressKind.PLATFORM_ID;
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[0];
        }
        if (plain.isRecord()) {
            return marked(plain, "nested");
        }
        if (plain == boolean.class) {
            return true;
        }
        return number(plain);
    }

    private static Object number(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return 1;
        }
        return (type == long.class || type == Long.class) ? (Object) 1L : (Object) 1.0;
    }

    private static String export(ConversationStore store) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            Protection.of(store).exportTo(ExportQuery.all(), output);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Returns the files of the server that hold a marker, except those of its write-ahead log. */
    private static List<String> filesWithMarker(JdbcTemplate jdbc) throws IOException {
        Path data = Path.of(jdbc.queryForObject("SHOW data_directory", String.class));
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = data.relativize(file).toString();
                if (!name.startsWith("pg_wal")
                        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARKER)) {
                    found.add(name + " of "
                            + jdbc.queryForList(
                                    "SELECT oid::regclass::text FROM pg_class WHERE pg_relation_filepath(oid) = ?",
                                    String.class,
                                    name));
                }
            }
        }
        return found;
    }
}
