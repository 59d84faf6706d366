package live.roomkit.samples.assistant;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;

/**
 * A model that needs no network, and answers the same conversation in the same way every time. The model calls a tool
 * when the user asks for a parcel by its number, and otherwise repeats what the user said. The model rejects a tool
 * call without a result, as many models do.
 */
final class LocalChatModel implements ChatModel {

    private static final Pattern PARCEL = Pattern.compile("parcel (\\d+)", Pattern.CASE_INSENSITIVE);

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().build();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        return response(answer(prompt.getInstructions()));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        AssistantMessage answer = answer(prompt.getInstructions());
        if (answer.hasToolCalls()) {
            return Flux.just(response(answer));
        }
        return Flux.fromStream(Arrays.stream(String.valueOf(answer.getText()).split("(?<= )"))
                .map(word -> response(new AssistantMessage(word))));
    }

    private static AssistantMessage answer(List<Message> messages) {
        checkCalls(messages);
        Message last = messages.get(messages.size() - 1);
        if (last instanceof ToolResponseMessage results) {
            return new AssistantMessage("Your parcel: "
                    + results.getResponses().get(0).responseData().replace("\"", ""));
        }
        String question = String.valueOf(last.getText());
        Matcher parcel = PARCEL.matcher(question);
        if (parcel.find()) {
            String arguments = "{\"number\":\"" + parcel.group(1) + "\"}";
            return AssistantMessage.builder()
                    .toolCalls(List.of(new ToolCall("call-" + messages.size(), "function", "track", arguments)))
                    .build();
        }
        List<String> said = messages.stream()
                .filter(UserMessage.class::isInstance)
                .map(message -> String.valueOf(message.getText()))
                .toList();
        return new AssistantMessage("You said: " + String.join(" / ", said));
    }

    private static void checkCalls(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            boolean call = messages.get(i) instanceof AssistantMessage assistant && assistant.hasToolCalls();
            boolean answered = i + 1 < messages.size() && messages.get(i + 1) instanceof ToolResponseMessage;
            if (call != answered) {
                throw new IllegalArgumentException("a call of a tool and its result must follow each other");
            }
        }
    }

    private static ChatResponse response(AssistantMessage message) {
        return new ChatResponse(List.of(new Generation(message)));
    }
}
