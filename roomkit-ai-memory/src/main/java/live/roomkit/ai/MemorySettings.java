package live.roomkit.ai;

import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.ModelBuilder;

/**
 * Says how a conversation of an AI framework becomes a room.
 *
 * <p>A memory creates the room of a conversation with its first message. Such a room has a channel and a participant for
 * the user, and a channel and a participant for the agent. A room that exists already is used as it is: its messages
 * become part of the conversation, as {@link #mapping} says.
 *
 * @param roomIds returns the id of the room of a conversation; the conversation's own id by default
 * @param userChannelId the channel of messages of the user; {@code user} by default
 * @param userChannelType the type of that channel; web chat by default
 * @param userId the participant who is the user; {@code user} by default
 * @param agentChannelId the channel of all other messages, which has the type AI; {@code agent} by default
 * @param agentId the participant who is the agent; {@code agent} by default
 * @param mapping the meaning of messages that the memory did not write; {@link EventMapping#standard} by default
 * @param keepsRooms whether deleting a conversation leaves its room and its messages in place, and only forgets them. By
 *     default a room that the memory created is deleted. A room that existed before is never deleted
 */
@ModelBuilder
public record MemorySettings(
        UnaryOperator<String> roomIds,
        String userChannelId,
        ChannelType userChannelType,
        String userId,
        String agentChannelId,
        String agentId,
        EventMapping mapping,
        boolean keepsRooms) {

    /** Settings with all defaults. */
    public static final MemorySettings DEFAULT = builder().build();

    /** Applies the defaults and rejects invalid ids. */
    public MemorySettings {
        roomIds = (roomIds != null) ? roomIds : UnaryOperator.identity();
        userChannelId = (userChannelId != null) ? Checks.id("userChannelId", userChannelId) : "user";
        userChannelType = (userChannelType != null) ? userChannelType : ChannelType.WEBSOCKET;
        userId = (userId != null) ? Checks.id("userId", userId) : "user";
        agentChannelId = (agentChannelId != null) ? Checks.id("agentChannelId", agentChannelId) : "agent";
        agentId = (agentId != null) ? Checks.id("agentId", agentId) : "agent";
        mapping = (mapping != null) ? mapping : EventMapping.standard(agentChannelId);
        Checks.check(
                !userChannelId.equals(agentChannelId),
                "userChannelId and agentChannelId must differ: " + userChannelId);
        Checks.check(!userId.equals(agentId), "userId and agentId must differ: " + userId);
    }

    /** Returns a builder that starts with the defaults. */
    public static MemorySettingsBuilder builder() {
        return MemorySettingsBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public MemorySettingsBuilder toBuilder() {
        return MemorySettingsBuilder.builder(this);
    }
}
