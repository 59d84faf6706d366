package live.roomkit.ai;

import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.ModelBuilder;

/**
 * Settings for storing a conversation of an AI framework in a room.
 *
 * <p>The first message of a conversation creates the room, with a channel and a participant for the user, and another
 * channel and another participant for the agent. When the room exists already, the chat memory adds no channels or
 * participants to it, with one exception. When a chat memory of the same AI framework created the room, and the room
 * has no events yet, the chat memory adds missing channels and participants. The messages in an existing room become
 * part of the conversation, and {@link #mapping} converts them to messages for the model.
 *
 * @param roomIds a function that returns the room id for a conversation id; by default, the room id equals the
 *     conversation id
 * @param userChannelId the id of the channel for messages of the user; {@code user} by default
 * @param userChannelType the type of the user's channel; {@code WEBSOCKET} by default
 * @param userId the participant id of the user; {@code user} by default
 * @param agentChannelId the id of the channel for all messages that are not from the user; the channel has the type AI;
 *     {@code agent} by default. Agents that share a room need channels of their own. After a change of this id, the
 *     chat memory no longer recognizes the system messages and tool calls that it stored before the change
 * @param agentId the participant id of the agent; {@code agent} by default
 * @param mapping the conversion of messages that the chat memory did not write; {@link EventMapping#standard} by
 *     default
 * @param keepsRooms whether the room of a deleted conversation stays in the store, together with its messages;
 *     {@code false} by default. When a room stays, its messages no longer belong to the agent's conversation. With
 *     {@code false}, the room is deleted only if a chat memory of the same AI framework created the room, for this
 *     agent or another agent. When a room is deleted, all agents that share it lose the conversation. To prevent this
 *     loss, let the application create a room that agents share
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

    /** Settings with the default values. */
    public static final MemorySettings DEFAULT = builder().build();

    /** Replaces {@code null} by the default values, and rejects invalid ids. */
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

    /** Returns a builder that starts with the default values. */
    public static MemorySettingsBuilder builder() {
        return MemorySettingsBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public MemorySettingsBuilder toBuilder() {
        return MemorySettingsBuilder.builder(this);
    }
}
