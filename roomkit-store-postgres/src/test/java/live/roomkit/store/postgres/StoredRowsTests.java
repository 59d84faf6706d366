package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests the rows after every kind of write: the record in {@code data}, and columns that agree with it. */
class StoredRowsTests {

    private static final String ROOM = "room-full";

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final JdbcTemplate jdbc = database.jdbc();

    private static final PostgresStore store = database.open();

    @BeforeAll
    static void writeInEveryWay() {
        writeRooms();
        writeEvents();
        writeBindings();
        writeParticipants();
        writeIdentities();
        writeTasksAndObservations();
    }

    @ParameterizedTest
    @EnumSource
    void aRecordIsStoredAsAnObjectNotAsText(StoredTable table) {
        assertThat(jdbc.queryForList("SELECT DISTINCT jsonb_typeof(data) FROM roomkit." + table, String.class))
                .containsExactly("object");
    }

    @ParameterizedTest
    @EnumSource
    void aColumnSaysWhatTheRecordSays(StoredTable table) {
        for (StoredRow row : rows(table)) {
            table.repeatedFields()
                    .forEach((column, field) -> assertThat(row.column(column))
                            .as("%s of %s", column, row.columns())
                            .isEqualTo(row.field(field)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnIsAccountedFor(StoredTable table) {
        Set<String> known = new HashSet<>(table.repeatedFields().keySet());
        known.addAll(table.managedColumns());

        assertThat(rows(table).get(0).columns().keySet()).isEqualTo(known);
    }

    @ParameterizedTest
    @EnumSource
    void aFullRecordHasTheFieldsOfTheReferenceAndNoOther(StoredTable table) {
        assertThat(rows(table)).anyMatch(row -> row.fields().equals(table.fields()));
        assertThat(rows(table)).allMatch(row -> table.fields().containsAll(row.fields()));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAbsentIsLeftOut(StoredTable table) {
        assertThat(rows(table))
                .noneMatch(row -> row.data().properties().stream()
                        .anyMatch(field -> field.getValue().isNull()));
        assertThat(rows(table)).anyMatch(row -> !row.fields().equals(table.fields()));
    }

    @Test
    void nestedRecordsHaveTheFieldsOfTheReference() {
        assertThat(nested("events", "source"))
                .containsExactlyInAnyOrder(
                        "channel_id",
                        "channel_type",
                        "direction",
                        "participant_id",
                        "external_id",
                        "provider",
                        "raw_payload",
                        "provider_message_id");
        assertThat(nested("events", "channel_data"))
                .containsExactlyInAnyOrder("provider", "external_id", "thread_id", "extra");
        assertThat(nested("rooms", "timers"))
                .containsExactlyInAnyOrder("inactive_after_seconds", "closed_after_seconds");
        assertThat(nested("bindings", "rate_limit"))
                .containsExactlyInAnyOrder("max_per_second", "max_per_minute", "max_per_hour");
        assertThat(nested("bindings", "retry_policy"))
                .containsExactlyInAnyOrder(
                        "max_retries",
                        "base_delay_seconds",
                        "max_delay_seconds",
                        "exponential_base",
                        "retryable_errors");
        assertThat(nested("bindings", "capabilities"))
                .hasSize(25)
                .contains("media_types", "max_length", "supports_read_receipts", "delivery_mode", "custom");
    }

    @Test
    void theAddressesOfARecordAreThoseOfTheTable() {
        Set<List<String>> listed = new HashSet<>();
        for (StoredRow row : rows(StoredTable.IDENTITIES)) {
            String organization = row.data().path("organization_id").asString("");
            row.data()
                    .get("channel_addresses")
                    .properties()
                    .forEach(entry -> entry.getValue()
                            .forEach(address -> listed.add(List.of(
                                    row.data().get("id").asString(),
                                    organization,
                                    entry.getKey(),
                                    address.asString()))));
        }

        Set<List<String>> held = jdbc
                .queryForList(
                        "SELECT identity_id, organization_id, channel_type, address FROM roomkit.identity_addresses")
                .stream()
                .map(row -> row.values().stream().map(String::valueOf).toList())
                .collect(Collectors.toSet());
        assertThat(held).isEqualTo(listed).hasSizeGreaterThan(3);
    }

    @Test
    void bindingsAndParticipantsRepeatWhatIsInTheirRoom() {
        assertThat(jdbc.queryForList("""
                        SELECT b.room_id FROM roomkit.bindings AS b JOIN roomkit.rooms AS r ON r.id = b.room_id
                        WHERE (b.room_created_at, b.room_status, b.room_organization_id)
                            IS DISTINCT FROM (r.created_at, r.status, r.organization_id)
                        UNION ALL
                        SELECT p.room_id FROM roomkit.participants AS p JOIN roomkit.rooms AS r ON r.id = p.room_id
                        WHERE p.room_created_at IS DISTINCT FROM r.created_at
                        """)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theSizeOfARecordIsThatOfItsJson(StoredTable table) {
        assertThat(rows(table))
                .filteredOn(row -> !row.data().path("id").asString("").equals("room-patched"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.column("bytes"))
                        .hasToString(Integer.toString(row.data().toString().getBytes(StandardCharsets.UTF_8).length)));
    }

    @Test
    void theSizeOfAPatchedRoomIsAtMostALittleTooLarge() {
        StoredRow row = StoredRow.get(jdbc, "rooms", "room-patched");
        int bytes = row.data().toString().getBytes(StandardCharsets.UTF_8).length;

        assertThat(row.columns().get("bytes").asInt()).isBetween(bytes, bytes + 150);
    }

    @Test
    void anEventIsMarkedAsBlockedWhereItsStatusSaysSo() {
        Map<String, Boolean> blocked = rows(StoredTable.EVENTS).stream()
                .collect(Collectors.toMap(
                        row -> row.data().get("id").asString(),
                        row -> row.columns().get("blocked").asBoolean()));

        assertThat(blocked)
                .containsEntry("added", true)
                .containsEntry("first", true)
                .containsEntry("passed in a batch", false)
                .containsEntry("blocked in a transaction", true)
                .containsEntry("passed in a transaction", false)
                .containsEntry("blocked later", true)
                .containsEntry("passed later", false);
    }

    @Test
    void eventsOfOneCallShareAnIdOfTheAppendAndNoOthers() {
        Map<Object, Set<String>> calls = rows(StoredTable.EVENTS).stream()
                .collect(Collectors.groupingBy(
                        row -> row.columns().get("append_id").asLong(),
                        Collectors.mapping(row -> row.data().get("id").asString(), Collectors.toSet())));

        assertThat(calls.values())
                .filteredOn(ids -> ids.size() > 1)
                .containsExactlyInAnyOrder(
                        Set.of("first", "passed in a batch"),
                        Set.of("blocked in a transaction", "passed in a transaction"));
    }

    @Test
    void anEventWithoutTheHashOfItsPayloadIsStillADuplicate() {
        RoomEvent event = RoomEvent.message("room-plain", plainSource(), TextContent.of("erased")).toBuilder()
                .idempotencyKey("kept")
                .build();
        store.appendEvent("room-plain", event);
        jdbc.update("UPDATE roomkit.events SET payload_hash = NULL WHERE id = ?", event.id());

        AppendResult again = store.appendEvent(
                "room-plain",
                event.toBuilder().content(TextContent.of("sent again")).build());

        assertThat(again.duplicate()).isTrue();
        assertThat(again.event().content()).isEqualTo(event.content());
    }

    private static void writeRooms() {
        store.createRoom(FullRecords.room(ROOM));
        store.getOrCreateRoom(FullRecords.room("room-got"));
        store.createRoom(Room.of("room-plain"));
        store.createRoom(FullRecords.room("room-updated"));
        store.updateRoom(Room.builder("room-updated")
                .status(RoomStatus.ARCHIVED)
                .createdAt(FullRecords.TIME.plusSeconds(50))
                .build());
        store.createRoom(Room.of("room-filled"));
        store.updateRoom(FullRecords.room("room-filled"));
        store.createRoom(FullRecords.room("room-changed"));
        store.addBinding(FullRecords.binding("room-changed", "before"));
        store.updateRoom(
                "room-changed",
                room -> room.toBuilder()
                        .organizationId("organization-2")
                        .status(RoomStatus.CLOSED)
                        .closedAt(FullRecords.TIME.plusSeconds(60))
                        .build());
        store.createRoom(FullRecords.room("room-patched"));
        store.patchRoomMetadata("room-patched", Map.of("tier", "basic"), Set.of("seats"));
    }

    private static void writeEvents() {
        store.addEventAutoIndex(ROOM, FullRecords.event(ROOM, "added"));
        store.updateRoom("room-filled", room -> {
            store.addEventAutoIndex(room.id(), FullRecords.event(room.id(), "added in a transaction"));
            return room;
        });
        store.addEventsAutoIndex(ROOM, List.of(FullRecords.event(ROOM, "first"), passed("passed in a batch")));
        store.addEvent(
                FullRecords.event(ROOM, "imported").toBuilder().index(100).build());
        store.appendEvent("room-plain", RoomEvent.message("room-plain", plainSource(), TextContent.of("hello")));
        store.addEventAutoIndex(ROOM, FullRecords.event(ROOM, "emptied"));
        store.updateEvent(RoomEvent.builder(ROOM, plainSource(), TextContent.of("hello"))
                .id("emptied")
                .createdAt(FullRecords.TIME.plusSeconds(70))
                .build());
        store.addEventAutoIndex(ROOM, FullRecords.event(ROOM, "updated"));
        store.updateEvent(FullRecords.event(ROOM, "updated").toBuilder()
                .type(EventType.EDIT)
                .visibility("transport")
                .source(plainSource().toBuilder().participantId("agent-9").build())
                .parentEventId("another parent")
                .correlationId("another correlation")
                .idempotencyKey("another key")
                .build());
        store.updateRoom(ROOM, room -> {
            store.addEventsAutoIndex(
                    ROOM,
                    List.of(FullRecords.event(ROOM, "blocked in a transaction"), passed("passed in a transaction")));
            return room;
        });
        store.addEventAutoIndex(ROOM, passed("blocked later"));
        store.updateEvent(FullRecords.event(ROOM, "blocked later"));
        store.addEventAutoIndex(ROOM, FullRecords.event(ROOM, "passed later"));
        store.updateEvent(passed("passed later"));
        store.advanceDeliveredIndex(ROOM, 2, GapPolicy.SKIP);
        store.markAllRead(ROOM, "sms-main");
    }

    private static RoomEvent passed(String id) {
        return FullRecords.event(ROOM, id).toBuilder()
                .status(EventStatus.DELIVERED)
                .build();
    }

    private static EventSource plainSource() {
        return EventSource.inbound("sms-main", ChannelType.SMS);
    }

    private static void writeBindings() {
        store.addBinding(FullRecords.binding(ROOM, "added"));
        store.addBinding(ChannelBinding.of(ROOM, "plain", ChannelType.SMS));
        store.addBinding(FullRecords.binding(ROOM, "replaced"));
        store.addBinding(ChannelBinding.of(ROOM, "replaced", ChannelType.EMAIL));
        store.addBinding(ChannelBinding.of(ROOM, "updated", ChannelType.EMAIL));
        store.updateBinding(FullRecords.binding(ROOM, "updated").toBuilder()
                .participantId("agent-9")
                .attachedAt(FullRecords.TIME.plusSeconds(80))
                .build());
        store.updateRoom(
                "room-got", room -> room.toBuilder().organizationId(null).build());
        store.addBinding(FullRecords.binding("room-got", "added"));
    }

    private static void writeParticipants() {
        store.addParticipant(FullRecords.participant(ROOM, "added"));
        store.addParticipant(Participant.of(ROOM, "plain", "sms-main"));
        store.addParticipant(FullRecords.participant(ROOM, "replaced"));
        store.addParticipant(Participant.of(ROOM, "replaced", "sms-main"));
        store.addParticipant(Participant.of(ROOM, "updated", "sms-main"));
        store.updateParticipant(FullRecords.participant(ROOM, "updated").toBuilder()
                .identityId("identity-9")
                .joinedAt(FullRecords.TIME.plusSeconds(90))
                .build());
    }

    private static void writeIdentities() {
        store.createIdentity(FullRecords.identity("created"));
        store.createIdentity(Identity.of("plain"));
        store.createIdentity(FullRecords.identity("updated"));
        store.updateIdentity(
                Identity.builder("updated").organizationId("organization-1").build());
        store.linkAddress("plain", ChannelType.EMAIL, "a@example.org");
        store.createIdentity(FullRecords.identity("taker").toBuilder()
                .channelAddresses(Map.of())
                .build());
        store.moveAddress("taker", ChannelType.SMS, "+1 of updated");
        store.unlinkAddress("created", ChannelType.SMS, "+1 of created");
        store.createIdentity(
                FullRecords.identity("moved").toBuilder().organizationId(null).build());
    }

    private static void writeTasksAndObservations() {
        store.addTask(FullRecords.task(ROOM, "added"));
        store.addTask(FullRecords.task(ROOM, "updated"));
        store.updateTask(Task.builder(ROOM, "updated")
                .status(TaskStatus.FAILED)
                .createdAt(FullRecords.TIME.plusSeconds(100))
                .build());
        store.addObservation(FullRecords.observation(ROOM, "added"));
        store.addObservation(Observation.of(ROOM, "plain"));
    }

    private static List<StoredRow> rows(StoredTable table) {
        return StoredRow.list(jdbc, table.toString(), "true");
    }

    /** The fields of a nested record, of all rows together. */
    private static Set<String> nested(String table, String field) {
        Set<String> fields = new HashSet<>();
        for (StoredRow row : StoredRow.list(jdbc, table, "data -> '" + field + "' IS NOT NULL")) {
            fields.addAll(StoredRow.fields(row.data().get(field)));
        }
        return fields;
    }
}
