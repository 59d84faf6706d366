package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An AI agent's call of a tool, and what came back.
 *
 * @param toolName the tool
 * @param toolId the call, so that its answer can be matched
 * @param arguments free-form values that the tool was called with
 * @param result a free-form value that the tool answered, if it did
 * @param status how far the call has come; pending unless given
 * @param durationMs how long it took in milliseconds, if it ended
 * @param error what went wrong, if something did
 * @param structuredContent a free-form value for programs, if the tool gave one
 */
@ModelBuilder
public record ToolCallContent(
        String toolName,
        String toolId,
        Map<String, @Nullable Object> arguments,
        @Nullable Object result,
        ToolCallStatus status,
        @Nullable Long durationMs,
        @Nullable String error,
        @Nullable Object structuredContent)
        implements EventContent {

    /** Applies the defaults and refuses an absent tool or call. */
    public ToolCallContent {
        Checks.notBlank("toolName", toolName);
        Checks.notBlank("toolId", toolId);
        arguments = FreeForm.copy(arguments);
        result = FreeForm.copyValue(result);
        status = (status != null) ? status : ToolCallStatus.PENDING;
        Checks.optionalNotNegative("durationMs", durationMs);
        structuredContent = FreeForm.copyValue(structuredContent);
    }

    /** A call without an answer yet. */
    public static ToolCallContent of(
            String toolName, String toolId, Map<String, ? extends @Nullable Object> arguments) {
        return builder(toolName, toolId).arguments(FreeForm.copy(arguments)).build();
    }

    /** Builds a call of that tool. */
    public static ToolCallContentBuilder builder(String toolName, String toolId) {
        return ToolCallContentBuilder.builder().toolName(toolName).toolId(toolId);
    }

    /** Builds a changed copy, such as one with the answer. */
    public ToolCallContentBuilder toBuilder() {
        return ToolCallContentBuilder.builder(this);
    }

    @Override
    public String type() {
        return "tool_call";
    }
}
