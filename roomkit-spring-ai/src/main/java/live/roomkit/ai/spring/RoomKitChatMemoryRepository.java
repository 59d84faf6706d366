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
 * Stores the conversations of Spring AI in a {@link ConversationStore}. A conversation is a room, and a message is an
 * event.
 *
 * <p>{@link #saveAll} compares the given list with the stored messages and appends only new messages. When a
 * conversation is longer than the window of a {@code MessageWindowChatMemory}, this memory passes a list without the
 * oldest messages. The conversation then begins with the first message of this list. The older messages stay in the
 * room, where people can read them. No stored message is rewritten.
 *
 * <p>Another thread or node may add a message after the caller has read the conversation. This message is not in the
 * given list. If the message is added before {@code saveAll} reads the stored messages, the message leaves the
 * conversation, but stays in the room. If the message is added later and the given list is not empty, the message stays
 * in the conversation.
 *
 * <p>Prefer {@link RoomKitChatMemory} to a {@code MessageWindowChatMemory} with this repository.
 * {@code RoomKitChatMemory} adds a message by one append. Every message that another thread or node adds at the same
 * time stays in the conversation. For each message, {@code MessageWindowChatMemory} reads the whole window, and this
 * repository compares the whole window with the stored messages.
 */
public final class RoomKitChatMemoryRepository implements ChatMemoryRepository {

    private final MemoryLog<Message> log;

    /** Creates a repository with the default settings. */
    public RoomKitChatMemoryRepository(ConversationStore store) {
        this(store, MemorySettings.DEFAULT);
    }

    /** Creates a repository with the given settings. The repository does not close the store. */
    public RoomKitChatMemoryRepository(ConversationStore store, MemorySettings settings) {
        this.log = new MemoryLog<>(store, settings, new SpringAiCodec());
    }

    /**
     * Returns the ids of the conversations that have messages. The conversation with the oldest room comes first.
     * Returns only ids of conversations whose room was created by a {@code RoomKitChatMemoryRepository} or a
     * {@link RoomKitChatMemory}.
     */
    @Override
    public List<String> findConversationIds() {
        return this.log.conversationIds();
    }

    /** Returns the messages of a conversation, or an empty list when the conversation does not exist. */
    @Override
    public List<Message> findByConversationId(String conversationId) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        return this.log.all(conversationId);
    }

    /**
     * Replaces the messages of a conversation by the given list. An empty list removes all messages from the
     * conversation.
     *
     * @throws live.roomkit.store.InvalidContentException when a message cannot be stored; nothing is written then
     */
    @Override
    public void saveAll(String conversationId, List<Message> messages) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        Assert.notNull(messages, "messages cannot be null");
        Assert.noNullElements(messages, "messages cannot contain null elements");
        this.log.replace(conversationId, messages);
    }

    /** Deletes a conversation. {@link MemorySettings#keepsRooms} determines whether its room is deleted too. */
    @Override
    public void deleteByConversationId(String conversationId) {
        Assert.hasText(conversationId, "conversationId cannot be null or empty");
        this.log.delete(conversationId);
    }
}
