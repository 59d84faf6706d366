package live.roomkit.ai.spring;

import java.util.List;
import java.util.function.ToIntFunction;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.MemoryLog;
import live.roomkit.ai.internal.Window;
import live.roomkit.ai.spring.internal.SpringAiCodec;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.tokenizer.TokenCountEstimator;
import org.springframework.util.Assert;

/**
 * Chat memory that stores each conversation in a room of a {@link ConversationStore}. Adding a message is one append,
 * whatever the length of the conversation. The model receives only the newest turns of a conversation, which are called
 * the window. The room keeps all turns.
 *
 * <p>A turn begins with a message of the user and ends before the next message of the user. The window contains as many
 * of the newest turns as a limit of messages or tokens permits. The newest turn is always in the window, even if this
 * turn alone exceeds the limit. A turn of at most 1000 messages is never split. The newest system message precedes the
 * turns, and does not count towards the limit.
 *
 * <p>The window never contains the result of a tool call without the call. A message that a person writes while a tool
 * is running begins no turn, and follows the result of the tool in the window. A result whose call was deleted is left
 * out, and does not count towards the limit. While such a result is stored among the newest turns, {@link #get} reads
 * up to 1000 more messages to find the call.
 */
public final class RoomKitChatMemory implements ChatMemory {

    private static final int DEFAULT_MAX_MESSAGES = 20;

    private static final int PAGE_OF_TOKENS = 50;

    /**
     * Number of additional messages that {@link #get} reads at first, besides the maximum number of messages in the
     * window. The first additional message shows that the window is full. If this message is a tool result, its tool
     * call must be read too. The tool call is usually the second additional message.
     */
    private static final int BEYOND_WINDOW = 2;

    private final MemoryLog<Message> log;

    private final Window<Message> window;

    private final int pageSize;

    private RoomKitChatMemory(MemoryLog<Message> log, Window<Message> window, int pageSize) {
        this.log = log;
        this.window = window;
        this.pageSize = pageSize;
    }

    /** Returns a builder for a chat memory in the given store. The chat memory does not close the store. */
    public static Builder builder(ConversationStore store) {
        return new Builder(store);
    }

    /**
     * Adds messages to a conversation, either all of them or none. Creates the room of the conversation if the room
     * does not exist.
     *
     * @throws live.roomkit.store.InvalidContentException when a message cannot be stored
     * @throws live.roomkit.store.RoomClosedException when the room is closed
     */
    @Override
    public void add(String conversationId, List<Message> messages) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        Assert.notNull(messages, "messages cannot be null");
        Assert.noNullElements(messages, "messages cannot contain null elements");
        this.log.append(conversationId, messages);
    }

    /**
     * Returns the messages of a conversation for the model: the newest system message and the newest turns within the
     * limit of messages or tokens. Returns an empty list when the conversation does not exist.
     */
    @Override
    public List<Message> get(String conversationId) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        return this.log.window(conversationId, this.window, this.pageSize);
    }

    /** Deletes a conversation. {@link MemorySettings#keepsRooms} determines whether its room is deleted too. */
    @Override
    public void clear(String conversationId) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        this.log.delete(conversationId);
    }

    /**
     * Finds the last message that is not from a user. When this message contains tool calls, their results are missing,
     * for example because the application ended while a tool was running. Adds {@code result} as the result of each of
     * these tool calls. Many models reject a tool call without a result. Call this method before adding the next
     * message of the user, while the model is not answering in this conversation.
     *
     * @param result the tool result that the model sees, such as {@code "interrupted"}
     * @return whether there were tool calls without a result
     */
    public boolean answerInterruptedCalls(String conversationId, String result) {
        List<Message> messages = get(conversationId);
        int last = messages.size() - 1;
        while (last >= 0 && messages.get(last) instanceof UserMessage) {
            last--;
        }
        if (last < 0 || !(messages.get(last) instanceof AssistantMessage assistant) || !assistant.hasToolCalls()) {
            return false;
        }
        List<ToolResponseMessage.ToolResponse> results = assistant.getToolCalls().stream()
                .map(call -> new ToolResponseMessage.ToolResponse(call.id(), call.name(), result))
                .toList();
        add(conversationId, ToolResponseMessage.builder().responses(results).build());
        return true;
    }

    /** Builder for a chat memory. */
    public static final class Builder {

        private final ConversationStore store;

        private MemorySettings settings = MemorySettings.DEFAULT;

        private int most = DEFAULT_MAX_MESSAGES;

        private int pageSize = DEFAULT_MAX_MESSAGES + BEYOND_WINDOW;

        private ToIntFunction<Message> size = message -> 1;

        private Builder(ConversationStore store) {
            this.store = store;
        }

        /** Sets how conversations are stored in rooms. */
        public Builder settings(MemorySettings settings) {
            this.settings = settings;
            return this;
        }

        /** Limits the number of messages that the model receives. The default is 20. */
        public Builder maxMessages(int maxMessages) {
            Assert.isTrue(maxMessages > 0, "maxMessages must be greater than 0");
            this.most = maxMessages;
            this.pageSize = Math.min(maxMessages, Integer.MAX_VALUE - BEYOND_WINDOW) + BEYOND_WINDOW;
            this.size = message -> 1;
            return this;
        }

        /**
         * Limits the number of tokens that the model receives, as counted by the estimator, instead of the number of
         * messages.
         */
        public Builder maxTokens(int maxTokens, TokenCountEstimator estimator) {
            Assert.isTrue(maxTokens > 0, "maxTokens must be greater than 0");
            Assert.notNull(estimator, "estimator cannot be null");
            this.most = maxTokens;
            this.pageSize = PAGE_OF_TOKENS;
            this.size = message -> tokens(message, estimator);
            return this;
        }

        /** Creates the chat memory. */
        public RoomKitChatMemory build() {
            MemoryLog<Message> log = new MemoryLog<>(this.store, this.settings, new SpringAiCodec());
            Window<Message> window = new Window<>(this.most, this.size, SpringAiCodec::author, SpringAiCodec::toolIds);
            return new RoomKitChatMemory(log, window, this.pageSize);
        }

        private static int tokens(Message message, TokenCountEstimator estimator) {
            int tokens = (message instanceof MediaContent content)
                    ? estimator.estimate(content)
                    : estimator.estimate(message.getText());
            if (message instanceof AssistantMessage assistant) {
                for (AssistantMessage.ToolCall call : assistant.getToolCalls()) {
                    tokens += estimator.estimate(call.name()) + estimator.estimate(call.arguments());
                }
            }
            if (message instanceof ToolResponseMessage tool) {
                for (ToolResponseMessage.ToolResponse response : tool.getResponses()) {
                    tokens += estimator.estimate(response.responseData());
                }
            }
            return tokens;
        }
    }
}
