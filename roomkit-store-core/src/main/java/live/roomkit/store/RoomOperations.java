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
     * Creates a room. The store ignores the {@code eventCount}, {@code latestIndex} and {@code deliveredIndex} of the
     * given room: the created room has no events. The {@code timers.lastActivityAt} of the given room is stored.
     *
     * @return the room as it is stored
     * @throws DuplicateIdException when a room with the same id exists
     */
    Room createRoom(Room room);

    /**
     * Returns the stored room with the id of the given room, or stores the given room when there is none. When several
     * callers call this method at the same time with the same new id, exactly one creates the room, and all get the
     * same room.
     */
    Room getOrCreateRoom(Room room);

    /** Returns the room with the given id. */
    Optional<Room> getRoom(String roomId);

    /** Checks whether a room with the given id exists, without reading the room. */
    boolean roomExists(String roomId);

    /**
     * Replaces the organization, status, timers, policy, metadata and closing time of a stored room, and sets
     * {@code updatedAt} to the current time. The creation time, {@code eventCount}, {@code latestIndex} and
     * {@code deliveredIndex} of the stored room are kept, so a caller with an outdated copy of the room cannot reset
     * them. The last activity of the given room is stored only when the stored room has none. A last activity in the
     * future is replaced by the current time.
     *
     * @return the room as it is stored
     * @throws RoomNotFoundException when the room does not exist
     */
    Room updateRoom(Room room);

    /**
     * Updates a room through a function that receives the stored room and returns the changed one. No concurrent update
     * is lost, because reading and writing are one atomic step.
     *
     * <p>The store locks the room and then calls the function once. The function may call this store, and must return
     * quickly. When the function throws an exception, the room stays as it was and the caller receives that exception.
     *
     * <p>The function may set the last activity of the room, for example to correct a wrong value. A last activity in
     * the future is replaced by the current time.
     *
     * @return the room as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws IllegalArgumentException when the function returns {@code null} or a room with another id
     */
    Room updateRoom(String roomId, UnaryOperator<Room> change);

    /**
     * Adds, replaces and removes top-level keys of a room's metadata in one atomic step. When several callers patch
     * different keys at the same time, the store applies all of the patches.
     *
     * @param patch the keys to add or replace; a {@code null} value is stored as JSON {@code null}
     * @param unset the keys to remove
     * @return the room as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws IllegalArgumentException when a key is in both {@code patch} and {@code unset}
     */
    Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch, Set<String> unset);

    /** Adds and replaces top-level keys of a room's metadata, see {@link #patchRoomMetadata(String, Map, Set)}. */
    default Room patchRoomMetadata(String roomId, Map<String, ? extends @Nullable Object> patch) {
        return patchRoomMetadata(roomId, patch, Set.of());
    }

    /**
     * Deletes a room with its events, bindings, participants, tasks, observations and read markers. The time of this
     * method is proportional to the number of records of the room. All records of the room are deleted in one atomic
     * step, and other callers can read all of these records until the deletion ends. Events that are appended during
     * the deletion are deleted too.
     *
     * <p>Deleting a room with millions of events takes a database transaction of several minutes. During this time,
     * other transactions may delete or replace rows in any table. Vacuum cannot remove these rows before the
     * transaction of the deletion ends. When a caller writes to a record that the deletion has already deleted, the
     * write waits until the transaction of the deletion ends, or fails with a timeout.
     *
     * @return whether the room existed
     */
    boolean deleteRoom(String roomId);

    /** Returns the first 50 rooms, ordered by creation time, then id. */
    default List<Room> listRooms() {
        return listRooms(0, Defaults.LIMIT);
    }

    /**
     * Returns at most {@code limit} rooms, ordered by creation time, then id. Skips the first {@code offset} rooms.
     * Skipping a room takes as long as returning it.
     */
    default List<Room> listRooms(int offset, int limit) {
        return findRooms(RoomQuery.builder().offset(offset).limit(limit).build());
    }

    /**
     * Returns the rooms that match a query, ordered by creation time, then id.
     *
     * <p>PostgreSQL finds rooms by organization and status through an index. PostgreSQL finds rooms by metadata through
     * a GIN index and then sorts all matching rooms. Skipping a room by the {@code offset} of the query takes as long
     * as returning the room.
     */
    List<Room> findRooms(RoomQuery query);

    /**
     * Returns the rooms of a participant, of an identity or of a channel, ordered by creation time, then id, both
     * descending. The rooms of a participant are the rooms with a participant record of the participant, or with a
     * binding that names the participant. A lookup with a channel type ignores bindings of other types, but still
     * returns all rooms with a participant record.
     *
     * <p>PostgreSQL reads the rooms of a lookup through an index, beginning with the newest room. For a lookup with a
     * channel type, PostgreSQL may have to read all rooms of the participant. This takes long only when the participant
     * is in thousands of rooms and has few bindings of that type.
     *
     * <p>A lookup of a participant or an identity can have a status, an organization or both as conditions. For such a
     * lookup, PostgreSQL may have to read all rooms that meet these conditions, including rooms of other participants
     * and identities. This occurs only when the participant or the identity is in hundreds of rooms, and few of these
     * rooms meet the conditions.
     */
    List<Room> listRooms(RoomLookup lookup);

    /**
     * Returns the first of the rooms that {@link #listRooms(RoomLookup)} returns. The limit of the lookup has no
     * effect.
     */
    Optional<Room> findLatestRoom(RoomLookup lookup);

    /**
     * Returns the ids of the rooms to which a channel is bound, ordered by creation time, then id, the oldest room
     * first. To find out whether a channel is bound to more than one room, use a limit of 2.
     *
     * @param channelId the id of the channel
     * @param status the status of the returned rooms; {@code null} returns rooms of any status
     * @param organizationId the organization of the returned rooms; {@code null} returns rooms of any organization
     * @param limit the maximum number of rooms, 1 to 1 000
     */
    List<String> findRoomIdsByChannel(
            String channelId, @Nullable RoomStatus status, @Nullable String organizationId, int limit);

    /**
     * Returns the id of the oldest room to which a channel is bound and which has the given status. The status
     * {@code null} allows any status.
     */
    default Optional<String> findRoomIdByChannel(String channelId, @Nullable RoomStatus status) {
        return findRoomIdsByChannel(channelId, status, null, 1).stream().findFirst();
    }

    /** Returns the id of the oldest room to which a channel is bound. */
    default Optional<String> findRoomIdByChannel(String channelId) {
        return findRoomIdByChannel(channelId, null);
    }

    /**
     * Returns a room with its bindings and participants. The store reads the room, the bindings and the participants in
     * one snapshot and one round trip.
     */
    Optional<RoomContext> loadRoomContext(String roomId);

    /**
     * Returns the delivered index that {@link #advanceDeliveredIndex} has set for a room. Returns -1 when the delivered
     * index was never set, or when the room does not exist.
     */
    long getDeliveredIndex(String roomId);

    /**
     * Moves the delivered index of a room forward. With the delivered index, an application records up to which index
     * it has delivered the events of the room.
     *
     * @param index the new delivered index
     * @param gaps whether the delivered index may increase by more than one
     * @return whether the delivered index was changed
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean advanceDeliveredIndex(String roomId, long index, GapPolicy gaps);

    /**
     * Moves the delivered index of a room to the given index, when the given index is the present delivered index plus
     * one. Otherwise, leaves the delivered index as it is.
     */
    default boolean advanceDeliveredIndex(String roomId, long index) {
        return advanceDeliveredIndex(roomId, index, GapPolicy.REFUSE);
    }
}
