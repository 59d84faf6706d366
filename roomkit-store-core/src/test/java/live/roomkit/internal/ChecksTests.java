package live.roomkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTests {

    @Test
    void anIdMayHave255Characters() {
        String id = "x".repeat(255);

        assertThat(Checks.id("id", id)).isEqualTo(id);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.id("roomId", id + "x"))
                .withMessage("roomId must not be longer than 255 characters");
    }

    @Test
    void theCharactersOfAnIdMayBeWide() {
        String threeBytesEach = "\u20ac".repeat(255);
        String fourBytesEach = "\ud83d\ude00".repeat(127);

        assertThat(Checks.id("id", threeBytesEach)).isEqualTo(threeBytesEach);
        assertThat(Checks.id("id", fourBytesEach)).isEqualTo(fourBytesEach);
    }

    @Test
    void aKeyMayHave1000BytesHoweverManyCharacters() {
        assertThat(Checks.key("key", "x".repeat(1_000))).hasSize(1_000);
        assertThat(Checks.key("key", "\ud83d\ude00".repeat(250))).hasSize(500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.key("key", "\ud83d\ude00".repeat(250) + "x"))
                .withMessage("key must not be longer than 1000 bytes in UTF-8");
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.key("key", "\u20ac".repeat(334)));
        assertThat(Checks.key("key", "\u20ac".repeat(333))).hasSize(333);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
    void blankIsRefused(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.id("id", blank))
                .withMessage("id must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.key("key", blank))
                .withMessage("key must not be blank");
    }

    @Test
    void nullIsRefusedWithTheArgumentsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.id("roomId", null))
                .withMessage("roomId must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.text("roomId", null))
                .withMessage("roomId must not be null");
    }

    @Test
    void absentIsAllowedWhereItIsOptional() {
        assertThat(Checks.optionalId("id", null)).isNull();
        assertThat(Checks.optionalKey("key", null)).isNull();
        assertThat(Checks.optionalText("text", null)).isNull();
        assertThat(Checks.optionalInstant("instant", null)).isNull();
        assertThat(Checks.optionalNotNegative("count", (Long) null)).isNull();
    }

    @Test
    void aRefusalNeverRepeatsTheValue() {
        String secret = "secret".repeat(200);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.id("id", secret))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.key("key", secret))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.text("address", "secret\u0000"))
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\ud83d", "\ude00", "\ude00\ud83d", "\ud83dx"})
    void aLookUpIsNeverMadeWithTextThatADatabaseCannotHold(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.text("roomId", text))
                .withMessage("roomId must not contain U+0000 or a lone surrogate");
    }

    @Test
    void aLookUpMayBeMadeWithAnyOtherText() {
        assertThat(Checks.text("roomId", "")).isEmpty();
        assertThat(Checks.text("roomId", "x".repeat(2_000))).hasSize(2_000);
        assertThat(Checks.text("roomId", "\ud83d\ude00\\u0000")).isEqualTo("\ud83d\ude00\\u0000");
    }

    @Test
    void idsLoseTheirRepeatsAndKeepTheirOrder() {
        assertThat(Checks.ids("ids", List.of("b", "a", "b"))).containsExactly("b", "a");
        assertThat(Checks.ids("ids", null)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.ids("ids", List.of("a", " ")));
    }

    @Test
    void aListIsCopiedAndHoldsNoNull() {
        String[] values = {"a"};
        List<String> copy = Checks.list("list", Arrays.asList(values));
        values[0] = "b";

        assertThat(copy).containsExactly("a");
        assertThat(Checks.list("list", null)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.list("list", Arrays.asList("a", null)))
                .withMessage("list must not contain null");
    }

    @Test
    void anIndexEndsWhereEveryJsonReaderDoes() {
        assertThat(Checks.index("index", 0)).isZero();
        assertThat(Checks.index("index", 9_007_199_254_740_991L)).isEqualTo(Checks.MAX_INDEX);
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.index("index", 9_007_199_254_740_992L));
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.index("index", -1));
    }

    @Test
    void aLimitIs1To1000() {
        assertThat(Checks.limit(1)).isEqualTo(1);
        assertThat(Checks.limit(1_000)).isEqualTo(1_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.limit(0))
                .withMessage("limit must be between 1 and 1000");
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.limit(1_001));
    }

    @Test
    void aNumberIsFiniteAndInItsRange() {
        assertThat(Checks.range("confidence", 1, 0, 1)).isEqualTo(1);
        assertThat(Double.doubleToRawLongBits(Checks.range("latitude", -0.0, -90, 90)))
                .isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.range("confidence", Double.NaN, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.range("confidence", 1.01, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.optionalNotNegative("seconds", Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.optionalNotNegative("seconds", Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.optionalNotNegative("seconds", -1L))
                .withMessage("seconds must not be negative");
    }

    @Test
    void anInstantIsCutToMicroseconds() {
        Instant instant = Instant.parse("2026-01-02T03:04:05.123456999Z");

        assertThat(Checks.instant("createdAt", instant)).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
        assertThat(Checks.instantOrNow("createdAt", null).getNano() % 1_000).isZero();
    }

    @Test
    void anInstantBeforeTheEpochIsCutBackwards() {
        Instant instant = Instant.parse("1969-12-31T23:59:59.999999999Z");

        assertThat(Checks.instant("createdAt", instant)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void anInstantLiesInTheYears1To9999() {
        assertThat(Checks.instant("at", Instant.parse("0001-01-01T00:00:00Z"))).isNotNull();
        assertThat(Checks.instant("at", Instant.parse("9999-12-31T23:59:59.999999999Z")))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.instant("at", Instant.parse("0000-12-31T23:59:59.999999Z")))
                .withMessage("at must lie in the years 1 to 9999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.instant("at", Instant.parse("+10000-01-01T00:00:00Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> Checks.instant("at", Instant.MAX));
    }

    @Test
    void noMapAndNoSetMayHoldNull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.map("ids", Collections.singletonMap("a", null)))
                .withMessage("ids must not contain null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.map("ids", Collections.singletonMap(null, "a")))
                .withMessage("ids must not contain null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.optionalSet("types", Collections.singleton(null)))
                .withMessage("types must not contain null");
        assertThat(Checks.map("ids", null)).isEmpty();
        assertThat(Checks.optionalSet("types", null)).isNull();
    }

    @Test
    void keysOfOneHashCodeAreCopiedInLittleTime() {
        List<String> keys = List.of("");
        for (int i = 0; i < 15; i++) {
            keys = keys.stream()
                    .flatMap(key -> Stream.of(key + "Aa", key + "BB"))
                    .toList();
        }
        Map<String, String> texts = keys.stream().collect(Collectors.toMap(key -> key, key -> "value"));
        Set<EventType> types = keys.stream().map(EventType::of).collect(Collectors.toSet());
        Map<ChannelType, String> channels = keys.stream().collect(Collectors.toMap(ChannelType::of, key -> "value"));

        assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(Checks.map("ids", texts).equals(texts)).isTrue();
            assertThat(Checks.map("channels", channels).equals(channels)).isTrue();
            assertThat(types.equals(Checks.optionalSet("types", types))).isTrue();
        });
    }

    @Test
    void noCopyCanBeModified() {
        Map<String, String> map = Checks.map("ids", Map.of("a", "b"));
        Set<String> set = Objects.requireNonNull(Checks.optionalSet("types", Set.of("a")));

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(map::clear);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(set::clear);
    }
}
