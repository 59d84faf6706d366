package live.roomkit.content;

/** Markup language of a formatted text. */
public enum RichTextFormat {

    /** HTML. */
    HTML,

    /** Markdown. */
    MARKDOWN,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
