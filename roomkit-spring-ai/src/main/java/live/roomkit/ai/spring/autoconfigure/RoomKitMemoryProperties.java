package live.roomkit.ai.spring.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the memory of AI agents.
 *
 * @param maxMessages Maximum number of messages for the model. A turn, which begins with a message of the user, is not
 *     split. The room keeps all messages.
 * @param keepRooms Whether the room and its messages are kept when a conversation is deleted.
 */
@ConfigurationProperties("roomkit.ai.memory")
public record RoomKitMemoryProperties(
        @DefaultValue("20") int maxMessages,
        @DefaultValue("false") boolean keepRooms) {}
