package live.roomkit.ai.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import live.roomkit.ai.internal.Draft.Author;
import org.junit.jupiter.api.Test;

/** Tests windows over generated conversations, in which calls are lost and people write while a tool is at work. */
class WindowTests {

    private static final long SEED = Long.getLong("roomkit.contract.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @Test
    void windowsContainTheNewestTurnsThatFit() {
        for (int round = 0; round < 2_000; round++) {
            List<Said> said = conversation();
            for (int most = 1; most <= said.size(); most++) {
                assertThat(window(most, said))
                        .as("at most %d of %s, -Droomkit.contract.seed=%d", most, said, SEED)
                        .isEqualTo(expected(most, said));
            }
        }
    }

    @Test
    void lostCallsDoNotMergeTurns() {
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            said.add(new Said(Author.USER, "question " + i));
            said.add(new Said(Author.TOOL, "lost " + i));
            said.add(new Said(Author.AGENT, "answer " + i));
        }

        assertThat(window(20, said)).hasSize(20).first().isEqualTo(new Said(Author.USER, "question 2990"));
    }

    @Test
    void aQuestionDuringAToolCallBeginsNoLongWindow() {
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            said.add(new Said(Author.USER, "question " + i));
            said.add(new Said(Author.AGENT, "tool " + i));
            said.add(new Said(Author.USER, "hurry " + i));
            said.add(new Said(Author.TOOL, "tool " + i));
            said.add(new Said(Author.AGENT, "answer " + i));
        }

        for (int most = 1_200; most < 1_205; most++) {
            assertThat(window(most, said)).hasSize(1_200).first().isEqualTo(new Said(Author.USER, "question 760"));
        }
    }

    @Test
    void anEndlessTurnIsCut() {
        List<Said> said = new ArrayList<>(List.of(new Said(Author.USER, "question")));
        for (int i = 0; i < 3_000; i++) {
            said.add(new Said(Author.AGENT, "answer " + i));
        }

        assertThat(window(20, said)).isEqualTo(said.subList(2_001, 3_001));
    }

    /** Returns messages of all authors. Some tool calls have no result, and some results have no tool call. */
    private List<Said> conversation() {
        List<Said> said = new ArrayList<>();
        List<Said> results = new ArrayList<>();
        int length = this.random.nextInt(20);
        for (int i = 0; i < length; i++) {
            switch (this.random.nextInt(6)) {
                case 0, 1 -> said.add(new Said(Author.USER, "question " + i));
                case 2 -> said.add(new Said(Author.AGENT, "answer " + i));
                case 3 -> said.add(new Said(Author.TOOL, "lost " + i));
                case 4 -> {
                    said.add(new Said(Author.AGENT, "tool " + i));
                    results.add(new Said(Author.TOOL, "tool " + i));
                }
                default -> {
                    if (!results.isEmpty()) {
                        said.add(results.remove(this.random.nextInt(results.size())));
                    }
                }
            }
        }
        return said;
    }

    private static List<Said> window(int most, List<Said> said) {
        List<Entry<Said>> newestFirst = new ArrayList<>();
        for (Said message : said) {
            newestFirst.add(0, new Entry<>(newestFirst.size(), 0, null, message));
        }
        return new Window<>(most, message -> 1, Said::author, message -> Set.of(message.text()))
                .cut(newestFirst.iterator())
                .messages();
    }

    /** Selects the window in another way: with the whole conversation at hand. */
    private static List<Said> expected(int most, List<Said> said) {
        List<Said> kept = new ArrayList<>(said);
        kept.removeIf(message -> message.author() == Author.TOOL && callOf(message, said) < 0);
        List<Integer> turns = IntStream.range(0, kept.size())
                .filter(place -> beginsATurn(place, kept))
                .boxed()
                .sorted(Collections.reverseOrder())
                .toList();
        int newest = turns.isEmpty() ? newestQuestion(kept) : turns.get(0);
        int begin = (kept.size() > most) ? Math.max(0, newest) : 0;
        for (int turn : turns) {
            begin = (kept.size() - turn <= most) ? Math.min(begin, turn) : begin;
        }
        List<Said> window = new ArrayList<>();
        for (Said message : kept.subList(begin, kept.size())) {
            if (message.author() != Author.TOOL) {
                window.add(message);
                kept.stream()
                        .filter(result -> result.author() == Author.TOOL)
                        .filter(result -> result.text().equals(message.text()))
                        .forEach(window::add);
            }
        }
        return window;
    }

    private static boolean beginsATurn(int place, List<Said> said) {
        return said.get(place).author() == Author.USER
                && said.subList(place, said.size()).stream()
                        .filter(message -> message.author() == Author.TOOL)
                        .noneMatch(result -> callOf(result, said) < place);
    }

    private static int newestQuestion(List<Said> said) {
        return said.stream().map(Said::author).toList().lastIndexOf(Author.USER);
    }

    private static int callOf(Said result, List<Said> said) {
        return said.indexOf(new Said(Author.AGENT, result.text()));
    }

    private record Said(Author author, String text) {}
}
