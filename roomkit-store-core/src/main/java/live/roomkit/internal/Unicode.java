package live.roomkit.internal;

/** Checks and compares text as PostgreSQL does. */
public final class Unicode {

    private Unicode() {}

    /**
     * Returns the position of the first character that PostgreSQL cannot store, or -1 when PostgreSQL can store the
     * text. PostgreSQL cannot store U+0000 or a lone surrogate.
     */
    public static int firstUnstorable(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** Compares two texts by code point, as PostgreSQL's collation "C" does for UTF-8. */
    public static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                if (Character.isSurrogate(a) == Character.isSurrogate(b)) {
                    return Character.compare(a, b);
                }
                return Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
