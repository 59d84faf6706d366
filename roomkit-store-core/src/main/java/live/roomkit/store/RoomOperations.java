package live.roomkit.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelType;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/** What a store does with rooms. */
public interface RoomOperations {

    /**
     * Creates a room. Its counters start at nothing, whatever the given room says; {@code timers.lastActivityAt} is kept.
     *
     * @return the room as it is stored
     * @throws DuplicateIdException when the id is taken
     */
    Room createRoom(Room room);

    /**
     * The room of that id, created from the given one if there is none: one atomic step, whoever else does the same.
     */
    Room getOrCreateRoom(Room room);

    /** The room of that id. */
    Optional<Room> getRoom(String roomId);

    /** Whether there is a room of that id, without reading it. */
    boolean roomExists(String roomId);

    /**
     * Writes organization, status, timers, policy, metadata and closing time, and stamps {@code updatedAt}. The creation
     * time and all that the store manages stay as they are, so a stale copy cannot rewind them.
     *
     * @return the room as it is stored
     * @throws RoomNotFoundException when there is no such room
     */
    Room updateRoom(Room room);

    /**
     * Reads, changes and writes a room as one atomic step; no concurrent update is lost. The change is called once,
     * while the room is locked: it may call this store, and must be short. What it throws reaches the caller, with
     * nothing written.
     *
     * @return the room as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws IllegalArgumentException when the change returns {@code null} or a room of another id
     */
    Room updateRoom(String roomId, UnaryOperator<Room> change);

    /**
     * Lays the patch over a room's metadata, top-level keys only, and takes the keys of {@code unset} away: one atomic
     * step, so that concurrent patches merge. A {@code null} value is stored as such.
     *
     * @return the room as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws IllegalArgumentException when a key is both patched and unset
     */
    Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset);

    /** As {@link #patchRoomMetadata(String, Map, Set)}, without taking keys away. */
    default Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch) {
        return patchRoomMetadata(roomId, patch, Set.of());
    }

    /**
     * Deletes a room with its events, bindings, participants, tasks, observations and read markers, in time
     * proportional to these.
     *
     * @return whether there was such a room
     */
    boolean deleteRoom(String roomId);

    /** The first 50 rooms, in the order of their creation time, then id. */
    default List<Room> listRooms() {
        return listRooms(0, 50);
    }

    /** A page of all rooms, in the order of their creation time, then id. Costs as much as reading what is skipped. */
    default List<Room> listRooms(int offset, int limit) {
        return findRooms(RoomQuery.builder().offset(offset).limit(limit).build());
    }

    /**
     * The rooms that the query wants, in the order of their creation time, then id. A PostgreSQL store reads
     * organizations and states through an index; metadata through a GIN index, after which all matches are sorted; an
     * offset costs as much as reading what it skips.
     */
    List<Room> findRooms(RoomQuery query);

    /**
     * The newest room (creation time, then id) in which a participant is present, by a participant record, whatever its
     * channel, or by a binding. A PostgreSQL store looks it up in an index; but for a participant of very many rooms, a
     * type of channel by which they are present in few of them is looked for in all.
     *
     * @param participantId the participant
     * @param channelType only by bindings of that type, unless {@code null}
     * @param status only rooms in that state, unless {@code null}
     * @param organizationId only rooms of that organization, unless {@code null}
     */
    Optional<Room> findLatestRoom(
            String participantId,
            @Nullable ChannelType channelType,
            @Nullable RoomStatus status,
            @Nullable String organizationId);

    /** As {@link #findLatestRoom(String, ChannelType, RoomStatus, String)}, in any organization. */
    default Optional<Room> findLatestRoom(
            String participantId, @Nullable ChannelType channelType, @Nullable RoomStatus status) {
        return findLatestRoom(participantId, channelType, status, null);
    }

    /** As {@link #findLatestRoom(String, ChannelType, RoomStatus, String)}, in any state and organization. */
    default Optional<Room> findLatestRoom(String participantId, @Nullable ChannelType channelType) {
        return findLatestRoom(participantId, channelType, null, null);
    }

    /** As {@link #findLatestRoom(String, ChannelType, RoomStatus, String)}, whatever channel, state and organization. */
    default Optional<Room> findLatestRoom(String participantId) {
        return findLatestRoom(participantId, null, null, null);
    }

    /**
     * The rooms to which a channel is bound, oldest first (creation time, then id), so that exactly one can be told from
     * several.
     *
     * @param channelId the channel
     * @param status only rooms in that state, unless {@code null}
     * @param organizationId only rooms of that organization, unless {@code null}
     * @param limit how many rooms at most, 1 to 1 000
     */
    List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit);

    /** As {@link #findRoomIdsByChannel(String, RoomStatus, String, int)}, in any organization. */
    default List<String> findRoomIdsByChannel(String channelId, @Nullable RoomStatus status, int limit) {
        return findRoomIdsByChannel(channelId, status, null, limit);
    }

    /** The oldest room to which a channel is bound, in that state unless {@code null}. */
    default Optional<String> findRoomIdByChannel(String channelId, @Nullable RoomStatus status) {
        return findRoomIdsByChannel(channelId, status, null, 1).stream().findFirst();
    }

    /** The oldest room to which a channel is bound. */
    default Optional<String> findRoomIdByChannel(String channelId) {
        return findRoomIdByChannel(channelId, null);
    }

    /** A room with its bindings and participants, read at one moment, in one round trip. */
    Optional<RoomContext> loadRoomContext(String roomId);

    /** Up to which index a room's events were delivered; -1 when none was, or there is no such room. */
    long getDeliveredIndex(String roomId);

    /**
     * Moves the delivered index forward to the given one: from the index before it, or with {@code force} from any lower
     * one.
     *
     * @return whether it was moved
     * @throws RoomNotFoundException when there is no such room
     */
    boolean advanceDeliveredIndex(String roomId, long index, boolean force);

    /** As {@link #advanceDeliveredIndex(String, long, boolean)}, from the index before it only. */
    default boolean advanceDeliveredIndex(String roomId, long index) {
        return advanceDeliveredIndex(roomId, index, false);
    }
}
