package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelBinding;

/** Operations on the channels of a room. */
public interface BindingOperations {

    /**
     * Attaches a channel to a room. When the channel is already attached, replaces the stored binding by the given one,
     * but keeps the {@code attachedAt} of the stored binding.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when the room does not exist
     */
    ChannelBinding addBinding(ChannelBinding binding);

    /** Returns the binding of a channel to a room. */
    Optional<ChannelBinding> getBinding(String roomId, String channelId);

    /** Checks whether a channel is bound to a room, without reading the binding. */
    boolean bindingExists(String roomId, String channelId);

    /**
     * Replaces a stored binding by the given one, but keeps the {@code attachedAt} of the stored binding.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws BindingNotFoundException when the channel is not bound to the room
     */
    ChannelBinding updateBinding(ChannelBinding binding);

    /**
     * Updates a binding through a function that receives the stored binding and returns the changed one. No concurrent
     * update is lost, because reading and writing are one atomic step.
     *
     * <p>The store calls the function once, while it holds a lock on the binding. The function may call this store, and
     * must return quickly. When the function throws an exception, the binding stays as it was and the caller receives
     * that exception.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws BindingNotFoundException when the channel is not bound to the room
     * @throws IllegalArgumentException when the function returns {@code null} or a binding of another channel or room
     */
    ChannelBinding updateBinding(String roomId, String channelId, UnaryOperator<ChannelBinding> change);

    /**
     * Detaches a channel from a room. The store keeps the {@linkplain ReadMarkerOperations read marker} of the channel
     * in the room.
     *
     * @return whether the channel was bound to the room
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean removeBinding(String roomId, String channelId);

    /** Returns all bindings of a room, ordered by attachment time, then channel id. */
    List<ChannelBinding> listBindings(String roomId);
}
