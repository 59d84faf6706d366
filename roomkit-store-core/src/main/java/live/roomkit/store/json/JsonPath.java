package live.roomkit.store.json;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.internal.Unicode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/**
 * Creates JSON pointers (RFC 6901) to parts of a record, for exception messages and logs. In a pointer, U+FFFD replaces
 * characters that cannot be stored, and long field names are truncated.
 */
final class JsonPath {

    private static final int MAX_NAME_CHARACTERS = 64;

    private JsonPath() {}

    /** Returns the JSON pointer to the value that a JSON generator with the given context writes next. */
    static String of(TokenStreamContext context) {
        if (context.inRoot()) {
            return "";
        }
        String last = context.inArray() ? Integer.toString(context.getEntryCount()) : name(context.currentName());
        return parents(context) + "/" + last;
    }

    /** Returns the JSON pointer to the value with the given name, in the object that is being written. */
    static String of(TokenStreamContext object, String name) {
        return parents(object) + "/" + name(name);
    }

    private static String parents(TokenStreamContext context) {
        List<String> segments = new ArrayList<>();
        for (TokenStreamContext parent = context.getParent();
                parent != null && !parent.inRoot();
                parent = parent.getParent()) {
            segments.add(0, parent.inArray() ? Integer.toString(parent.getCurrentIndex()) : name(parent.currentName()));
        }
        return segments.isEmpty() ? "" : "/" + String.join("/", segments);
    }

    /** Returns a field name as a segment of a pointer. */
    static String name(@Nullable String name) {
        String text = (name != null) ? name : "";
        String cut = (text.length() > MAX_NAME_CHARACTERS) ? text.substring(0, MAX_NAME_CHARACTERS - 1) + "…" : text;
        return storable(cut).replace("~", "~0").replace("/", "~1");
    }

    private static String storable(String text) {
        StringBuilder storable = new StringBuilder(text);
        for (int i = Unicode.firstUnstorable(storable); i >= 0; i = Unicode.firstUnstorable(storable)) {
            storable.setCharAt(i, '\uFFFD');
        }
        return storable.toString();
    }
}
