package live.roomkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FreeFormTests {

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberHasOneForm(Number given, Number canonical) {
        assertThat(FreeForm.copyValue(given))
                .isEqualTo(canonical)
                .hasSameClassAs(canonical)
                .hasToString(canonical.toString());
    }

    @Test
    void numbersThatCannotBeStoredAreLeftToTheMapping() {
        BigDecimal tooLong = new BigDecimal("1E+1000");

        assertThat(FreeForm.copyValue(Double.NaN)).isEqualTo(Double.NaN);
        assertThat(FreeForm.copyValue(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FreeForm.copyValue(tooLong)).isSameAs(tooLong);
        assertThat(FreeForm.copyValue(new BigDecimal("1E+2000000000"))).isInstanceOf(BigDecimal.class);
    }

    @Test
    void valuesOfForeignTypesAreLeftToTheMapping() {
        Object foreign = new Object();
        AtomicInteger number = new AtomicInteger(1);

        assertThat(FreeForm.copyValue(foreign)).isSameAs(foreign);
        assertThat(FreeForm.copyValue(number)).isSameAs(number);
    }

    @Test
    void emptyListsAndMapsAreShownAsEmpty() {
        assertThat(FreeForm.copy(Map.of("list", List.of()))).hasToString("{list=[]}");
        assertThat(FreeForm.copy(Map.of("map", Map.of()))).hasToString("{map={}}");
        assertThat(FreeForm.copyAll(List.of(Map.of()))).hasToString("[{}]");
    }

    @Test
    void absentIsEmptyUnlessItIsToStayAbsent() {
        assertThat(FreeForm.copy(null)).isEmpty();
        assertThat(FreeForm.copyOrNull(null)).isNull();
        assertThat(FreeForm.copyAll(null)).isEmpty();
        assertThat(FreeForm.copyValue(null)).isNull();
    }

    @Test
    void nullValuesAreKept() {
        Map<String, Object> map = new HashMap<>();
        map.put("nothing", null);
        List<Object> list = new ArrayList<>();
        list.add(null);
        map.put("list", list);

        Map<String, Object> copy = FreeForm.copy(map);

        assertThat(copy).containsEntry("nothing", null).isEqualTo(map);
        assertThat(copy.containsKey("nothing")).isTrue();
        assertThat(copy.get("absent")).isNull();
        assertThat(copy.containsKey("absent")).isFalse();
    }

    @Test
    void theOrderOfKeysIsKept() {
        Map<String, Object> map = new LinkedHashMap<>();
        List.of("c", "a", "b").forEach(key -> map.put(key, key));

        assertThat(FreeForm.copy(map).keySet()).containsExactly("c", "a", "b");
    }

    @Test
    void aCopyDoesNotChangeWithTheOriginal() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Map<String, Object> inner = new HashMap<>(Map.of("list", list));
        Map<String, Object> outer = new HashMap<>(Map.of("inner", inner));

        Map<String, Object> copy = FreeForm.copy(outer);
        list.add("b");
        inner.put("more", 1);
        outer.clear();

        assertThat(copy).isEqualTo(Map.of("inner", Map.of("list", List.of("a"))));
    }

    @Test
    @SuppressWarnings("unchecked")
    void aCopyCannotBeChangedAtAnyDepth() {
        Map<String, Object> copy = FreeForm.copy(new HashMap<>(
                Map.of("inner", new HashMap<>(Map.of("list", new ArrayList<>(List.of("a")))))));
        Map<String, Object> inner = (Map<String, Object>) copy.get("inner");
        List<Object> list = (List<Object>) inner.get("list");

        Stream.<Runnable>of(
                        () -> copy.put("more", 1),
                        () -> copy.remove("inner"),
                        copy::clear,
                        () -> copy.entrySet().iterator().next().setValue(1),
                        () -> copy.keySet().remove("inner"),
                        () -> copy.values().clear(),
                        () -> inner.put("list", 1),
                        () -> inner.replaceAll((key, value) -> 1),
                        () -> list.add("b"),
                        () -> list.set(0, "b"),
                        () -> list.remove(0),
                        () -> list.sort(null),
                        list::clear)
                .forEach(change -> assertThatThrownBy(change::run).isInstanceOf(UnsupportedOperationException.class));
        assertThat(copy).isEqualTo(Map.of("inner", Map.of("list", List.of("a"))));
    }

    @Test
    void listsOfMapsAreCopiedAndHoldNoNull() {
        List<Map<String, Object>> maps = new ArrayList<>(List.of(new HashMap<>(Map.of("a", 1L))));
        List<Map<String, Object>> copy = FreeForm.copyAll(maps);
        maps.get(0).put("b", 2);
        maps.add(Map.of());

        assertThat(copy).isEqualTo(List.of(Map.of("a", 1)));
        assertThatThrownBy(() -> copy.add(Map.of())).isInstanceOf(UnsupportedOperationException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> FreeForm.copyAll(Collections.singletonList(null)));
    }

    @Test
    void keysMustBeText() {
        Map<String, Object> map = new HashMap<>();
        map.put("inner", Map.of(1, "a"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreeForm.copy(map))
                .withMessage("the keys of a map must be of type String");
    }

    @Test
    void aCopyIsNotCopiedAgain() {
        Map<String, Object> copy = FreeForm.copy(Map.of("a", Map.of("b", List.of(1))));

        assertThat(FreeForm.copy(copy)).isSameAs(copy);
    }

    @Test
    void aCopyThatMovesDeeperStillEndsAtTheGreatestDepth() {
        Map<String, Object> map = nested(FreeForm.MAX_DEPTH);
        Map<String, Object> copy = FreeForm.copy(Map.of("inner", FreeForm.copy(map)));

        assertThat(copy).isEqualTo(Map.of("inner", map));
    }

    @Test
    void aMapThatHoldsItselfEndsAtTheGreatestDepth() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);

        Map<String, Object> copy = FreeForm.copy(endless);

        assertThat(depth(copy, endless)).isEqualTo(FreeForm.MAX_DEPTH);
    }

    @Test
    void theTextOfACopyIsThatOfItsValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("a", List.of("b", Map.of("c", 1)));
        values.put("d", null);

        assertThat(FreeForm.copy(values)).hasToString("{a=[b, {c=1}], d=null}");
    }

    @Test
    void theTextOfADeepCopyEndsAtTheGreatestDepth() {
        Map<String, Object> deep = nested(10_000);
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertThat(FreeForm.copy(deep).toString()).hasSizeLessThan(1_000).contains("…");
        assertThat(String.valueOf(FreeForm.copyValue(cycle)))
                .hasSizeLessThan(1_000)
                .contains("…");
    }

    @Test
    void theTextOfACopyThatSharesItsPartsIsCut() {
        Map<String, Object> shared = Map.of("text", "x".repeat(1_000));
        for (int i = 0; i < 90; i++) {
            shared = Map.of("a", shared, "b", shared);
        }

        assertThat(FreeForm.copy(shared).toString()).hasSizeLessThan(200_000).contains("…");
    }

    @Test
    void equalMapsAreEqualHoweverTheirNumbersWereGiven() {
        Map<String, Object> one = FreeForm.copy(Map.of("n", 1L, "list", List.of((short) 2, new BigDecimal("3E+1"))));
        Map<String, Object> other = FreeForm.copy(Map.of("n", BigInteger.ONE, "list", List.of(2, 30)));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    static Stream<Arguments> numbers() {
        BigInteger beyondLong = BigInteger.TWO.pow(63);
        return Stream.of(
                Arguments.of(7, 7),
                Arguments.of((byte) 7, 7),
                Arguments.of((short) -7, -7),
                Arguments.of(7L, 7),
                Arguments.of((long) Integer.MAX_VALUE, Integer.MAX_VALUE),
                Arguments.of(Integer.MAX_VALUE + 1L, 2_147_483_648L),
                Arguments.of((long) Integer.MIN_VALUE, Integer.MIN_VALUE),
                Arguments.of(BigInteger.TEN, 10),
                Arguments.of(BigInteger.valueOf(Long.MAX_VALUE), Long.MAX_VALUE),
                Arguments.of(BigInteger.valueOf(Long.MIN_VALUE), Long.MIN_VALUE),
                Arguments.of(beyondLong, beyondLong),
                Arguments.of(beyondLong.negate().subtract(BigInteger.ONE), new BigInteger("-9223372036854775809")),
                Arguments.of(0.1, new BigDecimal("0.1")),
                Arguments.of(0.1f, new BigDecimal("0.1")),
                Arguments.of(1.0, new BigDecimal("1.0")),
                Arguments.of(1e21, new BigInteger("1000000000000000000000")),
                Arguments.of(1e300, BigInteger.TEN.pow(300)),
                Arguments.of(new BigDecimal("1.10"), new BigDecimal("1.10")),
                Arguments.of(new BigDecimal("7"), 7),
                Arguments.of(new BigDecimal("7E+2"), 700),
                Arguments.of(new BigDecimal("9223372036854775809"), new BigInteger("9223372036854775809")),
                Arguments.of(new BigDecimal("1E+999"), BigInteger.TEN.pow(999)));
    }

    private static Map<String, Object> nested(int depth) {
        Map<String, Object> map = Map.of();
        for (int i = 1; i < depth; i++) {
            map = Map.of("inner", map);
        }
        return map;
    }

    private static int depth(Map<?, ?> copy, Map<?, ?> original) {
        int depth = 0;
        for (Object map = copy; map != original; map = ((Map<?, ?>) map).get("self")) {
            depth++;
        }
        return depth;
    }
}
