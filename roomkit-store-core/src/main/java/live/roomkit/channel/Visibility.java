package live.roomkit.channel;

/**
 * Keywords that say who may see an event. A visibility is one of these keywords, the id of a channel, or a list of ids of
 * channels that commas separate. It is plain text of up to 8 000 characters, and filters compare it for equality.
 */
public final class Visibility {

    /** Everybody sees the event. A filter treats this value like any other, not as a wildcard. */
    public static final String ALL = "all";

    /** Nobody sees the event. */
    public static final String NONE = "none";

    /** Channels that reach people see the event. */
    public static final String TRANSPORT = "transport";

    /** Channels of machines see the event. */
    public static final String INTELLIGENCE = "intelligence";

    /** Only the application itself sees the event. */
    public static final String INTERNAL = "internal";

    private Visibility() {}
}
