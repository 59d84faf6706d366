package live.roomkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTests {

    @Test
    void anIdIsShownAsItIs() {
        assertThat(Shown.id("room-1")).isEqualTo("'room-1'");
        assertThat(Shown.id("Zoë \uD83D\uDE80 一")).isEqualTo("'Zoë \uD83D\uDE80 一'");
        assertThat(Shown.id("x".repeat(255))).isEqualTo("'" + "x".repeat(255) + "'");
        assertThat(Shown.id("")).isEqualTo("''");
    }

    @Test
    void whatWouldBeginALineOrHideOneIsEscaped() {
        assertThat(Shown.id("a\nERROR\r\tb")).isEqualTo("'a\\u000AERROR\\u000D\\u0009b'");
        assertThat(Shown.id("\u0085\u2028\u2029\u001B[2J")).isEqualTo("'\\u0085\\u2028\\u2029\\u001B[2J'");
        assertThat(Shown.id("\u202Eabc\u200B\uD83D")).isEqualTo("'\\u202Eabc\\u200B\\uD83D'");
        assertThat(Shown.id("\uDB40\uDC01")).isEqualTo("'\\uDB40\\uDC01'");
    }

    @Test
    void anIdDoesNotEndBeforeItsQuote() {
        assertThat(Shown.id("a' does not exist\\")).isEqualTo("'a\\' does not exist\\\\'");
        assertThat(Shown.id("a\\n")).isEqualTo("'a\\\\n'");
    }

    @Test
    void whatIsTooLongIsCutBetweenCharacters() {
        assertThat(Shown.id("x".repeat(100_000))).isEqualTo("'" + "x".repeat(255) + "…'");
        assertThat(Shown.id("x".repeat(254) + "\uD83D\uDE80")).isEqualTo("'" + "x".repeat(254) + "…'");
        assertThat(Shown.place("/a".repeat(2_000))).isEqualTo("/a".repeat(1_000) + "…");
    }
}
