package live.roomkit.content;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.internal.Checks;

/**
 * Several contents in one event.
 *
 * @param parts one or more contents of any kind; composites may be nested five deep
 */
public record CompositeContent(List<EventContent> parts) implements EventContent {

    private static final int MAX_DEPTH = 5;

    /** Rejects an empty list and parts that are nested too deep. */
    public CompositeContent {
        parts = Checks.list("parts", parts);
        Checks.check(!parts.isEmpty(), "parts must not be empty");
        Checks.check(
                1 + deepest(parts, new IdentityHashMap<>(4)) <= MAX_DEPTH,
                "parts must not be nested deeper than " + MAX_DEPTH);
    }

    /** Returns the given contents in the given order. */
    public static CompositeContent of(EventContent... parts) {
        return new CompositeContent(List.of(parts));
    }

    /** Returns the depth of the deepest part. Each part is visited once, although it may occur many times. */
    private static int deepest(List<EventContent> parts, Map<EventContent, Integer> known) {
        int deepest = 0;
        for (EventContent part : parts) {
            if (part instanceof CompositeContent composite) {
                Integer depth = known.get(composite);
                if (depth == null) {
                    depth = 1 + deepest(composite.parts, known);
                    known.put(composite, depth);
                }
                deepest = Math.max(deepest, depth);
            }
        }
        return deepest;
    }

    @Override
    public String type() {
        return "composite";
    }
}
