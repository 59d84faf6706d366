package live.roomkit.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.room.Room;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTests {

    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    @ParameterizedTest
    @MethodSource("ordinaryRecords")
    void everyComponentOfARecordSurvives(Record record) {
        Record read = this.json.read(this.json.write(record), record.getClass());

        assertThat(read).isEqualTo(record);
    }

    @Test
    void everyComponentOfAnEventSurvivesWithTheIndexFromBesideIt() {
        RoomEvent event = Samples.event();

        assertThat(this.json.readEvent(this.json.write(event), 7)).isEqualTo(event);
    }

    @Test
    void everyComponentOfARoomSurvivesWithTheValuesFromBesideIt() {
        Room room = Samples.room();

        Room read =
                this.json.readRoom(this.json.write(room), 5, 8, 6, room.timers().lastActivityAt());

        assertThat(read).isEqualTo(room);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void everyKindOfContentSurvives(EventContent content) {
        RoomEvent event = Samples.event(content);

        assertThat(this.json.readEvent(this.json.write(event), 7)).isEqualTo(event);
    }

    @Test
    void everyKindOfContentIsSampled() {
        assertThat(Samples.contents().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(EventContent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("allRecords")
    void samplesLeaveNoComponentEmpty(Record record) throws ReflectiveOperationException {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getType() == IdentityMerge.class) {
                continue; // A store adds it on reading.
            }
            Object value = component.getAccessor().invoke(record);
            assertThat(value).as(component.getName()).isNotIn(null, false, 0, 0L, "", List.of(), Map.of());
            if (value instanceof Record nested && !(value instanceof EventContent)) {
                samplesLeaveNoComponentEmpty(nested);
            }
        }
    }

    @Test
    void anEventWithDefaultsOnlySurvives() {
        RoomEvent event = RoomEvent.message("room-1", Samples.source(), TextContent.of(""));

        assertThat(this.json.readEvent(this.json.write(event), 0)).isEqualTo(event);
    }

    @Test
    void absentAndEmptyStayApart() {
        RoomEvent event = Samples.event();
        RoomEvent absent = event.toBuilder().addressedTo(null).build();
        RoomEvent empty = event.toBuilder().addressedTo(List.of()).build();

        assertThat(this.json.readEvent(this.json.write(absent), 7)).isEqualTo(absent);
        assertThat(this.json.readEvent(this.json.write(empty), 7))
                .isEqualTo(empty)
                .isNotEqualTo(absent);
    }

    @Test
    void freeFormValuesInContentKeepNullsAlsoAtTheTop() {
        Map<String, Object> values = Samples.values();

        assertThat(values).containsKey("nothing");
        assertThat(Samples.event().metadata()).containsEntry("nothing", null);
        assertThat(this.json.readEvent(this.json.write(Samples.event()), 7).metadata())
                .containsEntry("nothing", null);
    }

    private static Stream<Record> ordinaryRecords() {
        return Samples.records().stream().filter(record -> !(record instanceof RoomEvent || record instanceof Room));
    }

    private static Stream<Record> allRecords() {
        return Samples.records().stream();
    }

    private static Collection<EventContent> contents() {
        return Samples.contents();
    }
}
