package live.roomkit.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Operations on the timeline of a room. The timeline consists of the events of the room, ordered by index.
 *
 * <p>The store gives the events of each room the indices 0, 1, 2 and so on. The store never assigns an index of a room
 * twice, not even after the newest event of the room was deleted. Only {@link #addEvent} and
 * {@link live.roomkit.protection.Protection#importFrom} can add an event at the index of a deleted event, because they
 * use the index that the event itself contains. A write that fails leaves no gap in the indices. The store adds an
 * event and changes the event count, the latest index and the last activity of the room in one transaction.
 *
 * <p>When the caller has a transaction, an operation that the store refuses leaves that transaction usable. A failure
 * of the database makes the transaction unusable, see {@link StoreException#isTransactionUsable()}.
 *
 * <p>The last activity of a room is the time at which the store accepted the latest event, by the clock of the store.
 * Only {@link #addEvent} uses the creation time of the event instead. The stores of several nodes use different clocks,
 * so synchronize the clocks of all nodes, for example by NTP.
 *
 * <p>Lists, streams and thread summaries leave out events with the status {@code BLOCKED}, because blocked events were
 * not delivered. Blocked events are returned by {@link #getConversation}, by queries whose filter includes blocked
 * events, and by the methods that read one event by its id or idempotency key.
 */
public interface EventOperations {

    /**
     * Adds an event to an open room exactly once. Applications call this method for every event that comes from a
     * person or from a carrier, such as a telephone company.
     *
     * <p>An event is a duplicate when the room has an event with the same idempotency key or the same event id, and the
     * two events have the same type, source channel and content. For a duplicate, the store writes nothing. The result
     * then contains the event that was stored first, and {@link AppendResult#duplicate()} returns {@code true}. So a
     * retry with the same idempotency key is harmless, even when its event has another id, time or raw payload than the
     * first event. After an event is deleted, its idempotency key can be used again. The store checks first for a
     * duplicate, then for a conflict of the idempotency key or the id, then whether the room is closed, and last
     * whether the room is full.
     *
     * @param options the additional actions of this method, such as moving a read marker; the store performs none of
     *     these actions for a duplicate
     * @throws RoomNotFoundException when the room does not exist
     * @throws IdempotencyConflictException when an event with the same idempotency key has another type, source channel
     *     or content
     * @throws DuplicateIdException when an event with the same id has another type, source channel or content
     * @throws RoomClosedException when the room is closed or archived
     * @throws RoomFullException when the room has used the largest possible index
     * @throws IllegalArgumentException when the event belongs to another room
     */
    AppendResult appendEvent(String roomId, RoomEvent event, AppendOptions options);

    /** Calls {@link #appendEvent(String, RoomEvent, AppendOptions)} with {@link AppendOptions#NONE}. */
    default AppendResult appendEvent(String roomId, RoomEvent event) {
        return appendEvent(roomId, event, AppendOptions.NONE);
    }

    /**
     * Adds an event at the next index, even to a closed or archived room.
     *
     * @return the event as it is stored, with its index
     * @throws RoomNotFoundException when the room does not exist
     * @throws IdempotencyConflictException when the room has an event with the same idempotency key
     * @throws DuplicateIdException when the room has an event with the same id
     * @throws RoomFullException when the room has used the largest possible index
     * @throws IllegalArgumentException when the event belongs to another room
     */
    RoomEvent addEventAutoIndex(String roomId, RoomEvent event);

    /**
     * Adds events at consecutive indices, in the order of the list. When one event cannot be added, no event is added.
     *
     * @param events at most 10 000 events with at most 64 MiB of JSON in total; an empty list writes nothing
     * @return the events as they are stored, with their indices
     * @throws RoomNotFoundException when the room does not exist
     * @throws IdempotencyConflictException when an idempotency key already occurs in the room, or occurs twice in the
     *     list
     * @throws DuplicateIdException when an event id already occurs in the room, or occurs twice in the list
     * @throws RoomFullException when the room has fewer unused indices than the list has events
     * @throws IllegalArgumentException when the list has too many events or too many bytes, or an event belongs to
     *     another room
     */
    List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events);

    /**
     * Adds an event at the index that the event itself contains, for imports and replays. Every index that the store
     * assigns afterwards is higher than the indices of all events in the room. Unlike the other methods that add
     * events, this method uses the creation time of the event for the last activity of the room. If the creation time
     * is in the future, the method uses the current time instead.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws DuplicateIndexException when another event of the room has that index
     * @throws IdempotencyConflictException when the room has an event with the same idempotency key
     * @throws DuplicateIdException when the room has an event with the same id
     */
    RoomEvent addEvent(RoomEvent event);

    /**
     * Finds an event by its id alone. When several rooms have an event with that id, returns the event of the room
     * whose id comes first in the order of Unicode code points. Callers that know the room should call
     * {@link #getEvent}, which is faster.
     *
     * @param eventId the id of the event
     * @param organizationId the organization whose rooms are searched; {@code null} searches all rooms
     */
    Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId);

    /** Calls {@link #findEvent(String, String)} with {@code null} as the organization, and so searches all rooms. */
    default Optional<RoomEvent> findEvent(String eventId) {
        return findEvent(eventId, null);
    }

    /** Returns an event of a room. */
    Optional<RoomEvent> getEvent(String roomId, String eventId);

    /**
     * Replaces a stored event by the given one, but keeps the index and the creation time of the stored event.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws EventNotFoundException when the room has no event with that id
     * @throws IdempotencyConflictException when another event of the room has the same idempotency key
     */
    RoomEvent updateEvent(RoomEvent event);

    /**
     * Updates an event through a function that receives the stored event and returns the changed one. No concurrent
     * update is lost, because reading and writing are one atomic step. For example, when two carriers report their
     * delivery results at the same time, both results are kept. The function can also ignore a delivery report that
     * comes late, such as "delivered" when the stored status is already "read".
     *
     * <p>The store calls the function once, while it holds a lock on the event. The function may call this store, and
     * must return quickly. When the function throws an exception, the event stays as it was and the caller receives
     * that exception.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws EventNotFoundException when the room has no event with that id
     * @throws IdempotencyConflictException when another event of the room has the same idempotency key
     * @throws IllegalArgumentException when the function returns {@code null} or an event with another id or room
     */
    RoomEvent updateEvent(String roomId, String eventId, UnaryOperator<RoomEvent> change);

    /**
     * Deletes an event. The event count of the room decreases; the latest index and the read markers of the room do not
     * change.
     *
     * @param replies whether the direct replies to the event are deleted too
     * @return the ids of the deleted events: first the given event, then its replies by index; empty when the event
     *     does not exist
     * @throws RoomNotFoundException when the room does not exist
     */
    List<String> deleteEvent(String roomId, String eventId, ReplyPolicy replies);

    /**
     * Calls {@link #deleteEvent(String, String, ReplyPolicy)} with {@link ReplyPolicy#DELETE}, which also deletes the
     * direct replies to the event.
     */
    default List<String> deleteEvent(String roomId, String eventId) {
        return deleteEvent(roomId, eventId, ReplyPolicy.DELETE);
    }

    /**
     * Returns the events of a room that match a query, at most as many as the query's {@code limit}, in ascending order
     * of the index.
     *
     * @throws PageTooLargeException when the events together exceed the store's {@code maxPageSize};
     *     {@link #pageEvents} returns as many of them as fit into {@code maxPageSize}
     */
    List<RoomEvent> listEvents(EventQuery query);

    /**
     * Returns a page of the events that match a query, and tells whether more events match. When the events would
     * exceed the store's {@code maxPageSize}, the page contains only as many as fit, at least one. To read the next
     * page, query the events after the last event of this page. If the query asks for the newest events or has a
     * {@code beforeIndex}, query the events before the first event of this page instead.
     */
    default EventPage pageEvents(EventQuery query) {
        return EventPages.read(this, Checks.notNull("query", query));
    }

    /**
     * Skips the first {@code offset} events of a room, and returns the following events in ascending order of the
     * index. Skipping an event takes as long as returning it.
     */
    default List<RoomEvent> listEvents(String roomId, int offset, int limit) {
        return listEvents(EventQuery.builder(roomId).offset(offset).limit(limit).build());
    }

    /** Returns the first 50 events of a room that match a filter, in ascending order of the index. */
    default List<RoomEvent> listEvents(String roomId, EventFilter filter) {
        return listEvents(EventQuery.builder(roomId)
                .filter(Checks.notNull("filter", filter))
                .build());
    }

    /**
     * Returns a stream of all events that match a query. While a caller consumes the stream, the stream reads the
     * events in pages by {@link #pageEvents}. Each page has at most as many events as the query's {@code limit}. So the
     * stream needs only memory for one page, and holds no database connection between pages. An event that is added or
     * deleted while the stream is consumed may or may not be in the stream.
     *
     * @throws IllegalArgumentException when the query has {@code beforeIndex}, {@code offset} or {@code newestFirst}
     */
    default Stream<RoomEvent> streamEvents(EventQuery query) {
        return EventPages.stream(this, Checks.notNull("query", query));
    }

    /**
     * Returns the newest events of the type {@code MESSAGE} in a room, in ascending order of the index, as context for
     * an AI agent. Messages with the status {@code BLOCKED} are included. When the messages together exceed the store's
     * {@code maxPageSize}, returns only the newest that fit, at least one.
     */
    default List<RoomEvent> getConversation(String roomId, int limit) {
        return pageEvents(EventQuery.newest(roomId, limit).toBuilder()
                        .filter(EventPages.CONVERSATION)
                        .build())
                .events();
    }

    /**
     * Returns the first events of the type {@code MESSAGE} after an index of a room, in ascending order of the index.
     * Messages with the status {@code BLOCKED} are included.
     */
    default List<RoomEvent> getConversation(String roomId, int limit, long afterIndex) {
        return listEvents(EventQuery.builder(roomId)
                .filter(EventPages.CONVERSATION)
                .afterIndex(afterIndex)
                .limit(limit)
                .build());
    }

    /**
     * Returns the newest events of a room, in ascending order of the index. Events of all types are included. Events
     * with the status {@code BLOCKED} are left out.
     */
    default List<RoomEvent> getTimeline(String roomId, int limit) {
        return listEvents(EventQuery.newest(roomId, limit));
    }

    /**
     * Returns the first events of a room after an index, in ascending order of the index. Events of all types are
     * included. Events with the status {@code BLOCKED} are left out.
     */
    default List<RoomEvent> getTimeline(String roomId, int limit, long afterIndex) {
        return listEvents(
                EventQuery.builder(roomId).afterIndex(afterIndex).limit(limit).build());
    }

    /**
     * Returns, for each given event, the number of its direct replies and the time of its latest reply. Ignores replies
     * with the status {@code BLOCKED}.
     *
     * @param rootIds the ids of the events, at most 1 000
     * @return the summaries by event id; the map has an entry only for an event with at least one reply that is not
     *     {@code BLOCKED}
     */
    Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds);

    /** Checks whether an event of the room has the given idempotency key. */
    boolean checkIdempotency(String roomId, String idempotencyKey);

    /** Returns the event with the given idempotency key in a room. */
    Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey);

    /**
     * Returns the number of events of a room, including events with the status {@code BLOCKED}, in constant time; 0
     * when the room does not exist.
     */
    long getEventCount(String roomId);

    /**
     * Counts the events of a room that match a filter. The more events the store has to examine, the longer the call
     * takes. Returns 0 when the room does not exist.
     */
    default long getEventCount(String roomId, EventFilter filter) {
        Checks.notNull("filter", filter);
        return streamEvents(EventQuery.builder(roomId).filter(filter).build()).count();
    }
}
