package live.roomkit.ai.internal;

import live.roomkit.ai.MemorySettings;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCategory;
import live.roomkit.channel.ChannelType;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.store.ConversationStore;

/** Adds the channels and participants of a user and an agent to a room. */
public final class RoomPeople {

    private RoomPeople() {}

    /** Adds the channels and participants that the settings name, as far as the room does not have them yet. */
    public static void complete(ConversationStore store, MemorySettings settings, String roomId) {
        bind(store, roomId, settings.userChannelId(), settings.userChannelType(), ChannelCategory.TRANSPORT);
        bind(store, roomId, settings.agentChannelId(), ChannelType.AI, ChannelCategory.INTELLIGENCE);
        join(store, roomId, settings.userId(), settings.userChannelId(), ParticipantRole.MEMBER);
        join(store, roomId, settings.agentId(), settings.agentChannelId(), ParticipantRole.BOT);
    }

    private static void bind(
            ConversationStore store, String roomId, String channelId, ChannelType type, ChannelCategory category) {
        if (!store.bindingExists(roomId, channelId)) {
            store.addBinding(ChannelBinding.builder(roomId, channelId, type)
                    .category(category)
                    .build());
        }
    }

    private static void join(
            ConversationStore store, String roomId, String participantId, String channelId, ParticipantRole role) {
        if (store.getParticipant(roomId, participantId).isEmpty()) {
            store.addParticipant(Participant.builder(roomId, participantId, channelId)
                    .role(role)
                    .build());
        }
    }
}
