package live.roomkit.channel;

/** A kind of content that a channel can carry. */
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

    /** A place. */
    LOCATION,

    /** A message made from a template. */
    TEMPLATE,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
