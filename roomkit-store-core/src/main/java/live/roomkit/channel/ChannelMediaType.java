package live.roomkit.channel;

/** Kind of content that a channel can support. */
public enum ChannelMediaType {

    /** Plain text. */
    TEXT,

    /** Formatted text, with buttons or cards. */
    RICH,

    /** Files and images. */
    MEDIA,

    /** Audio. */
    AUDIO,

    /** Video. */
    VIDEO,

    /** A geographic place. */
    LOCATION,

    /** A message made from a template. */
    TEMPLATE,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
