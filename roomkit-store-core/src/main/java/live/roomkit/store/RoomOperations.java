package live.roomkit.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import live.roomkit.internal.Defaults;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/** Operations on rooms. */
public interface RoomOperations {

    /**
     * Creates a room. The counters of the given room are ignored and start at zero; {@code timers.lastActivityAt} is kept.
     *
     * @return the room as it is stored
     * @throws DuplicateIdException when the id is taken
     */
    Room createRoom(Room room);

    /**
     * Returns the room of that id, or creates it from the given one. Of several concurrent callers exactly one creates the
     * room, and all of them return it.
     */
    Room getOrCreateRoom(Room room);

    /** Returns the room of that id. */
    Optional<Room> getRoom(String roomId);

    /** Checks whether a room of that id exists, without reading it. */
    boolean roomExists(String roomId);

    /**
     * Writes organization, status, timers, policy, metadata and closing time, and sets {@code updatedAt} to the present time.
     * The creation time and the values that the store manages stay as they are, so a stale copy cannot rewind them. The last
     * activity is set where none is stored, at most to the present time.
     *
     * @return the room as it is stored
     * @throws RoomNotFoundException when no such room exists
     */
    Room updateRoom(Room room);

    /**
     * Reads, changes and writes a room as one atomic step. No concurrent update is lost.
     *
     * <p>The store calls the change once, while the room is locked. The change may call this store, and must be short. An
     * exception that it throws reaches the caller, and nothing is written.
     *
     * <p>A last activity that the change sets is stored as given, at most the present time. So a wrong one can be repaired.
     *
     * @return the room as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws IllegalArgumentException when the change returns {@code null} or a room of another id
     */
    Room updateRoom(String roomId, UnaryOperator<Room> change);

    /**
     * Replaces and removes top-level keys of a room's metadata as one atomic step, so that concurrent patches merge.
     *
     * @param patch the keys to add or replace; a {@code null} value is stored as such
     * @param unset the keys to remove
     * @return the room as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws IllegalArgumentException when a key is in both {@code patch} and {@code unset}
     */
    Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset);

    /** Calls {@link #patchRoomMetadata(String, Map, Set)} without removing keys. */
    default Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch) {
        return patchRoomMetadata(roomId, patch, Set.of());
    }

    /**
     * Deletes a room with its events, bindings, participants, tasks, observations and read markers. The time is proportional
     * to their number. The room is deleted whole or not at all, and others read all of it until then. Events that are appended
     * meanwhile are deleted too.
     *
     * <p>A database deletes a room of millions of events in one transaction that takes minutes. It holds back the removal of
     * dead rows from all tables as long. A write to what is already deleted in it waits until the end, or until it times out.
     *
     * @return whether such a room existed
     */
    boolean deleteRoom(String roomId);

    /** Returns the first 50 rooms, ordered by creation time, then id. */
    default List<Room> listRooms() {
        return listRooms(0, Defaults.LIMIT);
    }

    /** Returns a page of all rooms, ordered by creation time, then id. The skipped rooms cost as much as the returned ones. */
    default List<Room> listRooms(int offset, int limit) {
        return findRooms(RoomQuery.builder().offset(offset).limit(limit).build());
    }

    /**
     * Returns the rooms that match a query, ordered by creation time, then id.
     *
     * <p>The PostgreSQL store finds organizations and states by an index. It finds metadata by a GIN index, and then sorts all
     * matches. An offset costs as much as reading the rooms that it skips.
     */
    List<Room> findRooms(RoomQuery query);

    /**
     * Returns the rooms of a participant, of an identity or of a channel, newest first by creation time, then id. A channel
     * type limits which bindings of a participant count as presence; it does not limit the participant records.
     *
     * <p>The PostgreSQL store reads an index from its newest entry on. With a channel type it may read all rooms of a
     * participant: it takes longer for participants of thousands of rooms who rarely use that type. With a state or an
     * organization that few of a participant's hundreds of rooms have, it may read all rooms of that state or organization.
     */
    List<Room> listRooms(RoomLookup lookup);

    /** Returns the first of the rooms that {@link #listRooms(RoomLookup)} returns. */
    Optional<Room> findLatestRoom(RoomLookup lookup);

    /**
     * Returns the ids of the rooms to which a channel is bound, oldest first by creation time, then id. A limit of 2 tells one
     * room from several.
     *
     * @param channelId the channel
     * @param status only rooms in that state, unless {@code null}
     * @param organizationId only rooms of that organization, unless {@code null}
     * @param limit the largest number of rooms, 1 to 1 000
     */
    List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit);

    /** Returns the id of the oldest room to which a channel is bound, in that state unless {@code null}. */
    default Optional<String> findRoomIdByChannel(String channelId, @Nullable RoomStatus status) {
        return findRoomIdsByChannel(channelId, status, null, 1).stream().findFirst();
    }

    /** Returns the id of the oldest room to which a channel is bound. */
    default Optional<String> findRoomIdByChannel(String channelId) {
        return findRoomIdByChannel(channelId, null);
    }

    /** Returns a room with its bindings and participants, read at one moment in one round trip. */
    Optional<RoomContext> loadRoomContext(String roomId);

    /** Returns the highest index up to which a room's events were delivered; -1 when none was, or no such room exists. */
    long getDeliveredIndex(String roomId);

    /**
     * Moves the delivered index of a room forward.
     *
     * @param index the new delivered index
     * @param gaps whether the index may skip indices that were not delivered
     * @return whether the index was moved
     * @throws RoomNotFoundException when no such room exists
     */
    boolean advanceDeliveredIndex(String roomId, long index, GapPolicy gaps);

    /** Moves the delivered index of a room to its successor. Calls the other form with {@link GapPolicy#REFUSE}. */
    default boolean advanceDeliveredIndex(String roomId, long index) {
        return advanceDeliveredIndex(roomId, index, GapPolicy.REFUSE);
    }
}
