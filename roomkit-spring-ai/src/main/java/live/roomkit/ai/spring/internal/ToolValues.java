package live.roomkit.ai.spring.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.ai.internal.ToolContents;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.ToolCallStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

/** Converts tool calls and their results to contents of events and back. */
final class ToolValues {

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
            contents.add(ToolContents.call(call.name(), call.id(), contents.size())
                    .arguments(ToolContents.arguments(call.arguments()))
                    .build());
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
            contents.add(ToolContents.call(response.name(), response.id(), contents.size())
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
     * Returns the value as text, or {@code null} for {@code null}. Spring AI's records accept {@code null} as a text,
     * although they do not declare the text as nullable.
     */
    @SuppressWarnings("NullAway")
    private static String text(@Nullable Object value) {
        return (value != null) ? value.toString() : null;
    }
}
