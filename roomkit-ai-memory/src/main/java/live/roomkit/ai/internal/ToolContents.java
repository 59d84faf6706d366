package live.roomkit.ai.internal;

import java.util.Map;
import java.util.regex.Pattern;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.ToolCallContentBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Converts tool calls of an AI model to the content of events. */
public final class ToolContents {

    private static final int DEEPEST = 50;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    /**
     * Pattern for JSON that the store may reject. It finds escapes of U+0000 and of surrogates, and exponents of three
     * or more digits.
     */
    private static final Pattern REFUSED = Pattern.compile("\\\\u(0000|[dD][89a-fA-F])|[eE][+-]?\\d{3}");

    private ToolContents() {}

    /**
     * Returns a builder for the content of a tool call. A model may leave out the name and the id of a call. A missing
     * or blank name becomes {@code unnamed}. A missing or blank id becomes {@code call-} followed by the position.
     *
     * @param position the position of the call in its message
     */
    public static ToolCallContentBuilder call(@Nullable String name, @Nullable String id, int position) {
        return ToolCallContent.builder(
                (name == null || name.isBlank()) ? "unnamed" : name,
                (id == null || id.isBlank()) ? "call-" + position : id);
    }

    /**
     * Returns the arguments of a tool call as a map. Returns an empty map when the arguments are not a JSON object, or
     * contain a value that the store might reject.
     */
    public static Map<String, @Nullable Object> arguments(@Nullable String json) {
        if (json == null || json.isBlank() || REFUSED.matcher(json).find()) {
            return Map.of();
        }
        try {
            Map<String, @Nullable Object> arguments = JSON.readValue(json, OBJECT);
            return (arguments != null) ? arguments : Map.of();
        } catch (JacksonException ex) {
            return Map.of();
        }
    }
}
