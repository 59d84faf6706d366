package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportFormatException;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.ImportReport.Reason;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;

/** Tests that an import restores the records of an export, and reports every record that it refuses. */
public abstract class ImportContract extends ProtectionContract {

    /** Creates the tests for the given store. */
    protected ImportContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void exportAfterImportIsByteIdentical() {
        String organizationId = fullOrganization();
        String before = export(store(), ExportQuery.ofOrganization(organizationId));
        deleteAll(before);
        assertThat(export(store(), ExportQuery.ofOrganization(organizationId))).isEqualTo(HEADER);

        ImportReport report = importInto(store(), before);

        assertThat(report.isComplete()).isTrue();
        assertThat(report.added()).isEqualTo(report.lines() - 1).isGreaterThan(10);
        assertThat(export(store(), ExportQuery.ofOrganization(organizationId))).isEqualTo(before);
    }

    @Test
    void anyRecordSurvives() {
        long first = Seed.next();
        for (long seed = first; seed < first + 10; seed++) {
            String organizationId = randomOrganization(seed);
            String before = export(store(), ExportQuery.ofOrganization(organizationId));
            deleteAll(before);

            assertThat(importInto(store(), before).refusals())
                    .as("seed %s", seed)
                    .isEmpty();
            assertThat(export(store(), ExportQuery.ofOrganization(organizationId)))
                    .isEqualTo(before);
            try (InMemoryStore other = new InMemoryStore()) {
                importInto(other, before);
                assertThat(export(other, ExportQuery.all())).isEqualTo(before);
            }
        }
    }

    @Test
    void importingAgainChangesNothing() {
        String export = export(store(), ExportQuery.ofOrganization(fullOrganization()));

        ImportReport report = importInto(store(), export);

        assertThat(report.added()).isZero();
        assertThat(report.unchanged()).isEqualTo(report.lines() - 1);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void copyOfAPersonChangesNothingInItsOwnStore() {
        String organizationId = fullOrganization();
        String before = export(store(), ExportQuery.ofOrganization(organizationId));
        String copy =
                export(store(), ExportQuery.ofIdentity(ids(before, "identity").get(0)));

        ImportReport report = importInto(store(), copy);

        assertThat(report.refusals()).isEmpty();
        assertThat(report.added()).isZero();
        assertThat(report.unchanged()).isEqualTo(report.lines() - 1).isGreaterThan(10);
        assertThat(export(store(), ExportQuery.ofOrganization(organizationId))).isEqualTo(before);
    }

    @Test
    void copyOfAPersonRestoresTheRoomsThatAreGone() {
        String before = export(store(), ExportQuery.ofOrganization(fullOrganization()));
        ExportQuery person = ExportQuery.ofIdentity(ids(before, "identity").get(0));
        String copy = export(store(), person);
        List<String> rooms = ids(before, "room");
        store().deleteRoom(rooms.get(0));

        ImportReport report = importInto(store(), copy);

        assertThat(report.refusals()).isEmpty();
        assertThat(export(store(), person)).isEqualTo(copy);
        assertThat(room(rooms.get(0)).metadata()).isEmpty();
        assertThat(room(rooms.get(1)).metadata()).isNotEmpty();
        assertThat(importInto(store(), before).refusals())
                .singleElement()
                .extracting(ImportReport.Refusal::kind, ImportReport.Refusal::reason)
                .containsExactly("room", Reason.DIFFERENT);
    }

    @Test
    void copyOfAPersonNamesARoomThatHasChanged() {
        String before = export(store(), ExportQuery.ofOrganization(fullOrganization()));
        String copy =
                export(store(), ExportQuery.ofIdentity(ids(before, "identity").get(0)));
        String changed = ids(before, "room").get(0);
        store().updateRoom(room(changed).toBuilder().status(RoomStatus.CLOSED).build());

        assertThat(importInto(store(), copy).refusals())
                .singleElement()
                .extracting(ImportReport.Refusal::kind, ImportReport.Refusal::reason)
                .containsExactly("room", Reason.DIFFERENT);
    }

    @Test
    void importKeepsStoredRecordsAndNamesTheDifference() {
        String roomId = newRoom();
        RoomEvent event = append(roomId, "before");
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().updateEvent(event.toBuilder().content(TextContent.of("after")).build());

        ImportReport report = importInto(store(), export);

        assertThat(report.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.DIFFERENT);
            assertThat(refusal.kind()).isEqualTo("event");
            assertThat(refusal.line()).isEqualTo(3);
            assertThat(refusal.problem()).doesNotContain("before", "after");
        });
        assertThat(event(event).content()).isEqualTo(TextContent.of("after"));
    }

    @Test
    void importedEventsAreCountedAndRead() {
        String roomId = newRoom();
        List<RoomEvent> events = appendMany(roomId, 5);
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteEvent(roomId, events.get(1).id(), ReplyPolicy.KEEP);
        store().markRead(roomId, "reader", events.get(2).id());

        assertThat(importInto(store(), export).added()).isEqualTo(1);

        assertThat(store().getEventCount(roomId)).isEqualTo(5);
        assertThat(store().getUnreadCount(roomId, "reader")).isEqualTo(2);
        assertThat(append(roomId, "next").index()).isEqualTo(5);
    }

    @Test
    void importedRoomGoesOnFromItsIndex() {
        String roomId = newRoom();
        List<RoomEvent> events = appendMany(roomId, 3);
        store().advanceDeliveredIndex(roomId, 1, GapPolicy.SKIP);
        store().markRead(roomId, "reader", events.get(0).id());
        store().deleteEvent(roomId, events.get(2).id(), ReplyPolicy.KEEP);
        Room before = room(roomId);
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteRoom(roomId);

        importInto(store(), export);

        assertThat(room(roomId)).isEqualTo(before);
        assertThat(store().getUnreadCount(roomId, "reader")).isEqualTo(1);
        assertThat(append(roomId, "next").index()).isEqualTo(3);
    }

    @Test
    void importedEventIsRecognizedWhenDeliveredAgain() {
        String roomId = newRoom();
        RoomEvent event = Samples.keyed(roomId, "once", newId());
        store().appendEvent(roomId, event);
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteRoom(roomId);
        importInto(store(), export);

        AppendResult again =
                store().appendEvent(roomId, event.toBuilder().id(newId()).build());

        assertThat(again.duplicate()).isTrue();
        assertThat(again.event().id()).isEqualTo(event.id());
    }

    @Test
    void importStopsAtALineThatIsNotJson() {
        String roomId = newRoom();
        appendMany(roomId, 3);
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteRoom(roomId);
        List<String> lines = export.lines().toList();
        String broken = String.join("\n", lines.subList(0, 3)) + "\n{\"kind\": secret\n" + lines.get(3);

        assertThatExceptionOfType(ImportFormatException.class)
                .isThrownBy(() -> importInto(store(), broken))
                .satisfies(ex -> assertThat(ex.getLine()).isEqualTo(4))
                .withMessageStartingWith("Line 4 of the import is not one JSON object.")
                .withMessageNotContaining("secret");
        assertThat(store().getEventCount(roomId)).isEqualTo(1);

        assertThat(importInto(store(), export).isComplete()).isTrue();
        assertThat(export(store(), ExportQuery.ofRoom(roomId))).isEqualTo(export);
    }

    @Test
    void importRefusesANewerVersion() {
        String newer = HEADER.replace('1', '2') + "{\"kind\":\"room\",\"data\":{\"id\":\"" + newId() + "\"}}\n";

        assertThatExceptionOfType(ImportFormatException.class)
                .isThrownBy(() -> importInto(store(), newer))
                .withMessageStartingWith("Line 1 of the import names another version of the format");
    }

    @Test
    void importRefusesAStreamWithoutItsBeginning() {
        String roomId = newRoom();
        String export = export(store(), ExportQuery.ofRoom(roomId)).replace(HEADER, "");

        assertThatExceptionOfType(ImportFormatException.class)
                .isThrownBy(() -> importInto(store(), export))
                .withMessageStartingWith("Line 1 of the import must begin the export");
    }

    @Test
    void importRefusesAnUnknownKind() {
        assertThatExceptionOfType(ImportFormatException.class)
                .isThrownBy(() -> importInto(store(), HEADER + "{\"kind\":\"dream\"}"))
                .satisfies(ex -> assertThat(ex.getLine()).isEqualTo(2));
    }

    @Test
    void importReportsRecordsThatCannotBeStored() {
        String roomId = newId();
        String text = HEADER
                + "{\"kind\":\"room\",\"next_index\":0,\"delivered_index\":-1,\"data\":{\"id\":\" \"}}\n"
                + "{\"kind\":\"room\",\"next_index\":\"x\",\"delivered_index\":-1,\"data\":{\"id\":\"" + roomId
                + "\"}}\n"
                + "{\"kind\":\"room\",\"next_index\":0,\"delivered_index\":-1,\"data\":{\"id\":\"" + roomId
                + "\",\"metadata\":{\"x\":\"\\u0000\"}}}\n"
                + "{\"kind\":\"event\",\"index\":-1,\"data\":{}}\n"
                + "{\"kind\":\"task\",\"data\":7}\n";

        ImportReport report = importInto(store(), text);

        assertThat(report.added()).isZero();
        assertThat(report.refused()).isEqualTo(5);
        assertThat(report.refusals()).extracting(ImportReport.Refusal::reason).containsOnly(Reason.INVALID);
        assertThat(report.refusals()).extracting(ImportReport.Refusal::line).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(report.refusals().get(2).problem()).contains("/metadata/x");
        assertThat(store().roomExists(roomId)).isFalse();
    }

    @Test
    void importReportsRecordsOfMissingRooms() {
        String roomId = newRoom();
        append(roomId, "hello");
        store().addTask(Task.of(roomId, newId()));
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteRoom(roomId);

        ImportReport report = importInto(store(), without(export, "room"));

        assertThat(report.refusals()).extracting(ImportReport.Refusal::reason).containsOnly(Reason.ROOM_MISSING);
        assertThat(report.refused()).isEqualTo(2);
    }

    @Test
    void importReportsAddressesThatOthersHold() {
        String address = newId();
        String id = newId();
        store().createIdentity(Samples.identity(id, ChannelType.SMS, address));
        String export = export(store(), ExportQuery.ofIdentity(id));
        store().deleteIdentity(id);
        store().createIdentity(Samples.identity(newId(), ChannelType.SMS, address));

        ImportReport report = importInto(store(), export);

        assertThat(report.refusals()).extracting(ImportReport.Refusal::reason).containsExactly(Reason.ADDRESS_HELD);
        assertThat(store().getIdentity(id)).isEmpty();
    }

    @Test
    void importReportsIndicesAndKeysThatAreTaken() {
        String roomId = newRoom();
        store().appendEvent(roomId, Samples.keyed(roomId, "first", "key"));
        append(roomId, "second");
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteRoom(roomId);
        store().createRoom(Room.of(roomId));
        appendMany(roomId, 1);
        store().appendEvent(roomId, Samples.keyed(roomId, "third", "key"));

        ImportReport report = importInto(store(), export);

        assertThat(report.refusals())
                .extracting(ImportReport.Refusal::reason)
                .containsExactly(Reason.DIFFERENT, Reason.INDEX_OR_KEY_TAKEN, Reason.INDEX_OR_KEY_TAKEN);
        assertThat(store().getEventCount(roomId)).isEqualTo(2);
    }

    @Test
    void importedMarkerIsNotAboveTheLatestEvent() {
        String roomId = newRoom();
        RoomEvent event = append(roomId, "hello");
        store().markRead(roomId, "reader", event.id());
        String export = export(store(), ExportQuery.ofRoom(roomId)).replace("\"event_index\":0", "\"event_index\":7");
        store().deleteRoom(roomId);

        assertThat(importInto(store(), export).isComplete()).isTrue();
        assertThat(importInto(store(), export).isComplete()).isTrue();
        append(roomId, "later");

        assertThat(store().listReadMarkers(roomId)).isEqualTo(Map.of("reader", 0L));
        assertThat(store().getUnreadCount(roomId, "reader")).isEqualTo(1);
    }

    @Test
    void importedMarkerReplacesOneBeforeTheFirstEvent() {
        String roomId = newRoom();
        RoomEvent event = append(roomId, "hello");
        store().markRead(roomId, "reader", event.id());
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().markUnread(roomId, "reader", event.id());

        assertThat(importInto(store(), export).added()).isEqualTo(1);

        assertThat(store().getUnreadCount(roomId, "reader")).isZero();
    }

    @Test
    void checkingFindsEveryBadLineAndWritesNothing() {
        String roomId = newRoom();
        append(roomId, "hello");
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteRoom(roomId);

        ImportReport report = importInto(store(), export + "nonsense\n{\"kind\":\"dream\"}\n", ImportMode.CHECK);

        assertThat(report.refusals()).extracting(ImportReport.Refusal::reason).containsOnly(Reason.UNREADABLE);
        assertThat(report.refusals()).extracting(ImportReport.Refusal::line).containsExactly(4L, 5L);
        assertThat(report.added()).isZero();
        assertThat(store().roomExists(roomId)).isFalse();
    }

    private String randomOrganization(long seed) {
        RandomRecords records = new RandomRecords(seed);
        String organizationId = newId();
        String roomId = newId();
        store().createIdentity(records.next(
                Identity.class, Map.of("id", newId(), "organizationId", organizationId, "channelAddresses", Map.of())));
        store().createRoom(records.next(Room.class, Map.of("id", roomId, "organizationId", organizationId)));
        Map<String, Object> inRoom = Map.of("roomId", roomId);
        store().addBinding(records.next(ChannelBinding.class, inRoom));
        store().addParticipant(records.next(Participant.class, inRoom));
        store().addEventAutoIndex(roomId, records.next(RoomEvent.class, inRoom));
        store().addTask(records.next(Task.class, inRoom));
        store().addObservation(records.next(Observation.class, inRoom));
        return organizationId;
    }

    private static String without(String export, String kind) {
        return export.lines()
                .filter(line -> !line.startsWith("{\"kind\":\"" + kind + "\""))
                .collect(Collectors.joining("\n"));
    }
}
