package live.roomkit.channel;

/**
 * Who may see an event. Visibility is plain text, compared for equality: one of these keywords, or the id of a channel.
 */
public final class Visibility {

    /** Everybody. As a filter it is a value like any other, not a wildcard. */
    public static final String ALL = "all";

    /** Nobody. */
    public static final String NONE = "none";

    /** Channels that reach people. */
    public static final String TRANSPORT = "transport";

    /** Channels of machines. */
    public static final String INTELLIGENCE = "intelligence";

    /** The application itself. */
    public static final String INTERNAL = "internal";

    private Visibility() {}
}
