package live.roomkit.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.Cursor;
import org.junit.jupiter.api.Test;

class RoomModelTests {

    private static final Instant NANOSECONDS = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private static final Instant MICROSECONDS = NANOSECONDS.truncatedTo(ChronoUnit.MICROS);

    @Test
    void aRoomNeedsOnlyAnId() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Room room = Room.of("room-1");

        assertThat(room.id()).isEqualTo("room-1");
        assertThat(room.organizationId()).isNull();
        assertThat(room.status()).isEqualTo(RoomStatus.ACTIVE);
        assertThat(room.createdAt()).isBetween(before, Instant.now());
        assertThat(room.updatedAt()).isEqualTo(room.createdAt());
        assertThat(room.closedAt()).isNull();
        assertThat(room.timers()).isEqualTo(RoomTimers.NONE);
        assertThat(room.agentResponsePolicy()).isEqualTo(AgentResponsePolicy.AGENT_CHAIN);
        assertThat(room.metadata()).isEmpty();
        assertThat(room.eventCount()).isZero();
        assertThat(room.latestIndex()).isEqualTo(-1);
        assertThat(room.deliveredIndex()).isEqualTo(-1);
    }

    @Test
    void aRoomRefusesWhatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> Room.of(null)).withMessage("id must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> Room.of(" ")).withMessage("id must not be blank");
        assertThatIllegalArgumentException().isThrownBy(() -> Room.of("x".repeat(256)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Room.builder("r").organizationId("").build())
                .withMessage("organizationId must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Room.builder("r").eventCount(-1).build())
                .withMessageStartingWith("eventCount");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Room.builder("r").latestIndex(-2L).build())
                .withMessageStartingWith("latestIndex");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Room.builder("r").deliveredIndex(-2L).build())
                .withMessageStartingWith("deliveredIndex");
    }

    @Test
    void instantsAreCutToMicroseconds() {
        Room room = Room.builder("r")
                .createdAt(NANOSECONDS)
                .closedAt(NANOSECONDS)
                .timers(new RoomTimers(1L, 2L, NANOSECONDS))
                .build();

        assertThat(room.createdAt()).isEqualTo(MICROSECONDS);
        assertThat(room.updatedAt()).isEqualTo(MICROSECONDS);
        assertThat(room.closedAt()).isEqualTo(MICROSECONDS);
        assertThat(room.timers().lastActivityAt()).isEqualTo(MICROSECONDS);
        assertThat(room.toBuilder().updatedAt(NANOSECONDS).build().updatedAt()).isEqualTo(MICROSECONDS);
        assertThat(room.cursor()).isEqualTo(new Cursor(NANOSECONDS, "r"));
    }

    @Test
    void aChangedCopyKeepsEverythingElse() {
        Room room = Room.builder("r")
                .organizationId("org-1")
                .metadata(Map.of("k", 1))
                .eventCount(9)
                .latestIndex(8L)
                .build();

        assertThat(room.toBuilder().build()).isEqualTo(room);
        assertThat(room.toBuilder().status(RoomStatus.CLOSED).build())
                .usingRecursiveComparison()
                .ignoringFields("status")
                .isEqualTo(room);
    }

    @Test
    void metadataDoesNotChangeWithTheOriginal() {
        Map<String, Object> metadata = new HashMap<>(Map.of("tags", new ArrayList<>(List.of("a"))));
        Room room = Room.builder("r").metadata(metadata).build();
        metadata.clear();

        assertThat(room.metadata()).isEqualTo(Map.of("tags", List.of("a")));
        assertThatThrownBy(() -> room.metadata().put("k", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void timersAreNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoomTimers(-1L, null, null))
                .withMessage("inactiveAfterSeconds must not be negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoomTimers(null, -1L, null))
                .withMessage("closedAfterSeconds must not be negative");
        assertThat(new RoomTimers(0L, 1L, null).withLastActivityAt(MICROSECONDS))
                .isEqualTo(new RoomTimers(0L, 1L, MICROSECONDS));
    }

    @Test
    void aQueryIsAtFirstForAllRooms() {
        RoomQuery query = RoomQuery.builder().build();

        assertThat(query.organizationId()).isNull();
        assertThat(query.statuses()).isNull();
        assertThat(query.metadata()).isEmpty();
        assertThat(query.after()).isNull();
        assertThat(query.offset()).isZero();
        assertThat(query.limit()).isEqualTo(50);
    }

    @Test
    void aQueryRefusesContradictions() {
        Cursor cursor = new Cursor(MICROSECONDS, "r");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomQuery.builder().after(cursor).offset(1).build())
                .withMessage("after and offset exclude each other");
        assertThat(RoomQuery.builder().after(cursor).offset(0).build().after()).isEqualTo(cursor);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomQuery.builder().offset(-1).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomQuery.builder().limit(0).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomQuery.builder().limit(1_001).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomQuery.builder().organizationId("\u0000").build());
    }

    @Test
    void aQueryTellsNoStatesFromEveryState() {
        Set<RoomStatus> statuses = EnumSet.of(RoomStatus.ACTIVE);
        RoomQuery query = RoomQuery.builder().statuses(statuses).build();
        statuses.clear();

        assertThat(query.statuses()).containsExactly(RoomStatus.ACTIVE);
        assertThat(RoomQuery.builder().statuses(Set.of()).build().statuses()).isEmpty();
    }

    @Test
    void aCursorIsAPlace() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cursor(null, "r"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cursor(MICROSECONDS, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cursor(MICROSECONDS, "\ud83d"));
        assertThat(new Cursor(NANOSECONDS, "r").createdAt()).isEqualTo(MICROSECONDS);
    }
}
