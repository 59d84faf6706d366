package live.roomkit.content;

/**
 * Content of an event. There is one record type for each kind of content. {@link UnknownContent} contains content that
 * this version of RoomKit cannot read, for example content of a kind that a newer version added. The store keeps
 * unknown content unchanged.
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
                ErasedContent,
                ToolCallContent,
                UnknownContent {

    /**
     * Returns the name of the kind of content, such as {@code text}. The name is stored in the JSON field {@code type}.
     */
    String type();
}
