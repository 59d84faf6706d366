package live.roomkit.store.memory;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.internal.Unicode;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.protection.KeyHash;
import live.roomkit.internal.store.Inboxes;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;

/** Stores rooms by id. A search over several rooms examines one room after the other. */
final class RoomDirectory {

    private static final Comparator<Room> ORDER = Comparator.comparing(Room::cursor, RoomRecords.ORDER);

    private static final Comparator<Cursor> ACROSS_ROOMS =
            RoomRecords.ORDER.thenComparing(Cursor::roomId, Comparator.nullsFirst(Unicode::compare));

    private static final Comparator<InboxCursor> LIVELIEST_FIRST = Comparator.comparing(InboxCursor::activeAt)
            .thenComparing(InboxCursor::roomId, Unicode::compare)
            .reversed();

    private final ConcurrentMap<String, RoomState> rooms = new ConcurrentHashMap<>();

    private final Clock clock;

    private final ChangeJournal journal;

    private final KeyHash keys;

    RoomDirectory(Clock clock, ChangeJournal journal, KeyHash keys) {
        this.clock = clock;
        this.journal = journal;
        this.keys = keys;
    }

    Room create(Room room) {
        RoomState state = new RoomState(room, this.clock, this.journal, this.keys);
        if (this.rooms.computeIfAbsent(room.id(), roomId -> recorded(state)) != state) {
            throw new DuplicateIdException("Room", room.id());
        }
        return state.room();
    }

    Room getOrCreate(Room room) {
        return this.rooms
                .computeIfAbsent(
                        room.id(), roomId -> recorded(new RoomState(room, this.clock, this.journal, this.keys)))
                .room();
    }

    /** Adds the creation of a room to the change feed. Needs no lock, because no other thread can see the room yet. */
    private RoomState recorded(RoomState state) {
        Room room = state.room();
        this.journal.record(ChangeKind.ROOM_CREATED, room.id(), room.organizationId(), "", 0);
        return state;
    }

    /**
     * Adds an imported room, and keeps its latest index, its delivered index and its last activity. Returns
     * {@code false} when a room with the same id exists.
     */
    boolean restore(Room room) {
        RoomState state = RoomState.restored(room, this.clock, this.journal, this.keys);
        return this.rooms.computeIfAbsent(room.id(), roomId -> recorded(state)) == state;
    }

    /**
     * Returns the ids of the rooms of an organization, or of all rooms when the organization is {@code null}, in
     * ascending order.
     */
    List<String> ids(@Nullable String organizationId) {
        return search(organizationId, state -> Stream.of(state.room().id()))
                .sorted(Unicode::compare)
                .toList();
    }

    Optional<RoomState> find(String roomId) {
        return Optional.ofNullable(this.rooms.get(roomId));
    }

    RoomState existing(String roomId) {
        return find(roomId).orElseThrow(() -> new RoomNotFoundException(roomId));
    }

    boolean delete(String roomId) {
        RoomState state = this.rooms.get(roomId);
        return state != null && state.delete(() -> this.rooms.remove(roomId));
    }

    /** Removes the references to an identity from the participants of all rooms. */
    void forget(String identityId) {
        for (RoomState state : this.rooms.values()) {
            try {
                state.forget(identityId);
            } catch (RoomNotFoundException ex) {
                // Another thread deleted the room with its participants.
            }
        }
    }

    /** Returns the rooms that match the query, ordered by creation time, then id. */
    Stream<Room> list(RoomQuery query) {
        return search(query.organizationId(), state -> Stream.of(state.room()))
                .filter(room -> query.statuses() == null || query.statuses().contains(room.status()))
                .filter(room -> Containment.contains(room.metadata(), query.metadata()))
                .filter(room -> RoomRecords.isAfter(room.cursor(), query.after()))
                .sorted(ORDER)
                .skip(query.offset())
                .limit(query.limit());
    }

    /**
     * Returns the rooms that fulfil all conditions, ordered by creation time, then id. An organization or a status
     * that is {@code null} does not limit the result.
     */
    Stream<Room> list(@Nullable String organizationId, @Nullable RoomStatus status, Predicate<RoomState> wanted) {
        return search(organizationId, state -> wanted.test(state) ? Stream.of(state.room()) : Stream.empty())
                .filter(room -> status == null || room.status() == status)
                .sorted(ORDER);
    }

    /**
     * Returns the rooms of an inbox, ordered by last activity, newest first. Begins after the cursor of the query, and
     * ignores the limit of the query.
     */
    Stream<InboxEntry> inbox(InboxQuery query, Set<String> identityIds) {
        RoomLookup lookup = Inboxes.lookup(query);
        return search(
                        query.organizationId(),
                        state -> (lookup == null || RoomMatch.isSought(state, lookup, identityIds))
                                ? RoomMatch.inboxEntry(state, query).stream()
                                : Stream.empty())
                .filter(entry -> query.after() == null || LIVELIEST_FIRST.compare(entry.cursor(), query.after()) > 0)
                .sorted(Comparator.comparing(InboxEntry::cursor, LIVELIEST_FIRST));
    }

    /**
     * Returns the rooms of the participant, identity or channel that {@code lookup} names, ordered by creation time,
     * newest first.
     */
    Stream<Room> list(RoomLookup lookup, Set<String> identityIds) {
        return search(
                        lookup.organizationId(),
                        state -> RoomMatch.isSought(state, lookup, identityIds)
                                ? Stream.of(state.room())
                                : Stream.empty())
                .filter(room -> lookup.status() == null || room.status() == lookup.status())
                .filter(room -> lookup.after() == null || RoomRecords.ORDER.compare(room.cursor(), lookup.after()) < 0)
                .sorted(ORDER.reversed())
                .limit(lookup.limit());
    }

    /**
     * Returns the records that fulfil the condition {@code wanted} and come after the position {@code after}. Reads the
     * rooms of an organization, or all rooms when the organization is {@code null}. The records are ordered by creation
     * time, then id, then room id.
     */
    <T> Stream<T> listRecords(
            @Nullable String organizationId,
            Function<RoomState, List<T>> records,
            Function<T, Cursor> place,
            Predicate<T> wanted,
            @Nullable Cursor after) {
        return search(organizationId, state -> records.apply(state).stream())
                .filter(wanted)
                .filter(record -> after == null || ACROSS_ROOMS.compare(place.apply(record), after) > 0)
                .sorted(Comparator.comparing(place, ACROSS_ROOMS));
    }

    /**
     * Calls a function for each room of an organization, or for all rooms when the organization is {@code null}. When
     * the function returns a value for several rooms, the value for the room with the lowest id is returned.
     */
    <T> Optional<T> findInAny(@Nullable String organizationId, Function<RoomState, Optional<T>> question) {
        return search(
                        organizationId,
                        state -> question
                                .apply(state)
                                .map(answer -> Map.entry(state.room().id(), answer))
                                .stream())
                .min(Map.Entry.comparingByKey(Unicode::compare))
                .map(Map.Entry::getValue);
    }

    /**
     * Returns the results of a function for each room of an organization, or for all rooms when the organization is
     * {@code null}. No other thread can move the room to another organization while the function reads the room.
     */
    private <T> Stream<T> search(@Nullable String organizationId, Function<RoomState, Stream<T>> question) {
        return this.rooms.values().stream()
                .flatMap(state -> state.lock.read(
                        () -> RoomMatch.isOf(state, organizationId) ? question.apply(state) : Stream.empty()));
    }
}
