package live.roomkit.content;

/** Markup language of a formatted text. */
public enum RichTextFormat {

    /** HTML. */
    HTML,

    /** Markdown. */
    MARKDOWN,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
