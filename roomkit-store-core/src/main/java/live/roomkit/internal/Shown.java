package live.roomkit.internal;

/**
 * Formats values from callers for exception messages. Truncates long values, because a long value could fill a log.
 * Escapes line breaks and other characters without a visible form, because a line break could forge a log line.
 */
public final class Shown {

    private static final int MAX_ID_CHARACTERS = 255;

    private static final int MAX_PLACE_CHARACTERS = 2_000;

    private Shown() {}

    /** Returns an id in single quotes. Truncates an id that has more than 255 characters. */
    public static String id(String id) {
        return '\'' + escaped(id, MAX_ID_CHARACTERS).replace("'", "\\'") + '\'';
    }

    /** Escapes a JSON pointer for an exception message. Truncates a pointer that has more than 2 000 characters. */
    public static String place(String path) {
        return escaped(path, MAX_PLACE_CHARACTERS);
    }

    private static String escaped(String text, int most) {
        boolean whole = text.length() <= most;
        int end =
                (whole || !Character.isHighSurrogate(text.charAt(most - 1))) ? Math.min(text.length(), most) : most - 1;
        StringBuilder shown = new StringBuilder(end + 1);
        text.substring(0, end).codePoints().forEach(character -> append(shown, character));
        return whole ? shown.toString() : shown.append('…').toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> appendCode(shown, character);
            default -> shown.append((character == '\\') ? "\\\\" : Character.toString(character));
        }
    }

    private static void appendCode(StringBuilder shown, int character) {
        for (char unit : Character.toChars(character)) {
            shown.append(String.format("\\u%04X", (int) unit));
        }
    }
}
