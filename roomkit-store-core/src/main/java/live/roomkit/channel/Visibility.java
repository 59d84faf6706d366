package live.roomkit.channel;

/**
 * Keywords for the visibility of an event. A visibility is one of these keywords, a channel id, or a comma-separated
 * list of channel ids. A visibility has up to 8 000 characters. A filter for a visibility matches only events with
 * exactly this visibility.
 */
public final class Visibility {

    /**
     * All channels see the event. In a filter, {@code all} matches only events whose visibility is exactly {@code all}.
     */
    public static final String ALL = "all";

    /** No channel sees the event. */
    public static final String NONE = "none";

    /** Only channels of category {@link ChannelCategory#TRANSPORT} see the event. */
    public static final String TRANSPORT = "transport";

    /** Only channels of category {@link ChannelCategory#INTELLIGENCE} see the event. */
    public static final String INTELLIGENCE = "intelligence";

    /** Only the application itself sees the event. */
    public static final String INTERNAL = "internal";

    private Visibility() {}
}
