package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import live.roomkit.channel.Access;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCapabilities;
import live.roomkit.channel.ChannelCategory;
import live.roomkit.channel.ChannelDirection;
import live.roomkit.channel.ChannelMediaType;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.DeliveryMode;
import live.roomkit.channel.RateLimit;
import live.roomkit.channel.RetryPolicy;
import live.roomkit.content.RichContent;
import live.roomkit.content.RichTextFormat;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.participant.ParticipantStatus;
import live.roomkit.room.AgentResponsePolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.InvalidContentException;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node of a newer version has written rows. What this version does not know of them outlives whatever it does. */
class NewerWriterTests {

    private static final JsonNode NEWER =
            JsonMapper.shared().readTree("{\"a\": [1, null, {\"b\": \"ü\"}], \"c\": 1.10}");

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final JdbcTemplate jdbc = database.jdbc();

    private static final PostgresStore store = database.open();

    private final String room = UUID.randomUUID().toString();

    @BeforeEach
    void writeRecords() {
        FullRecords.writeTo(store, this.room, this.room);
    }

    /**
     * A way of writing over what is there.
     *
     * @param write the way, given the id that all records of the test have
     * @param cleared the field that is absent afterwards, empty when the way clears none
     * @param nested the nested records that are merged, with the field of each that is absent afterwards
     */
    record Overwrite(String name, String table, Write write, String cleared, Map<String, String> nested) {

        @Override
        public String toString() {
            return this.name;
        }
    }

    interface Write {

        void on(ConversationStore store, String id);
    }

    static Stream<Overwrite> overwrites() {
        Map<String, String> timers = Map.of("timers", "closed_after_seconds");
        Map<String, String> capabilities = Map.of("capabilities", "max_length");
        return Stream.of(
                new Overwrite("updateRoom", "rooms", (s, id) -> s.updateRoom(Room.of(id)), "closed_at", timers),
                new Overwrite(
                        "updateRoom by function",
                        "rooms",
                        (s, id) -> s.updateRoom(
                                id,
                                found -> found.toBuilder()
                                        .closedAt(null)
                                        .timers(Room.of(id).timers())
                                        .build()),
                        "closed_at",
                        timers),
                new Overwrite(
                        "patchRoomMetadata",
                        "rooms",
                        (s, id) -> s.patchRoomMetadata(id, Map.of("tier", "basic"), Set.of("seats")),
                        "metadata/seats",
                        Map.of()),
                new Overwrite(
                        "updateEvent",
                        "events",
                        (s, id) -> s.updateEvent(plainEvent(id)),
                        "blocked_by",
                        Map.of("source", "provider", "channel_data", "thread_id")),
                new Overwrite(
                        "updateBinding",
                        "bindings",
                        (s, id) -> s.updateBinding(plainBinding(id)),
                        "rate_limit",
                        capabilities),
                new Overwrite(
                        "addBinding",
                        "bindings",
                        (s, id) -> s.addBinding(plainBinding(id)),
                        "participant_id",
                        capabilities),
                new Overwrite(
                        "updateParticipant",
                        "participants",
                        (s, id) -> s.updateParticipant(Participant.of(id, id, "sms-main")),
                        "resolved_at",
                        Map.of()),
                new Overwrite(
                        "addParticipant",
                        "participants",
                        (s, id) -> s.addParticipant(Participant.of(id, id, "sms-main")),
                        "candidates",
                        Map.of()),
                new Overwrite(
                        "updateIdentity",
                        "identities",
                        (s, id) -> s.updateIdentity(Identity.builder(id)
                                .organizationId("organization-1")
                                .build()),
                        "email",
                        Map.of()),
                new Overwrite(
                        "linkAddress", "identities", (s, id) -> s.linkAddress(id, ChannelType.EMAIL, id), "", Map.of()),
                new Overwrite(
                        "moveAddress", "identities", (s, id) -> s.moveAddress(id, ChannelType.EMAIL, id), "", Map.of()),
                new Overwrite(
                        "unlinkAddress",
                        "identities",
                        (s, id) -> s.unlinkAddress(id, ChannelType.SMS, "+1 of " + id),
                        "",
                        Map.of()),
                new Overwrite(
                        "updateTask", "tasks", (s, id) -> s.updateTask(Task.of(id, id)), "assigned_to", Map.of()));
    }

    private static RoomEvent plainEvent(String id) {
        return RoomEvent.builder(id, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of("hello"))
                .id(id)
                .build();
    }

    private static ChannelBinding plainBinding(String id) {
        return ChannelBinding.of(id, id, ChannelType.SMS);
    }

    @ParameterizedTest
    @MethodSource("overwrites")
    void whatThisVersionDoesNotKnowSurvivesAndWhatItKnowsIsReplaced(Overwrite overwrite) {
        addUnknownField(overwrite.table(), "{newer}");
        overwrite.nested().keySet().forEach(nested -> addUnknownField(overwrite.table(), "{" + nested + ",newer}"));

        overwrite.write().on(store, this.room);

        StoredRow row = row(overwrite.table());
        assertThat(row.data().get("newer")).isEqualTo(NEWER);
        assertThat(overwrite.cleared().isEmpty() || row.field(overwrite.cleared()) == null)
                .as("no field " + overwrite.cleared())
                .isTrue();
        overwrite.nested().forEach((nested, cleared) -> {
            assertThat(row.data().at("/" + nested + "/newer")).isEqualTo(NEWER);
            assertThat(row.field(nested + "/" + cleared)).isNull();
        });
        int bytes = row.data().toString().getBytes(StandardCharsets.UTF_8).length;
        assertThat(row.columns().get("bytes").asInt()).as("bytes").isBetween(bytes, bytes + 200);
    }

    @Test
    void contentMapsAndListsAreReplacedWhole() {
        addUnknownField("events", "{content,newer}");
        addUnknownField("events", "{metadata,newer}");
        addUnknownField("events", "{source,raw_payload,newer}");

        store.updateEvent(plainEvent(this.room));

        assertThat(row("events").data().toString()).doesNotContain("newer");
    }

    /**
     * A value that only a newer version knows.
     *
     * @param value what this version makes of it
     * @param rewrites every way to write it back
     */
    record NewerValue(String table, String path, Reading value, Object expected, List<Write> rewrites) {

        @Override
        public String toString() {
            return this.table + " " + this.path;
        }
    }

    interface Reading {

        Object of(ConversationStore store, String id);
    }

    static Stream<NewerValue> newerValues() {
        return Stream.of(
                room("{status}", Room::status, RoomStatus.UNKNOWN),
                room("{agent_response_policy}", Room::agentResponsePolicy, AgentResponsePolicy.UNKNOWN),
                event("{status}", RoomEvent::status, EventStatus.UNKNOWN),
                event("{source,direction}", event -> event.source().direction(), ChannelDirection.UNKNOWN),
                binding("{category}", ChannelBinding::category, ChannelCategory.UNKNOWN),
                binding("{direction}", ChannelBinding::direction, ChannelDirection.UNKNOWN),
                binding("{access}", ChannelBinding::access, Access.UNKNOWN),
                binding(
                        "{capabilities,delivery_mode}",
                        binding -> binding.capabilities().deliveryMode(),
                        DeliveryMode.UNKNOWN),
                binding(
                        "{capabilities,media_types,0}",
                        binding -> binding.capabilities().mediaTypes().get(0),
                        ChannelMediaType.UNKNOWN),
                participant("{role}", Participant::role, ParticipantRole.UNKNOWN),
                participant("{status}", Participant::status, ParticipantStatus.UNKNOWN),
                participant("{identification}", Participant::identification, IdentificationStatus.UNRECOGNIZED),
                new NewerValue(
                        "tasks",
                        "{status}",
                        (s, id) -> s.getTask(id, id).orElseThrow().status(),
                        TaskStatus.UNKNOWN,
                        List.of((s, id) -> s.updateTask(s.getTask(id, id).orElseThrow()))));
    }

    private static NewerValue room(String path, Function<Room, Object> value, Object expected) {
        return new NewerValue(
                "rooms",
                path,
                (s, id) -> value.apply(s.getRoom(id).orElseThrow()),
                expected,
                List.of(
                        (s, id) -> s.updateRoom(s.getRoom(id).orElseThrow()),
                        (s, id) -> s.updateRoom(id, found -> found)));
    }

    private static NewerValue event(String path, Function<RoomEvent, Object> value, Object expected) {
        return new NewerValue(
                "events",
                path,
                (s, id) -> value.apply(s.getEvent(id, id).orElseThrow()),
                expected,
                List.of((s, id) -> s.updateEvent(s.getEvent(id, id).orElseThrow())));
    }

    private static NewerValue binding(String path, Function<ChannelBinding, Object> value, Object expected) {
        return new NewerValue(
                "bindings",
                path,
                (s, id) -> value.apply(s.getBinding(id, id).orElseThrow()),
                expected,
                List.of(
                        (s, id) -> s.updateBinding(s.getBinding(id, id).orElseThrow()),
                        (s, id) -> s.addBinding(s.getBinding(id, id).orElseThrow())));
    }

    private static NewerValue participant(String path, Function<Participant, Object> value, Object expected) {
        return new NewerValue(
                "participants",
                path,
                (s, id) -> value.apply(s.getParticipant(id, id).orElseThrow()),
                expected,
                List.of(
                        (s, id) -> s.updateParticipant(s.getParticipant(id, id).orElseThrow()),
                        (s, id) -> s.addParticipant(s.getParticipant(id, id).orElseThrow())));
    }

    @ParameterizedTest
    @MethodSource("newerValues")
    void aValueOfANewerVersionIsReadAsUnknownAndNeverWrittenBack(NewerValue newer) {
        set(newer.table(), newer.path(), "\"x-newer\"");
        String before = text(newer.table());

        assertThat(newer.value().of(store, this.room)).isEqualTo(newer.expected());

        for (Write rewrite : newer.rewrites()) {
            assertThatExceptionOfType(InvalidContentException.class).isThrownBy(() -> rewrite.on(store, this.room));
        }
        assertThat(text(newer.table())).isEqualTo(before);
    }

    @Test
    void aRoomInAStateOfANewerVersionCanBePatchedAndKeepsItsState() {
        set("rooms", "{status}", "\"frozen\"");
        jdbc.update("UPDATE roomkit.rooms SET status = 'frozen' WHERE id = ?", this.room);

        Room patched = store.patchRoomMetadata(this.room, Map.of("a", 1));

        assertThat(patched.status()).isEqualTo(RoomStatus.UNKNOWN);
        assertThat(row("rooms").data().get("status").asString()).isEqualTo("frozen");
        assertThat(row("rooms").columns().get("status").asString()).isEqualTo("frozen");
    }

    @Test
    void aValueOfANewerVersionWithinContentIsReadAsUnknownAndNeverWrittenBack() {
        set("events", "{content}", "{\"type\": \"rich\", \"body\": \"hello\", \"format\": \"rtf\"}");
        String before = text("events");
        RoomEvent event = store.getEvent(this.room, this.room).orElseThrow();

        assertThat(event.content())
                .isEqualTo(RichContent.builder("hello")
                        .format(RichTextFormat.UNKNOWN)
                        .build());

        assertThatExceptionOfType(InvalidContentException.class).isThrownBy(() -> store.updateEvent(event));
        assertThat(text("events")).isEqualTo(before);
    }

    @Test
    void capabilitiesThatOnlyAnotherVersionReadsSurviveAnUpdateThatChangesKnownOnes() {
        addUnknownField("bindings", "{capabilities,newer}");
        ChannelBinding found = store.getBinding(this.room, this.room).orElseThrow();
        ChannelCapabilities changed =
                found.capabilities().toBuilder().maxLength(70L).maxButtons(null).build();

        ChannelBinding updated =
                store.updateBinding(found.toBuilder().capabilities(changed).build());

        assertThat(updated.capabilities()).isEqualTo(changed);
        assertThat(row("bindings").data().at("/capabilities/newer")).isEqualTo(NEWER);
    }

    @Test
    void limitsAndPoliciesKeepTheFieldsThatOnlyAnotherVersionReads() {
        RateLimit limit = new RateLimit(1.0, 60.0, 3600.0);
        store.updateBinding(store.getBinding(this.room, this.room).orElseThrow().toBuilder()
                .rateLimit(limit)
                .retryPolicy(RetryPolicy.DEFAULT)
                .build());
        addUnknownField("bindings", "{rate_limit,newer}");
        addUnknownField("bindings", "{retry_policy,newer}");
        ChannelBinding found = store.getBinding(this.room, this.room).orElseThrow();

        store.updateBinding(found.toBuilder()
                .retryPolicy(new RetryPolicy(5, 1.0, 60.0, 2.0))
                .build());

        assertThat(row("bindings").data().at("/rate_limit/newer")).isEqualTo(NEWER);
        assertThat(row("bindings").data().at("/retry_policy/newer")).isEqualTo(NEWER);
        assertThat(row("bindings").data().at("/retry_policy/max_retries").asInt())
                .isEqualTo(5);
    }

    @Test
    void policyThatAnUpdateLeavesOutIsGone() {
        store.updateBinding(store.getBinding(this.room, this.room).orElseThrow().toBuilder()
                .retryPolicy(RetryPolicy.DEFAULT)
                .build());
        addUnknownField("bindings", "{retry_policy,newer}");

        ChannelBinding updated = store.addBinding(store.getBinding(this.room, this.room).orElseThrow().toBuilder()
                .retryPolicy(null)
                .build());

        assertThat(updated.retryPolicy()).isNull();
        assertThat(row("bindings").data().has("retry_policy")).isFalse();
    }

    private void addUnknownField(String table, String path) {
        set(table, path, NEWER.toString());
    }

    private void set(String table, String path, String json) {
        StoredRow.setData(jdbc, table, this.room, "jsonb_set(data, CAST(? AS text[]), CAST(? AS jsonb))", path, json);
    }

    private StoredRow row(String table) {
        return StoredRow.get(jdbc, table, this.room);
    }

    private String text(String table) {
        return String.valueOf(jdbc.queryForObject(
                "SELECT t::text FROM roomkit." + table + " AS t WHERE " + StoredRow.idColumn(table) + " = ?",
                String.class,
                this.room));
    }
}
