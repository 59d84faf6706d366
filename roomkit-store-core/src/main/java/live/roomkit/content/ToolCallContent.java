package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Call of a tool by an AI agent, with its result.
 *
 * @param toolName the name of the tool
 * @param toolId the id of the call, not of the tool
 * @param arguments the free-form arguments of the call
 * @param result the free-form value that the tool returned, if any
 * @param status the status of the call; pending by default
 * @param outcome the way in which the call ended, if it has ended
 * @param durationMs the duration of the call in milliseconds, if the call has ended
 * @param error the error message, if the call failed
 * @param structuredContent the tool's structured result for programs, as a free-form value, if any
 */
@ModelBuilder
public record ToolCallContent(
        String toolName,
        String toolId,
        Map<String, @Nullable Object> arguments,
        @Nullable Object result,
        ToolCallStatus status,
        @Nullable ToolCallOutcome outcome,
        @Nullable Long durationMs,
        @Nullable String error,
        @Nullable Object structuredContent)
        implements EventContent {

    /** Applies the default status and rejects a missing tool name or call id. */
    public ToolCallContent {
        Checks.notBlank("toolName", toolName);
        Checks.notBlank("toolId", toolId);
        arguments = FreeForm.copy(arguments);
        result = FreeForm.copyValue(result);
        status = (status != null) ? status : ToolCallStatus.PENDING;
        Checks.optionalNotNegative("durationMs", durationMs);
        structuredContent = FreeForm.copyValue(structuredContent);
    }

    /** Returns a call that has no result yet. */
    public static ToolCallContent of(
            String toolName, String toolId, Map<String, ? extends @Nullable Object> arguments) {
        return builder(toolName, toolId).arguments(FreeForm.copy(arguments)).build();
    }

    /** Returns a builder for a call of the tool. */
    public static ToolCallContentBuilder builder(String toolName, String toolId) {
        return ToolCallContentBuilder.builder().toolName(toolName).toolId(toolId);
    }

    /** Returns a builder that starts with the values of this record, for example to add the result. */
    public ToolCallContentBuilder toBuilder() {
        return ToolCallContentBuilder.builder(this);
    }

    @Override
    public String type() {
        return "tool_call";
    }
}
