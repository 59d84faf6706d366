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
 * Operations on the timeline of a room.
 *
 * <p>Indices run 0, 1, 2 … in each room. An index is never used twice, not even after the newest event was deleted, and a
 * write that fails leaves no gap. An event, its index, the room's counters and its last activity change in one transaction.
 *
 * <p>In a transaction of the caller, an operation that is refused leaves the transaction usable. A failure of the database
 * ends it, see {@link StoreException#isTransactionUsable()}.
 *
 * <p>The last activity of a room is the time at which the store took an event, by the clock of the store. The time of the
 * sender does not count. The clocks of all nodes must be synchronized, for example by NTP.
 *
 * <p>A timeline shows what the room received. Lists, streams and thread summaries therefore leave out events with the status
 * {@code BLOCKED}, unless a filter includes them. Reads by id and key return them.
 */
public interface EventOperations {

    /**
     * Adds an event once to a room that takes events. Applications call this method for every event from people and
     * carriers.
     *
     * <p>An idempotency key that was used in this room, or an event id that was used in this room, returns the first event
     * with {@code duplicate = true} when type, source channel and content are the same. So a retry is harmless even when its
     * id, time or raw payload differ. Deleting an event frees its key. The store checks in this order: duplicate, conflict,
     * closed, full.
     *
     * @param options what the append does beside adding the event; a duplicate does none of it
     * @throws RoomNotFoundException when no such room exists
     * @throws IdempotencyConflictException when the key was used with another type, source channel or content
     * @throws DuplicateIdException when the id was used with another type, source channel or content
     * @throws RoomClosedException when the room is closed or archived
     * @throws RoomFullException when the room has no index left
     * @throws IllegalArgumentException when the event belongs to another room
     */
    AppendResult appendEvent(String roomId, RoomEvent event, AppendOptions options);

    /** Calls {@link #appendEvent(String, RoomEvent, AppendOptions)} with {@link AppendOptions#NONE}. */
    default AppendResult appendEvent(String roomId, RoomEvent event) {
        return appendEvent(roomId, event, AppendOptions.NONE);
    }

    /**
     * Adds an event at the next index, whatever the state of the room.
     *
     * @return the event as it is stored, with its index
     * @throws RoomNotFoundException when no such room exists
     * @throws IdempotencyConflictException when the key was used in this room
     * @throws DuplicateIdException when the id was used in this room
     * @throws RoomFullException when the room has no index left
     * @throws IllegalArgumentException when the event belongs to another room
     */
    RoomEvent addEventAutoIndex(String roomId, RoomEvent event);

    /**
     * Adds events at the next indices, in their order and without gaps: all of them or, when one fails, none.
     *
     * @param events at most 10 000, and 64 MiB of JSON together; an empty list does nothing
     * @return the events as they are stored, with their indices
     * @throws RoomNotFoundException when no such room exists
     * @throws IdempotencyConflictException when a key was used in this room or occurs twice in the batch
     * @throws DuplicateIdException when an id was used in this room or occurs twice in the batch
     * @throws RoomFullException when the room has fewer indices left
     * @throws IllegalArgumentException when there are too many events, they are too large together, or one belongs to
     *     another room
     */
    List<RoomEvent> addEventsAutoIndex(String roomId, List<RoomEvent> events);

    /**
     * Adds an event at the index that it names, as an import or a replay does. Later automatic indices stay above it. The
     * creation time of the event counts as activity of the room, at most the present time.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws DuplicateIndexException when another event has that index
     * @throws IdempotencyConflictException when the key was used in this room
     * @throws DuplicateIdException when the id was used in this room
     */
    RoomEvent addEvent(RoomEvent event);

    /**
     * Finds an event by its id alone. When several rooms have an event of that id, the lowest room id wins. Meant for tools:
     * applications know the room and call {@link #getEvent}, which is faster.
     *
     * @param eventId the event
     * @param organizationId only events in rooms of that organization, unless {@code null}
     */
    Optional<RoomEvent> findEvent(String eventId, @Nullable String organizationId);

    /** Calls {@link #findEvent(String, String)} for any organization. */
    default Optional<RoomEvent> findEvent(String eventId) {
        return findEvent(eventId, null);
    }

    /** Returns an event of a room. */
    Optional<RoomEvent> getEvent(String roomId, String eventId);

    /**
     * Writes an event. Its id, room, index and creation time stay as they are.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws EventNotFoundException when the room has no such event
     * @throws IdempotencyConflictException when another event has the key
     */
    RoomEvent updateEvent(RoomEvent event);

    /**
     * Reads, changes and writes an event as one atomic step. No concurrent update is lost: the delivery results of two
     * carriers both stay, and a late "delivered" can be kept from overwriting "read".
     *
     * <p>The store calls the change once, while the event is locked. The change may call this store, and must be short. An
     * exception that it throws reaches the caller, and the event stays as it was.
     *
     * @return the event as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws EventNotFoundException when the room has no such event
     * @throws IdempotencyConflictException when another event has the key
     * @throws IllegalArgumentException when the change returns {@code null} or an event of another id or room
     */
    RoomEvent updateEvent(String roomId, String eventId, UnaryOperator<RoomEvent> change);

    /**
     * Deletes an event. The room's event count falls; its latest index and read markers stay.
     *
     * @param replies what happens to the events that directly answer it
     * @return the ids of the deleted events, first the event, then its replies by index; empty when no such event exists
     * @throws RoomNotFoundException when no such room exists
     */
    List<String> deleteEvent(String roomId, String eventId, ReplyPolicy replies);

    /** Deletes an event and its direct replies. Calls the other form with {@link ReplyPolicy#DELETE}. */
    default List<String> deleteEvent(String roomId, String eventId) {
        return deleteEvent(roomId, eventId, ReplyPolicy.DELETE);
    }

    /**
     * Returns a page of a room's timeline, in ascending order of the index.
     *
     * @throws PageTooLargeException when the events have more bytes than a page may; {@link #pageEvents} returns those that
     *     fit
     */
    List<RoomEvent> listEvents(EventQuery query);

    /**
     * Returns as many events of a page as fit into the store's {@code maxPageSize}, at least one, and tells whether there
     * are more. Reading goes on after the last event or, where the page is read from its end, before the first one.
     */
    default EventPage pageEvents(EventQuery query) {
        return EventPages.read(this, Checks.notNull("query", query));
    }

    /** Returns a page of a room's timeline by position. The skipped events cost as much as the returned ones. */
    default List<RoomEvent> listEvents(String roomId, int offset, int limit) {
        return listEvents(EventQuery.builder(roomId).offset(offset).limit(limit).build());
    }

    /** Returns the first 50 events of a room that pass a filter, in ascending order of the index. */
    default List<RoomEvent> listEvents(String roomId, EventFilter filter) {
        return listEvents(EventQuery.builder(roomId)
                .filter(Checks.notNull("filter", filter))
                .build());
    }

    /**
     * Returns all events that a query describes, in constant memory. The stream reads them page by page while it is
     * consumed, by {@link #pageEvents}, {@code limit} events at a time at most, and holds no connection between pages. It
     * may or may not see an event that is added or deleted meanwhile.
     *
     * @throws IllegalArgumentException when the query has {@code beforeIndex}, {@code offset} or {@code newestFirst}
     */
    default Stream<RoomEvent> streamEvents(EventQuery query) {
        return EventPages.stream(this, Checks.notNull("query", query));
    }

    /**
     * Returns the newest messages of a room, in ascending order of the index. They are the context of an agent, which also
     * sees the messages that were blocked. When the messages are larger together than the store's {@code maxPageSize}, these
     * are fewer than {@code limit}: the newest that fit, at least one.
     */
    default List<RoomEvent> getConversation(String roomId, int limit) {
        return pageEvents(EventQuery.newest(roomId, limit).toBuilder()
                        .filter(EventPages.CONVERSATION)
                        .build())
                .events();
    }

    /**
     * Returns the first messages of a room after an index, also those that were blocked, in ascending order of the index.
     */
    default List<RoomEvent> getConversation(String roomId, int limit, long afterIndex) {
        return listEvents(EventQuery.builder(roomId)
                .filter(EventPages.CONVERSATION)
                .afterIndex(afterIndex)
                .limit(limit)
                .build());
    }

    /** Returns the newest events of a room that were not blocked, of every type, in ascending order of the index. */
    default List<RoomEvent> getTimeline(String roomId, int limit) {
        return listEvents(EventQuery.newest(roomId, limit));
    }

    /**
     * Returns the first events of a room after an index that were not blocked, of every type, in ascending order of the
     * index.
     */
    default List<RoomEvent> getTimeline(String roomId, int limit, long afterIndex) {
        return listEvents(
                EventQuery.builder(roomId).afterIndex(afterIndex).limit(limit).build());
    }

    /**
     * Counts the direct replies to events, and returns when the last one was created. Leaves out replies that were blocked.
     *
     * @param rootIds the events, at most 1 000
     * @return the summaries by event id; events without replies are left out
     */
    Map<String, ThreadSummary> getThreadSummaries(String roomId, Collection<String> rootIds);

    /** Checks whether an idempotency key was used in a room. */
    boolean checkIdempotency(String roomId, String idempotencyKey);

    /** Returns the event for which an idempotency key was used in a room. */
    Optional<RoomEvent> getEventByIdempotencyKey(String roomId, String idempotencyKey);

    /** Returns the number of a room's events, also of blocked ones, in constant time; 0 when no such room exists. */
    long getEventCount(String roomId);

    /**
     * Counts the events of a room that pass a filter: exactly those that pages with this filter return. The time grows with
     * the number of the events that have to be looked at. Returns 0 when no such room exists.
     */
    default long getEventCount(String roomId, EventFilter filter) {
        Checks.notNull("filter", filter);
        return streamEvents(EventQuery.builder(roomId).filter(filter).build()).count();
    }
}
