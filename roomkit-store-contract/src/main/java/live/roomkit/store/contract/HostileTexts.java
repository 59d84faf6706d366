package live.roomkit.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Creates texts that break careless code. The caller passes a unique text. Every created text is blank, or is derived
 * from the caller's text and therefore unique too.
 */
final class HostileTexts {

    /**
     * Functions that create look-alikes: different texts that look the same, or that some comparison treats as equal.
     */
    static final List<UnaryOperator<String>> LOOK_ALIKE = List.of(
            text -> "zo\u00EB" + text,
            text -> "zoe\u0308" + text,
            text -> "ZO\u00CB" + text,
            text -> "Zo\u00EB" + text,
            text -> "zoe" + text,
            text -> "zo\u0435" + text,
            text -> "\uFF5Ao\u00EB" + text,
            text -> "zo\u00EB" + text + " ",
            text -> " zo\u00EB" + text,
            text -> "zo\u00EB" + text + "\n",
            text -> "zo\u00EB" + text + "\u0001",
            text -> "zo\u00EB" + text + "\u00A0",
            text -> "zo\u00EB\u200B" + text,
            text -> "zo\u00EB\u00AD" + text,
            text -> "\uFEFFzo\u00EB" + text,
            text -> "\u200Fzo\u00EB" + text,
            text -> "zo\u00EB" + text + "%",
            text -> "zo_" + text,
            text -> "%" + text,
            text -> "\u00DF" + text,
            text -> "ss" + text,
            text -> "\u212B" + text,
            text -> "\u00C5" + text,
            text -> "A\u030A" + text,
            text -> "\u0131" + text,
            text -> "i" + text,
            text -> "\uFB01" + text,
            text -> "fi" + text);

    private static final List<String> PARTS = List.of(
            "'; DROP TABLE roomkit.rooms; --",
            "' OR '1'='1",
            "\" \\\" \\\\ \\'",
            "$$; SELECT 1; $$ $1 ${1} %1$s %n",
            "? ?? ?| ?& :name {0} #{1}",
            "/* */ -- \\copy \\.",
            "% _ LIKE \\% [a-z]* ^$ ~",
            "$.* ? (@ == 1) strict $[*] @>",
            "{\"type\":\"text\",\"body\":\"x\"}",
            "{a,\"b\",NULL}",
            "NULL null true NaN Infinity undefined",
            "__proto__ constructor @index @type $ref",
            "\\u0000 \\uD800 \\x00 \\0",
            "\u0001\u0008\u000B\u001F\u007F\u0080\u009F",
            "\r\n\t\u0085\u2028\u2029",
            "\uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB\uD83C\uDDE8\uD83C\uDDED",
            "\uDBFF\uDFFF\uD800\uDC00\uFFFE\uFFFF\uFDD0\uFFFD",
            "\u202E\u05E9\u05DC\u05D5\u05DD\u202C\u200F\u061C\u2066\u2069",
            "e\u0301\u0323\u0302" + "\u0300".repeat(30),
            "\u00E9 \uFB01 \u0131 \u0130 \u00DF \u1E9E \u212B",
            "\uFEFF\u200B\u00AD\u2060\u180E",
            "<script>alert(1)</script>&amp;<![CDATA[ ]]>",
            "../../etc/passwd\\..\\ %2e%2e%00",
            "9999999999999999999999999999999999999999e999999",
            "1e400 -0.0 0x10 1_000 \u0661\u0662",
            "2024-13-45T99:99:99Z infinity -infinity epoch");

    private static final List<String> UNSTORABLE =
            List.of("\u0000", "a\u0000b", "\uD83D", "\uDE80", "\uDE80\uD83D", "\uD83D\uD83D\uDE80");

    private static final List<String> BLANK = List.of("", " ", "\t\n", "\u2003\u2028", "\u0000", "\uD83D");

    static final List<UnaryOperator<String>> ALL = all();

    private HostileTexts() {}

    private static List<UnaryOperator<String>> all() {
        List<UnaryOperator<String>> all = new ArrayList<>(LOOK_ALIKE);
        for (String part : PARTS) {
            all.add(text -> part + text);
            all.add(text -> text + part);
        }
        for (String part : UNSTORABLE) {
            all.add(text -> part + text);
            all.add(text -> text + part);
        }
        for (String blank : BLANK) {
            all.add(text -> blank);
        }
        all.add(HostileTexts::invisible);
        for (int length : new int[] {
            64, 65, 255, 256, 320, 321, 1_000, 1_001, 1_024, 1_025, 1_280, 1_281, 5_000, 8_000, 8_001, 100_000
        }) {
            all.add(text -> padded(text, "x", length));
            all.add(text -> padded(text, "\u4E00", length));
            all.add(text -> padded(text, "\uD83D\uDE80", length));
        }
        return List.copyOf(all);
    }

    /**
     * Returns text of invisible characters. Java does not count these characters as whitespace, so the text is not
     * blank, and is a valid id.
     */
    private static String invisible(String text) {
        return Integer.toBinaryString(text.hashCode()).replace('0', '\u00A0').replace('1', '\u200B');
    }

    private static String padded(String text, String filler, int length) {
        if (text.length() >= length) {
            return text;
        }
        String padded = text + filler.repeat(length);
        int cut = Character.isHighSurrogate(padded.charAt(length - 1)) ? length + 1 : length;
        return padded.substring(0, cut);
    }

    /**
     * Returns a random text that breaks careless code, or a combination of several such texts. The result is either
     * blank or derived from {@code text}.
     */
    static String any(Random random, String text) {
        String any = ALL.get(random.nextInt(ALL.size())).apply(text);
        return (random.nextInt(4) == 0 && !BLANK.contains(any)) ? any(random, any) : any;
    }

    /** Returns a text that is larger than the maximum size of a record. */
    static String tooLong(String text) {
        return text + "\u00E9".repeat(5 << 20);
    }
}
