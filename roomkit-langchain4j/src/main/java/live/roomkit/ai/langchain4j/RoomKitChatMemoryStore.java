package live.roomkit.ai.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.List;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.MemoryLog;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;

/**
 * Stores the chat memories of LangChain4j in a {@link ConversationStore}. A memory is a room, and a message is an
 * event.
 *
 * <p>{@link #updateMessages} compares the given list with the stored messages and appends one event for each new
 * message. When the conversation is longer than the window of a {@code MessageWindowChatMemory}, the
 * {@code MessageWindowChatMemory} passes a list without the oldest messages. The conversation then begins with the
 * first message of this list. The older messages stay in the room, where people can read them. No stored message is
 * rewritten.
 *
 * <p>Another thread or node may add a message after the caller has read the conversation. This message is not in the
 * given list. If the message is added before {@code updateMessages} reads the stored messages, the message leaves the
 * conversation, but stays in the room. If the message is added later and the given list is not empty, the message stays
 * in the conversation.
 *
 * <p>The result of {@code toString} of a memory id is the id of the conversation.
 */
public final class RoomKitChatMemoryStore implements ChatMemoryStore {

    private final MemoryLog<ChatMessage> log;

    /** Creates a chat memory store with the default settings. */
    public RoomKitChatMemoryStore(ConversationStore store) {
        this(store, MemorySettings.DEFAULT);
    }

    /**
     * Creates a chat memory store with the given settings. The chat memory store does not close the conversation store.
     */
    public RoomKitChatMemoryStore(ConversationStore store, MemorySettings settings) {
        this.log = new MemoryLog<>(store, settings, new LangChain4jCodec());
    }

    /** Returns the messages of a memory, or an empty list when the memory does not exist. */
    @Override
    public List<ChatMessage> getMessages(Object memoryId) {
        return this.log.all(conversationId(memoryId));
    }

    /**
     * Replaces the messages of a memory by the given list. An empty list removes all messages from the memory.
     *
     * @throws live.roomkit.store.InvalidContentException when a message cannot be stored; nothing is written then
     */
    @Override
    public void updateMessages(Object memoryId, List<ChatMessage> messages) {
        this.log.replace(conversationId(memoryId), Checks.list("messages", messages));
    }

    /** Deletes a memory. {@link MemorySettings#keepsRooms} determines whether its room is deleted too. */
    @Override
    public void deleteMessages(Object memoryId) {
        this.log.delete(conversationId(memoryId));
    }

    private static String conversationId(Object memoryId) {
        return Checks.notBlank("memoryId", Checks.notNull("memoryId", memoryId).toString());
    }
}
