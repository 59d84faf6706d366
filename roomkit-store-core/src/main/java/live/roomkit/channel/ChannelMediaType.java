package live.roomkit.channel;

/** Kind of content that a channel can carry. */
public enum ChannelMediaType {

    /** Plain text. */
    TEXT,

    /** Formatted text, with buttons or cards. */
    RICH,

    /** Files and images. */
    MEDIA,

    /** Sound. */
    AUDIO,

    /** Video. */
    VIDEO,

    /** A geographic place. */
    LOCATION,

    /** A message made from a template. */
    TEMPLATE,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
