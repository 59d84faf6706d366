package live.roomkit.ai.spring;

import java.util.List;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.MemoryLog;
import live.roomkit.ai.spring.internal.SpringAiCodec;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;
import org.springframework.util.Assert;

/**
 * Keeps the conversations of Spring AI in a {@link ConversationStore}: a conversation is a room, and a message an event.
 *
 * <p>{@link #saveAll} compares the list with the stored one and appends what is new. A list that is shorter at its front, as
 * a memory with a window gives it, moves the beginning of the conversation. The earlier messages stay in the room, where
 * people read them, and nothing is written again. A message that another thread or node adds meanwhile stays in the
 * conversation.
 *
 * <p>An application that has this repository should use {@link RoomKitChatMemory}, whose additions cost one append, rather
 * than {@code MessageWindowChatMemory}, which reads and compares the window for each of them.
 */
public final class RoomKitChatMemoryRepository implements ChatMemoryRepository {

    private final MemoryLog<Message> log;

    /** Creates a repository with the default settings. */
    public RoomKitChatMemoryRepository(ConversationStore store) {
        this(store, MemorySettings.DEFAULT);
    }

    /** Creates a repository. The store remains the caller's to close. */
    public RoomKitChatMemoryRepository(ConversationStore store, MemorySettings settings) {
        this.log = new MemoryLog<>(store, settings, new SpringAiCodec());
    }

    /**
     * Returns the ids of the conversations that have messages, in the order in which they began. Rooms that existed before are
     * not among them.
     */
    @Override
    public List<String> findConversationIds() {
        return this.log.conversationIds();
    }

    /** Returns the messages of a conversation; none when there is no such conversation. */
    @Override
    public List<Message> findByConversationId(String conversationId) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        return this.log.all(conversationId);
    }

    /**
     * Makes a conversation consist of the given messages. An empty list forgets it.
     *
     * @throws live.roomkit.store.InvalidContentException when a message cannot be kept; nothing is written then
     */
    @Override
    public void saveAll(String conversationId, List<Message> messages) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        Assert.notNull(messages, "messages cannot be null");
        Assert.noNullElements(messages, "messages cannot contain null elements");
        this.log.replace(conversationId, messages);
    }

    /** Deletes a conversation, and its room as {@link MemorySettings#keepsRooms} says. */
    @Override
    public void deleteByConversationId(String conversationId) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        this.log.delete(conversationId);
    }
}
