package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import live.roomkit.channel.ChannelBinding;

/** What a store does with the channels of a room. */
public interface BindingOperations {

    /**
     * Attaches a channel to a room, or replaces its binding; a replaced one keeps its {@code attachedAt}.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when there is no such room
     */
    ChannelBinding addBinding(ChannelBinding binding);

    /** The binding of a channel to a room. */
    Optional<ChannelBinding> getBinding(String roomId, String channelId);

    /** Whether a channel is bound to a room, without reading the binding. */
    boolean bindingExists(String roomId, String channelId);

    /**
     * Writes everything of a binding but channel, room and {@code attachedAt}.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws BindingNotFoundException when the channel is not bound to the room
     */
    ChannelBinding updateBinding(ChannelBinding binding);

    /**
     * Takes a channel off a room. Its read marker stays.
     *
     * @return whether the channel was bound to the room
     * @throws RoomNotFoundException when there is no such room
     */
    boolean removeBinding(String roomId, String channelId);

    /** All bindings of a room, in the order of their attachment, then channel id. */
    List<ChannelBinding> listBindings(String roomId);
}
