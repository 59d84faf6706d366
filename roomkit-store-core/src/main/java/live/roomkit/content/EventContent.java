package live.roomkit.content;

/**
 * What an event says. One record for each kind that RoomKit knows, and {@link UnknownContent} for all others, so that
 * content of a newer writer is kept as it is.
 */
public sealed interface EventContent
        permits TextContent,
                RichContent,
                MediaContent,
                LocationContent,
                AudioContent,
                VideoContent,
                CompositeContent,
                SystemContent,
                TemplateContent,
                EditContent,
                DeleteContent,
                ToolCallContent,
                UnknownContent {

    /** The name of the kind, stored as {@code type}. */
    String type();
}
