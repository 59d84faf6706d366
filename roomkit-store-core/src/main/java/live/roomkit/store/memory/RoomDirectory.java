package live.roomkit.store.memory;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import live.roomkit.internal.Unicode;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;

/** The rooms by id. What is not asked of one room is asked of each in turn. */
final class RoomDirectory {

    private static final Comparator<Room> ORDER = Comparator.comparing(Room::cursor, RoomRecords.ORDER);

    private final ConcurrentMap<String, RoomState> rooms = new ConcurrentHashMap<>();

    Room create(Room room) {
        RoomState state = new RoomState(room);
        if (this.rooms.putIfAbsent(room.id(), state) != null) {
            throw new DuplicateIdException("Room", room.id());
        }
        return state.room();
    }

    Room getOrCreate(Room room) {
        return this.rooms
                .computeIfAbsent(room.id(), roomId -> new RoomState(room))
                .room();
    }

    Optional<RoomState> find(String roomId) {
        return Optional.ofNullable(this.rooms.get(roomId));
    }

    /** The room of that id, to write in it. */
    RoomState existing(String roomId) {
        return find(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
    }

    boolean delete(String roomId) {
        RoomState state = this.rooms.get(roomId);
        return state != null && state.delete(() -> this.rooms.remove(roomId));
    }

    /** Takes an identity away from the participants of every room. */
    void forget(String identityId) {
        for (RoomState state : this.rooms.values()) {
            try {
                state.forget(identityId);
            } catch (RoomNotFoundException ex) {
                // The room was deleted meanwhile, with its participants.
            }
        }
    }

    /** The rooms that a query wants, in their order: the filter first, then offset and limit. */
    Stream<Room> list(RoomQuery query) {
        return all(query.organizationId())
                .map(RoomState::room)
                .filter(room -> query.statuses() == null || query.statuses().contains(room.status()))
                .filter(room -> Containment.contains(room.metadata(), query.metadata()))
                .filter(room -> RoomRecords.isAfter(room.cursor(), query.after()))
                .sorted(ORDER)
                .skip(query.offset())
                .limit(query.limit());
    }

    /** The rooms of an organization, or of all, that are in that state, or in any, and are wanted, in their order. */
    Stream<Room> list(@Nullable String organizationId, @Nullable RoomStatus status, Predicate<RoomState> wanted) {
        return all(organizationId)
                .filter(wanted)
                .map(RoomState::room)
                .filter(room -> status == null || room.status() == status)
                .sorted(ORDER);
    }

    /** What the room with the lowest id has of that, of an organization's rooms or all. */
    <T> Optional<T> findInAny(@Nullable String organizationId, Function<RoomState, Optional<T>> question) {
        return all(organizationId)
                .filter(state -> question.apply(state).isPresent())
                .min(Comparator.comparing(state -> state.room().id(), Unicode::compare))
                .flatMap(question);
    }

    private Stream<RoomState> all(@Nullable String organizationId) {
        return this.rooms.values().stream()
                .filter(state -> organizationId == null
                        || organizationId.equals(state.room().organizationId()));
    }
}
