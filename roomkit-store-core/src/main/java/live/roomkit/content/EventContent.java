package live.roomkit.content;

/**
 * Content of an event. There is one record for each kind that RoomKit knows. {@link UnknownContent} holds all other
 * kinds, so that the store keeps content of a newer writer unchanged.
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

    /** Returns the name of the kind, which is stored as {@code type}. */
    String type();
}
