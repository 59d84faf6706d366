package live.roomkit.internal;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Converts names, texts and telephone numbers to the forms in which a search compares them. */
public final class SearchText {

    /**
     * Identities are searched and ordered by this many characters at the beginning of their names. Further characters
     * are ignored.
     */
    public static final int NAME_CHARACTERS = 100;

    private SearchText() {}

    /** Returns the form of a name by which names are ordered and compared, or the empty text for {@code null}. */
    public static String name(@Nullable String name) {
        return (name != null) ? cut(folded(name)) : "";
    }

    /**
     * Converts a text to Unicode's form NFKC and to lower case, and removes the blanks at its beginning. A Greek sigma
     * gets the form that it has within a word, even at the end of a word. Otherwise a prefix that ends with a sigma
     * would not match a longer word.
     */
    public static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ')
                .stripLeading();
    }

    /** Returns the letters, digits and plus signs of a telephone number. A leading {@code 00} becomes {@code +}. */
    public static String digits(String phone) {
        StringBuilder digits = new StringBuilder();
        String folded = folded(phone);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (Character.isLetterOrDigit(c) || c == '+') {
                digits.append(c);
            }
        }
        return digits.indexOf("00") == 0 ? "+" + digits.substring(2) : digits.toString();
    }

    private static String cut(String text) {
        if (text.length() <= NAME_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(NAME_CHARACTERS - 1)) ? NAME_CHARACTERS - 1 : NAME_CHARACTERS;
        return text.substring(0, end);
    }
}
