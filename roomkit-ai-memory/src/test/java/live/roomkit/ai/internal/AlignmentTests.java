package live.roomkit.ai.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import live.roomkit.ai.internal.Draft.Author;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which stored message a message of a new list is. */
class AlignmentTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # what,             stored,        wanted,       positions
            goes on,            a b,           a b c,        0 1 -1
            begins,             '',            a b,          -1 -1
            is the same,        a b,           a b,          0 1
            is trimmed,         a b c,         b c,          1 2
            trimmed and longer, a b c,         b c d,        1 2 -1
            equal texts,        ok a ok,       a ok ok,      1 2 -1
            latest equal text,  ok a ok,       ok,           2
            keeps the rules,    rules a b c,   rules c d,    0 3 -1
            is summarized,      a b c,         sum b c,      -1 1 2
            is reordered,       a b c,         b a c d,      1 0 2 -1
            is another,         a b,           c d,          -1 -1
            is cut at the end,  a b c,         a b,          0 1
            """)
    void alignsListsThatAFrameworkMakes(String what, String stored, String wanted, String positions) {
        assertThat(Alignment.of(drafts(stored), drafts(wanted)))
                .as(what)
                .containsExactly(Arrays.stream(positions.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Test
    void comparesTenThousandMessagesAtOnce() {
        List<Draft> stored =
                IntStream.range(0, 10_000).mapToObj(i -> draft("" + i % 7)).toList();
        List<Draft> wanted =
                IntStream.range(0, 10_000).mapToObj(i -> draft("" + i % 5)).toList();

        assertThat(org.junit.jupiter.api.Assertions.assertTimeout(
                        Duration.ofSeconds(5), () -> Alignment.of(stored, wanted)))
                .hasSize(10_000);
    }

    private static List<Draft> drafts(String texts) {
        return texts.isEmpty()
                ? List.of()
                : Arrays.stream(texts.split(" ")).map(AlignmentTests::draft).toList();
    }

    private static Draft draft(String text) {
        return new Draft(Author.USER, EventType.MESSAGE, TextContent.of(text), Map.of(), Map.of());
    }
}
