package live.roomkit.ai.spring.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the memory of AI agents.
 *
 * @param maxMessages Largest number of messages that a model is given. Turns are not split, and all messages are kept.
 * @param keepRooms Whether deleting a conversation leaves its room and its messages in place.
 */
@ConfigurationProperties("roomkit.ai.memory")
public record RoomKitMemoryProperties(
        @DefaultValue("20") int maxMessages,
        @DefaultValue("false") boolean keepRooms) {}
