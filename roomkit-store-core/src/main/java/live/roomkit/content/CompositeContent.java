package live.roomkit.content;

import java.util.List;
import live.roomkit.internal.Checks;

/**
 * Several contents in one event.
 *
 * @param parts one or more contents of any kind; composites may be nested five deep
 */
public record CompositeContent(List<EventContent> parts) implements EventContent {

    /** Rejects an empty list and parts that are nested too deep. */
    public CompositeContent {
        parts = Checks.list("parts", parts);
        Checks.check(!parts.isEmpty(), "parts must not be empty");
        Nesting.check("parts", CompositeContent.class, parts);
    }

    /** Returns the given contents in the given order. */
    public static CompositeContent of(EventContent... parts) {
        return new CompositeContent(List.of(parts));
    }

    @Override
    public String type() {
        return "composite";
    }
}
