package live.roomkit.ai.spring.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.ToolCallStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Converts tool calls and their results to contents of events and back. */
final class ToolValues {

    private static final int DEEPEST = 50;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    /** Pattern for JSON that a record may reject: U+0000, lone surrogates, and exponents of three or more digits. */
    private static final Pattern REFUSED = Pattern.compile("\\\\u(0000|[dD][89a-fA-F])|[eE][+-]?\\d{3}");

    private ToolValues() {}

    static List<Map<String, @Nullable Object>> calls(List<ToolCall> calls) {
        List<Map<String, @Nullable Object>> values = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            Map<String, @Nullable Object> value = new LinkedHashMap<>();
            value.put("id", call.id());
            value.put("type", call.type());
            value.put("name", call.name());
            value.put("arguments", call.arguments());
            values.add(value);
        }
        return values;
    }

    static List<ToolCall> readCalls(@Nullable Object values) {
        List<ToolCall> calls = new ArrayList<>();
        for (Map<?, ?> value : maps(values)) {
            calls.add(new ToolCall(
                    text(value.get("id")),
                    text(value.get("type")),
                    text(value.get("name")),
                    text(value.get("arguments"))));
        }
        return calls;
    }

    static List<ToolCallContent> contents(List<ToolCall> calls) {
        List<ToolCallContent> contents = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            contents.add(
                    ToolCallContent.of(name(call.name()), id(call.id(), contents.size()), arguments(call.arguments())));
        }
        return contents;
    }

    static List<Map<String, @Nullable Object>> exact(List<ToolResponse> responses) {
        List<Map<String, @Nullable Object>> values = new ArrayList<>(responses.size());
        for (ToolResponse response : responses) {
            Map<String, @Nullable Object> value = new LinkedHashMap<>();
            value.put("id", response.id());
            value.put("name", response.name());
            values.add(value);
        }
        return values;
    }

    static List<ToolCallContent> results(List<ToolResponse> responses) {
        List<ToolCallContent> contents = new ArrayList<>(responses.size());
        for (ToolResponse response : responses) {
            contents.add(ToolCallContent.builder(name(response.name()), id(response.id(), contents.size()))
                    .result(response.responseData())
                    .status(ToolCallStatus.COMPLETED)
                    .build());
        }
        return contents;
    }

    static List<ToolResponse> readResponses(@Nullable Object values, List<ToolCallContent> contents) {
        List<Map<?, ?>> maps = maps(values);
        List<ToolResponse> responses = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            ToolCallContent content = contents.get(i);
            Map<?, ?> value = (maps.size() == contents.size())
                    ? maps.get(i)
                    : Map.of("id", content.toolId(), "name", content.toolName());
            responses.add(new ToolResponse(text(value.get("id")), text(value.get("name")), text(content.result())));
        }
        return responses;
    }

    /**
     * Returns the arguments as a map for the content. Returns an empty map when they are not a JSON object, or when a record
     * would reject them.
     */
    private static Map<String, @Nullable Object> arguments(@Nullable String json) {
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

    private static String name(@Nullable String name) {
        return (name == null || name.isBlank()) ? "unnamed" : name;
    }

    private static String id(@Nullable String id, int position) {
        return (id == null || id.isBlank()) ? "call-" + position : id;
    }

    private static List<Map<?, ?>> maps(@Nullable Object values) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (values instanceof List<?> list) {
            for (Object value : list) {
                maps.add((value instanceof Map<?, ?> map) ? map : Map.of());
            }
        }
        return maps;
    }

    /**
     * Returns a text, which may be {@code null} when the model left it out. The records of Spring AI accept {@code null}
     * without declaring it.
     */
    @SuppressWarnings("NullAway")
    private static String text(@Nullable Object value) {
        return (value != null) ? value.toString() : null;
    }
}
