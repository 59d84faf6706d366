package live.roomkit.content;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.internal.Checks;

/**
 * Limits how deep composite contents and edits may be nested. The depth of composites and the depth of edits are
 * limited separately.
 */
final class Nesting {

    /** Maximum depth of composites within composites, or of edits within edits. */
    private static final int MAX_DEPTH = 5;

    private final Class<? extends EventContent> kind;

    private final Map<EventContent, Integer> known = new IdentityHashMap<>(4);

    private Nesting(Class<? extends EventContent> kind) {
        this.kind = kind;
    }

    /** Rejects contents that would be nested too deep inside a content of the given kind. */
    static void check(String name, Class<? extends EventContent> kind, List<EventContent> contents) {
        Checks.check(
                1 + new Nesting(kind).deepest(contents) <= MAX_DEPTH,
                name + " must not be nested deeper than " + MAX_DEPTH);
    }

    private int deepest(List<EventContent> contents) {
        int deepest = 0;
        for (EventContent content : contents) {
            deepest = Math.max(deepest, depth(content));
        }
        return deepest;
    }

    private int depth(EventContent content) {
        List<EventContent> held = held(content);
        if (held.isEmpty()) {
            return 0;
        }
        Integer depth = this.known.get(content);
        if (depth == null) {
            depth = (this.kind.isInstance(content) ? 1 : 0) + deepest(held);
            this.known.put(content, depth);
        }
        return depth;
    }

    private static List<EventContent> held(EventContent content) {
        if (content instanceof CompositeContent composite) {
            return composite.parts();
        }
        return (content instanceof EditContent edit) ? List.of(edit.newContent()) : List.of();
    }
}
