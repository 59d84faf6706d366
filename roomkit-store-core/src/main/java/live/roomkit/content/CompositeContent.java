package live.roomkit.content;

import java.util.List;
import live.roomkit.internal.Checks;

/**
 * Content that consists of one or more parts.
 *
 * @param parts contents of any kind; a part may itself be a composite content; this content and the composites within
 *     it may have up to five levels in all
 */
public record CompositeContent(List<EventContent> parts) implements EventContent {

    /** Rejects an empty list, and composite contents that are nested more than five levels deep. */
    public CompositeContent {
        parts = Checks.list("parts", parts);
        Checks.check(!parts.isEmpty(), "parts must not be empty");
        Nesting.check("parts", CompositeContent.class, parts);
    }

    /** Returns a composite of the given contents in the given order. */
    public static CompositeContent of(EventContent... parts) {
        return new CompositeContent(List.of(parts));
    }

    @Override
    public String type() {
        return "composite";
    }
}
