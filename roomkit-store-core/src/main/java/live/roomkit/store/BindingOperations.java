package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelBinding;

/** Operations on the channels of a room. */
public interface BindingOperations {

    /**
     * Attaches a channel to a room, or replaces its binding. A replaced binding keeps its {@code attachedAt}.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when no such room exists
     */
    ChannelBinding addBinding(ChannelBinding binding);

    /** Returns the binding of a channel to a room. */
    Optional<ChannelBinding> getBinding(String roomId, String channelId);

    /** Checks whether a channel is bound to a room, without reading the binding. */
    boolean bindingExists(String roomId, String channelId);

    /**
     * Writes a binding. Its channel, room and {@code attachedAt} stay as they are.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws BindingNotFoundException when the channel is not bound to the room
     */
    ChannelBinding updateBinding(ChannelBinding binding);

    /**
     * Reads, changes and writes a binding as one atomic step. No concurrent update is lost.
     *
     * <p>The store calls the change once, while the binding is locked. The change may call this store, and must be short. An
     * exception that it throws reaches the caller, and the binding stays as it was.
     *
     * @return the binding as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws BindingNotFoundException when the channel is not bound to the room
     * @throws IllegalArgumentException when the change returns {@code null} or a binding of another channel or room
     */
    ChannelBinding updateBinding(String roomId, String channelId, UnaryOperator<ChannelBinding> change);

    /**
     * Detaches a channel from a room. Its read marker stays.
     *
     * @return whether the channel was bound to the room
     * @throws RoomNotFoundException when no such room exists
     */
    boolean removeBinding(String roomId, String channelId);

    /** Returns all bindings of a room, ordered by attachment time, then channel id. */
    List<ChannelBinding> listBindings(String roomId);
}
