package live.roomkit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelDirection;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventModelTests {

    private static final EventSource SOURCE = EventSource.inbound("sms-1", ChannelType.SMS);

    private static final TextContent CONTENT = TextContent.of("hello");

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void anEventNeedsOnlyRoomSourceAndContent() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        RoomEvent event = RoomEvent.message("room-1", SOURCE, CONTENT);

        assertThat(UUID.fromString(event.id()).version()).isEqualTo(7);
        assertThat(event.type()).isEqualTo(EventType.MESSAGE);
        assertThat(event.status()).isEqualTo(EventStatus.PENDING);
        assertThat(event.visibility()).isEqualTo("all");
        assertThat(event.addressedTo()).isNull();
        assertThat(event.index()).isZero();
        assertThat(event.chainDepth()).isZero();
        assertThat(event.createdAt()).isBetween(before, Instant.now());
        assertThat(event.metadata()).isEmpty();
        assertThat(event.channelData()).isEqualTo(ChannelData.NONE);
        assertThat(event.deliveryResults()).isEmpty();
    }

    @Test
    void anEventRefusesWhatMakesNoSense() {
        refused("id must not be blank", event -> event.id(" "));
        refused("roomId must not be null", event -> event.roomId(null));
        refused("source must not be null", event -> event.source(null));
        refused("content must not be null", event -> event.content(null));
        refused("visibility must not be blank", event -> event.visibility(""));
        refused("responseVisibility must not be blank", event -> event.responseVisibility(""));
        refused("parentEventId must not be blank", event -> event.parentEventId(""));
        refused("correlationId must not be blank", event -> event.correlationId(""));
        refused("idempotencyKey must not be blank", event -> event.idempotencyKey(""));
        refused("index must be between 0 and 2^53 - 1", event -> event.index(-1));
        refused("index must be between 0 and 2^53 - 1", event -> event.index(1L << 53));
        refused("chainDepth must not be negative", event -> event.chainDepth(-1));
        refused("id must not be longer than 255 characters", event -> event.id("x".repeat(256)));
    }

    @Test
    void keysMayHave1000Bytes() {
        String longest = "\u00e9".repeat(500);
        RoomEvent event = event().idempotencyKey(longest).correlationId(longest).build();

        assertThat(event.idempotencyKey()).isEqualTo(longest);
        assertThat(event.correlationId()).isEqualTo(longest);
        refused("idempotencyKey must not be longer than 1000 bytes in UTF-8", e -> e.idempotencyKey(longest + "x"));
        refused("correlationId must not be longer than 1000 bytes in UTF-8", e -> e.correlationId(longest + "x"));
    }

    @Test
    void nobodyInParticularIsNotNobody() {
        List<String> addressed = new ArrayList<>(List.of("agent-1"));
        RoomEvent event = event().addressedTo(addressed).build();
        addressed.clear();

        assertThat(event.addressedTo()).containsExactly("agent-1");
        assertThat(event().addressedTo(List.of()).build().addressedTo()).isEmpty();
        assertThat(event().build().addressedTo()).isNull();
    }

    @Test
    void aSourceIsInboundUnlessSaid() {
        assertThat(SOURCE.direction()).isEqualTo(ChannelDirection.INBOUND);
        assertThat(SOURCE.rawPayload()).isEmpty();
        assertThat(EventSource.outbound("c", ChannelType.SMS).direction()).isEqualTo(ChannelDirection.OUTBOUND);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSource.inbound("", ChannelType.SMS))
                .withMessage("source.channelId must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSource.inbound("c", null))
                .withMessage("source.channelType must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSource.builder("c", ChannelType.SMS)
                        .participantId(" ")
                        .build());
    }

    @Test
    void aTypeMayBeADeploymentsOwn() {
        assertThat(EventType.of("poll")).isEqualTo(new EventType("poll")).hasToString("poll");
        assertThat(EventType.of("message")).isEqualTo(EventType.MESSAGE);
        assertThat(EventType.of("x".repeat(64)).value()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "t\u00e9l\u00e9phone", "tab\t", "\u0000", "\u007f"})
    void aTypeIsPrintableAscii(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventType.of(value));
    }

    @Test
    void aTypeHasAtMost64Characters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventType.of("x".repeat(65)))
                .withMessage("eventType must not be longer than 64 characters");
    }

    @Test
    void aQueryIsAtFirstForTheFirst50Events() {
        EventQuery query = EventQuery.of("room-1");

        assertThat(query.filter()).isEqualTo(EventFilter.NONE);
        assertThat(query.afterIndex()).isNull();
        assertThat(query.beforeIndex()).isNull();
        assertThat(query.offset()).isNull();
        assertThat(query.newestFirst()).isFalse();
        assertThat(query.limit()).isEqualTo(50);
    }

    @Test
    void aQueryHasOneKindOfPlace() {
        refusedQuery(query -> query.afterIndex(1L).beforeIndex(5L));
        refusedQuery(query -> query.afterIndex(1L).offset(0));
        refusedQuery(query -> query.beforeIndex(1L).offset(0));
        refusedQuery(query -> query.afterIndex(1L).newestFirst(true));
        refusedQuery(query -> query.beforeIndex(1L).newestFirst(true));
    }

    @Test
    void aQueryRefusesPlacesThatCannotBe() {
        refusedQuery(query -> query.afterIndex(-2L));
        refusedQuery(query -> query.beforeIndex(-1L));
        refusedQuery(query -> query.offset(-1));
        refusedQuery(query -> query.limit(0));
        refusedQuery(query -> query.limit(1_001));
        refusedQuery(query -> query.roomId(null));
        refusedQuery(query -> query.roomId("\u0000"));
        assertThat(EventQuery.builder("r").afterIndex(-1L).build().afterIndex()).isEqualTo(-1);
        assertThat(EventQuery.builder("r").offset(3).newestFirst(true).build().offset())
                .isEqualTo(3);
    }

    @Test
    void aVisibilityMayHave8000Characters() {
        String longest = "x".repeat(8_000);

        assertThat(event().visibility(longest)
                        .responseVisibility(longest)
                        .build()
                        .visibility())
                .isEqualTo(longest);
        refused("visibility must not be longer than 8000 characters", event -> event.visibility(longest + "x"));
        refused(
                "responseVisibility must not be longer than 8000 characters",
                event -> event.responseVisibility(longest + "x"));
        refused("responseVisibility must not be blank", event -> event.responseVisibility(" "));
    }

    @Test
    void theEndOfAFilterIsRoundedUpToMicroseconds() {
        assertThat(EventFilter.builder().beforeTime(NOON.plusNanos(1)).build().beforeTime())
                .isEqualTo(NOON.plusNanos(1_000));
        assertThat(EventFilter.builder().afterTime(NOON.plusNanos(999)).build().afterTime())
                .isEqualTo(NOON);
    }

    @Test
    void aFilterRefusesContradictions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventFilter.builder()
                        .parentEventId("e")
                        .topLevelOnly(true)
                        .build())
                .withMessage("parentEventId and topLevelOnly exclude each other");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        EventFilter.builder().afterTime(NOON).beforeTime(NOON).build())
                .withMessage("afterTime must be before beforeTime");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventFilter.builder()
                        .afterTime(NOON)
                        .beforeTime(NOON.minusNanos(999))
                        .build());
        assertThat(EventFilter.builder()
                        .afterTime(NOON)
                        .beforeTime(NOON.plusNanos(1_000))
                        .build()
                        .beforeTime())
                .isEqualTo(NOON.plusNanos(1_000));
    }

    @Test
    void aFilterTellsNoTypesFromEveryType() {
        assertThat(EventFilter.NONE.types()).isNull();
        assertThat(EventFilter.ofTypes().types()).isEmpty();
        assertThat(EventFilter.ofTypes(EventType.EDIT).types()).isEqualTo(Set.of(EventType.EDIT));
    }

    @Test
    void channelDataMayBeEmpty() {
        assertThat(new ChannelData(null, null, null, null)).isEqualTo(ChannelData.NONE);
        assertThat(new ChannelData("p", null, null, Map.of("n", 1L)).extra()).isEqualTo(Map.of("n", 1));
    }

    private static RoomEventBuilder event() {
        return RoomEvent.builder("room-1", SOURCE, CONTENT);
    }

    private static void refused(String message, UnaryOperator<RoomEventBuilder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(event()).build())
                .withMessage(message);
    }

    private static void refusedQuery(UnaryOperator<EventQueryBuilder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(EventQuery.builder("room-1")).build());
    }

    @Test
    void standardTypesAreTheConstants() throws IllegalAccessException {
        Set<Object> constants = new HashSet<>();
        for (Field field : EventType.class.getFields()) {
            constants.add(field.get(null));
        }

        assertThat(EventType.standard()).isEqualTo(constants).isNotEmpty();
    }
}
