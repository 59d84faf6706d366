package live.roomkit.content;

import java.util.List;
import live.roomkit.internal.Checks;

/**
 * Several contents in one event.
 *
 * @param parts one or more, of any kind, composites nested at most five deep
 */
public record CompositeContent(List<EventContent> parts) implements EventContent {

    private static final int MAX_DEPTH = 5;

    /** Refuses no parts and parts nested too deep. */
    public CompositeContent {
        parts = Checks.list("parts", parts);
        Checks.check(!parts.isEmpty(), "parts must not be empty");
        Checks.check(1 + deepest(parts) <= MAX_DEPTH, "parts must not be nested deeper than " + MAX_DEPTH);
    }

    /** These contents, in this order. */
    public static CompositeContent of(EventContent... parts) {
        return new CompositeContent(List.of(parts));
    }

    private static int deepest(List<EventContent> parts) {
        int deepest = 0;
        for (EventContent part : parts) {
            if (part instanceof CompositeContent composite) {
                deepest = Math.max(deepest, 1 + deepest(composite.parts));
            }
        }
        return deepest;
    }

    @Override
    public String type() {
        return "composite";
    }
}
