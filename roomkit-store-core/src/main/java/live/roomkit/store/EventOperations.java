package live.roomkit.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What a store does with the timeline of a room.
 *
 * <p>Indices run 0, 1, 2 … in each room: never reused, not even after the newest event was deleted, and without gaps
 * when a write fails. An event, its index, the room's counters and its last activity change in one transaction.
 */
public interface EventOperations {

    /**
     * Adds an event to a room that takes events, once: what applications should call.
     *
     * <p>A key seen before in this room, or an event id seen before, gives the first event back with
     * {@code duplicate = true} if type, source channel and content are the same; so a retry is harmless even if id, time
     * or raw payload differ. Deleting an event frees its key. Checked in this order: duplicate, conflict, closed, full.
     *
     * @throws RoomNotFoundException when there is no such room
     * @throws IdempotencyConflictException when the key was used with another type, source channel or content
     * @throws DuplicateIdException when the id was used with another type, source channel or content
     * @throws RoomClosedException when the room is closed or archived
     * @throws RoomFullException when the room has no index left
     * @throws IllegalArgumentException when the event is of another room
     */
    AppendResult appendEvent(String roomId, RoomEvent event);

    /**
     * Adds an event at the next index, whatever the state of the room.
     *
     * @return the event as it is stored, with its index
     * @throws RoomNotFoundException when there is no such room
     * @throws IdempotencyConflictException when the key was used in this room
     * @throws DuplicateIdException when the id was used in this room
     * @throws RoomFullException when the room has no index left
     * @throws IllegalArgumentException when the event is of another room
     */
    RoomEvent addEventAutoIndex(String roomId, RoomEvent event);

    /**
     * Adds events at the next indices, one contiguous run in their order: all of them or, when one fails, none.
     *
     * @param events at most 10 000, and 64 MiB of JSON in all; none does nothing
     * @return the events as they are stored, with their indices
     * @throws RoomNotFoundException when there is no such room
     * @throws IdempotencyConflictException when a key was used in this room or twice in the batch
     * @throws DuplicateIdException when an id was used in this room or twice in the batch
     * @throws RoomFullException when the room has not that many indices left
     * @throws IllegalArgumentException when there are too many, or they are too large in all, or one is of another room
     */
    List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events);

    /**
     * Adds an event at the index it has, as for an import or a replay. Later automatic indices stay above it.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws DuplicateIndexException when another event has that index
     * @throws IdempotencyConflictException when the key was used in this room
     * @throws DuplicateIdException when the id was used in this room
     */
    RoomEvent addEvent(RoomEvent event);

    /**
     * An event of whichever room, the lowest room id if several rooms have one with that id. For tools: applications
     * know the room and use {@link #getEvent(String, String)}.
     *
     * @param eventId the event
     * @param organizationId only of rooms of that organization, unless {@code null}
     */
    Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId);

    /** As {@link #findEvent}, in any organization. */
    default Optional<RoomEvent> getEvent(String eventId) {
        return findEvent(eventId, null);
    }

    /** An event of a room. */
    Optional<RoomEvent> getEvent(String roomId, String eventId);

    /**
     * Writes everything of an event but its id, room, index and creation time.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws EventNotFoundException when the room has no such event
     * @throws IdempotencyConflictException when the key is another event's
     */
    RoomEvent updateEvent(RoomEvent event);

    /**
     * Deletes an event, and with {@code cascadeReplies} the events that directly answer it. The room's event count
     * falls; its latest index and read markers stay.
     *
     * @return the ids of what was deleted, the event first, then its replies by index; empty when there is no such event
     * @throws RoomNotFoundException when there is no such room
     */
    List<String> deleteEvent(String roomId, String eventId, boolean cascadeReplies);

    /** As {@link #deleteEvent(String, String, boolean)}, with the replies. */
    default List<String> deleteEvent(String roomId, String eventId) {
        return deleteEvent(roomId, eventId, true);
    }

    /** The page of a room's timeline that the query wants, in ascending order of the index. */
    List<RoomEvent> listEvents(EventQuery query);

    /** A page of a room's timeline by position. Costs as much as reading what is skipped. */
    default List<RoomEvent> listEvents(String roomId, int offset, int limit) {
        return listEvents(EventQuery.builder(roomId).offset(offset).limit(limit).build());
    }

    /** The first 50 events of a room with exactly that visibility. */
    default List<RoomEvent> listEvents(String roomId, String visibility) {
        EventFilter filter = EventFilter.builder()
                .visibility(Checks.notNull("visibility", visibility))
                .build();
        return listEvents(EventQuery.builder(roomId).filter(filter).build());
    }

    /**
     * The events that the query wants, any number of them, in constant memory. They are read page by page as the stream
     * is consumed, {@code limit} events at a time, with no connection held between pages: an event added or deleted
     * meanwhile may or may not be seen.
     *
     * @throws IllegalArgumentException when the query has {@code beforeIndex}, {@code offset} or {@code newestFirst}
     */
    default Stream<RoomEvent> streamEvents(EventQuery query) {
        return EventPages.stream(this, Checks.notNull("query", query));
    }

    /** The newest messages of a room, in ascending order. */
    default List<RoomEvent> getConversation(String roomId, int limit) {
        return listEvents(EventQuery.newest(roomId, limit).toBuilder()
                .filter(EventFilter.ofTypes(EventType.MESSAGE))
                .build());
    }

    /** The first messages of a room after that index, in ascending order. */
    default List<RoomEvent> getConversation(String roomId, int limit, long afterIndex) {
        return listEvents(EventQuery.builder(roomId)
                .filter(EventFilter.ofTypes(EventType.MESSAGE))
                .afterIndex(afterIndex)
                .limit(limit)
                .build());
    }

    /** The newest events of a room, of every type, in ascending order. */
    default List<RoomEvent> getTimeline(String roomId, int limit) {
        return listEvents(EventQuery.newest(roomId, limit));
    }

    /** The first events of a room after that index, of every type, in ascending order. */
    default List<RoomEvent> getTimeline(String roomId, int limit, long afterIndex) {
        return listEvents(
                EventQuery.builder(roomId).afterIndex(afterIndex).limit(limit).build());
    }

    /**
     * How many replies hang on each of these events, and when the last came.
     *
     * @param rootIds the events, at most 1 000
     * @return the summaries by event id; an event without replies is not among them
     */
    Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds);

    /** Whether a key was used in a room. */
    boolean checkIdempotency(String roomId, String idempotencyKey);

    /** The event for which a key was used in a room. */
    Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey);

    /** How many events a room has, in constant time; 0 when there is no such room. */
    long getEventCount(String roomId);
}
