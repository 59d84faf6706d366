package live.roomkit.content;

/** How the body of a rich text is marked up. */
public enum RichTextFormat {

    /** HTML. */
    HTML,

    /** Markdown. */
    MARKDOWN,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
