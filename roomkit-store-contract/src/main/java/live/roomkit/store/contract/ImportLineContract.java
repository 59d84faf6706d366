package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.ImportReport.Reason;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;

/**
 * Tests which lines of an export are refused by an import, and that the import restores the records of all other lines
 * unchanged.
 */
public abstract class ImportLineContract extends ProtectionContract {

    /** Creates the tests for the given store. */
    protected ImportLineContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void recordWithoutItsTimeIsRefused() {
        String export = export(store(), ExportQuery.ofOrganization(fullOrganization()));
        deleteAll(export);
        String withoutTimes = export.replaceAll("\"(created|joined|attached)_at\":\"[^\"]*\",", "");

        ImportReport report = importInto(store(), withoutTimes);

        assertThat(report.added()).isEqualTo(3);
        assertThat(report.refusals())
                .filteredOn(refusal -> refusal.reason() == Reason.INVALID)
                .allSatisfy(refusal ->
                        assertThat(refusal.problem()).containsPattern("data\\.(created|joined|attached)_at is missing"))
                .extracting(ImportReport.Refusal::kind)
                .contains("room", "binding", "participant", "event", "task", "observation");
        assertThat(importInto(store(), export).refusals()).isEmpty();
    }

    @Test
    void eventWithoutItsIdIsRefused() {
        String roomId = newRoom();
        RoomEvent event = append(roomId, "hello");
        String export = export(store(), ExportQuery.ofRoom(roomId));
        store().deleteEvent(roomId, event.id(), ReplyPolicy.KEEP);

        for (String id : List.of("", "\"id\":null,")) {
            ImportReport report = importInto(store(), export.replace("\"id\":\"" + event.id() + "\",", id));

            assertThat(report.refusals()).singleElement().satisfies(refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
                assertThat(refusal.problem()).contains("data.id is missing");
            });
        }
        assertThat(store().getEventCount(roomId)).isZero();
    }

    @Test
    void recordsThatAreNestedDeeplySurvive() {
        Map<String, Object> deep = Map.of("z", 1, "a", new BigDecimal("2.50"));
        for (int level = 1; level < 100; level++) {
            deep = Map.of("nested", deep);
        }
        String organizationId = newId();
        String roomId = newId();
        store().createRoom(Samples.roomOf(roomId, organizationId).toBuilder()
                .metadata(deep)
                .build());
        store().appendEvent(roomId, Samples.event(roomId, "deep").metadata(deep).build());
        store().addTask(Task.builder(roomId, newId()).data(deep).build());
        String export = export(store(), ExportQuery.ofOrganization(organizationId));
        store().deleteRoom(roomId);

        assertThat(importInto(store(), export).refusals()).isEmpty();

        assertThat(export(store(), ExportQuery.ofOrganization(organizationId))).isEqualTo(export);
        assertThat(room(roomId).metadata()).isEqualTo(deep);
        try (InMemoryStore other = new InMemoryStore()) {
            importInto(other, export);
            assertThat(export(other, ExportQuery.all())).isEqualTo(export);
        }
    }

    @Test
    void refusalsAreInTheOrderOfTheLines() {
        String roomId = newRoom();
        store().addTask(Task.of(roomId, newId()));
        store().addTask(Task.of(roomId, newId()));
        List<String> lines = export(store(), ExportQuery.ofRoom(roomId)).lines().toList();
        store().deleteRoom(roomId);

        ImportReport report =
                importInto(store(), HEADER + lines.get(2) + "\n{\"kind\":\"task\",\"data\":7}\n" + lines.get(3) + "\n");

        assertThat(report.refusals())
                .extracting(ImportReport.Refusal::reason)
                .containsExactly(Reason.ROOM_MISSING, Reason.INVALID, Reason.ROOM_MISSING);
        assertThat(report.refusals()).extracting(ImportReport.Refusal::line).containsExactly(2L, 3L, 4L);
    }
}
