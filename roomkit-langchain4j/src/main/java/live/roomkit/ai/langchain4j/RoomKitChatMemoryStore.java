package live.roomkit.ai.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.List;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.MemoryLog;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;

/**
 * Keeps the chat memories of LangChain4j in a {@link ConversationStore}: a memory is a room, and a message an event.
 *
 * <p>{@link #updateMessages} compares the list with the stored one and appends what is new, one event for one more message. A
 * memory with a window moves the beginning of the conversation. The earlier messages stay in the room, where people read
 * them, and nothing is written again. A message that another thread or node adds meanwhile stays in the conversation.
 *
 * <p>The text of a memory's id is the id of the conversation.
 */
public final class RoomKitChatMemoryStore implements ChatMemoryStore {

    private final MemoryLog<ChatMessage> log;

    /** Creates a store with the default settings. */
    public RoomKitChatMemoryStore(ConversationStore store) {
        this(store, MemorySettings.DEFAULT);
    }

    /** Creates a store. The conversation store remains the caller's to close. */
    public RoomKitChatMemoryStore(ConversationStore store, MemorySettings settings) {
        this.log = new MemoryLog<>(store, settings, new LangChain4jCodec());
    }

    /** Returns the messages of a memory; none when there is no such memory. */
    @Override
    public List<ChatMessage> getMessages(Object memoryId) {
        return this.log.all(conversationId(memoryId));
    }

    /**
     * Makes a memory consist of the given messages. An empty list forgets it.
     *
     * @throws live.roomkit.store.InvalidContentException when a message cannot be kept; nothing is written then
     */
    @Override
    public void updateMessages(Object memoryId, List<ChatMessage> messages) {
        this.log.replace(conversationId(memoryId), Checks.list("messages", messages));
    }

    /** Deletes a memory, and its room as {@link MemorySettings#keepsRooms} says. */
    @Override
    public void deleteMessages(Object memoryId) {
        this.log.delete(conversationId(memoryId));
    }

    private static String conversationId(Object memoryId) {
        return Checks.notBlank("memoryId", Checks.notNull("memoryId", memoryId).toString());
    }
}
