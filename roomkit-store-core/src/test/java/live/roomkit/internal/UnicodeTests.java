package live.roomkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnicodeTests {

    private static final int[] CODE_POINTS = {
        'a', 'b', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x103ff, 0x10400, 0x1f600, 0x10ffff
    };

    @ParameterizedTest
    @CsvSource(textBlock = """
                    '', -1
                    'abc', -1
                    '\ud83d\ude00', -1
                    'ab\ud83d\ude00c', -1
                    '\ud83d', 0
                    'a\ude00', 1
                    '\ude00\ud83d', 0
                    '\ud83d\ud83d\ude00', 0
                    '\ud83d\ude00\ud83d', 2
                    """)
    void findsWhatADatabaseCannotHold(String text, int position) {
        assertThat(Unicode.firstUnstorable(text)).isEqualTo(position);
    }

    @Test
    void findsTheCharacterZero() {
        assertThat(Unicode.firstUnstorable("\u0000")).isZero();
        assertThat(Unicode.firstUnstorable("a\ud83d\ude00\u0000")).isEqualTo(3);
        assertThat(Unicode.firstUnstorable("\\u0000")).isEqualTo(-1);
    }

    @Test
    void comparesByCodePointAndNotByCharacter() {
        String beyondTheFirstPlane = "\ud83d\ude00";
        String endOfTheFirstPlane = "\uffff";

        assertThat(beyondTheFirstPlane).isLessThan(endOfTheFirstPlane);
        assertThat(Unicode.compare(beyondTheFirstPlane, endOfTheFirstPlane)).isPositive();
        assertThat(Unicode.compare(endOfTheFirstPlane, beyondTheFirstPlane)).isNegative();
    }

    @Test
    void comparesEveryPairAsItsBytes() {
        List<String> texts = texts();

        for (String left : texts) {
            for (String right : texts) {
                assertThat(Integer.signum(Unicode.compare(left, right)))
                        .as("%s and %s", left, right)
                        .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytes(left), bytes(right))));
            }
        }
    }

    private static List<String> texts() {
        Random random = new Random(7);
        return Stream.concat(
                        Stream.of("", "a", "aa"),
                        Stream.generate(() -> text(random)).limit(200))
                .toList();
    }

    private static String text(Random random) {
        int[] codePoints = random.ints(1 + random.nextInt(3), 0, CODE_POINTS.length)
                .map(i -> CODE_POINTS[i])
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
