package live.roomkit.store.json;

import java.util.Map;
import java.util.Set;
import live.roomkit.content.AudioContent;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.ErasedContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.LocationContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.RichContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TemplateContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.VideoContent;
import org.jspecify.annotations.Nullable;

/** Maps the {@code type} of a content to its record class. */
final class ContentKinds {

    /** JSON field that contains the kind of a content, such as {@code text}. */
    static final String TYPE = "type";

    /** JSON fields in which a content contains other contents. */
    static final Set<String> NESTED = Set.of("parts", "new_content");

    private static final Map<String, Class<? extends EventContent>> KINDS = Map.ofEntries(
            Map.entry("text", TextContent.class),
            Map.entry("rich", RichContent.class),
            Map.entry("media", MediaContent.class),
            Map.entry("location", LocationContent.class),
            Map.entry("audio", AudioContent.class),
            Map.entry("video", VideoContent.class),
            Map.entry("composite", CompositeContent.class),
            Map.entry("system", SystemContent.class),
            Map.entry("template", TemplateContent.class),
            Map.entry("edit", EditContent.class),
            Map.entry("delete", DeleteContent.class),
            Map.entry("erased", ErasedContent.class),
            Map.entry("tool_call", ToolCallContent.class));

    private ContentKinds() {}

    /**
     * Returns the record class for a value of the field {@code type}, or {@code null} when this version of RoomKit does
     * not know the value.
     */
    static @Nullable Class<? extends EventContent> of(@Nullable Object type) {
        return (type instanceof String) ? KINDS.get(type) : null;
    }
}
