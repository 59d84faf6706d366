package live.roomkit.ai.spring.session;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.MemoryEvents;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;
import org.springframework.ai.session.SessionRepository;
import org.springframework.util.Assert;

/**
 * Stores the sessions of Spring AI Session 0.6 in a {@link ConversationStore}. Each session is a room, and each event
 * that is appended to a session is an event of the room.
 *
 * <p>Appending an event to a session is one append to the store. Some rooms outlive their session, because of
 * {@link MemorySettings#keepsRooms} or because they existed before the session. In such a room, each append first reads
 * the session, because another node may have deleted the session. Do not use the id of a deleted session again for
 * another user, because other nodes remember the user of the session. Appending the same event again, with the same id,
 * changes nothing. Another message with the id of a stored event is refused with a
 * {@link live.roomkit.store.DuplicateIdException}. Events with the same id in two sessions are different events.
 *
 * <p>A compaction appends one event to the room. This event describes which events of the session are archived and
 * which are still active. The event also contains the events that the compaction created, such as a summary. No stored
 * event is rewritten or removed. The caller of {@link #compactEvents} passes the version that the session had when the
 * caller read the events of the session. When any event was appended to the room after this version, for example a
 * message of a person, {@code compactEvents} changes nothing and returns {@code false}.
 */
public final class RoomKitSessionRepository implements SessionRepository {

    private static final int KNOWN = 10_000;

    private final ConversationStore store;

    private final MemorySettings settings;

    private final SessionRooms rooms;

    /**
     * User ids by session id, so that an append does not look up the session each time. Contains a session only if
     * deleting the session also deletes its room. An append to such a session fails after the deletion, because the
     * room does not exist.
     */
    private final Map<String, String> users = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KNOWN;
        }
    });

    /** Creates a repository with the default settings. */
    public RoomKitSessionRepository(ConversationStore store) {
        this(store, MemorySettings.DEFAULT);
    }

    /** Creates a repository with the given settings. The repository does not close the store. */
    public RoomKitSessionRepository(ConversationStore store, MemorySettings settings) {
        Assert.notNull(store, "store must not be null");
        Assert.notNull(settings, "settings must not be null");
        this.store = store;
        this.settings = settings;
        this.rooms = new SessionRooms(store, settings);
    }

    /**
     * Creates a session with its room, or writes the session to the room if the room exists.
     * {@link MemorySettings#mapping} converts the events of an existing room to events of the session.
     */
    @Override
    public Session save(Session session) {
        Assert.notNull(session, "session must not be null");
        this.rooms.save(session);
        this.users.remove(session.id());
        return session;
    }

    @Override
    public @Nullable Session findById(String sessionId) {
        Room room = room(sessionId);
        return (room != null) ? SessionRooms.session(room) : null;
    }

    /** Returns the sessions of a user, in the order in which the rooms of the sessions were created. */
    @Override
    public List<Session> findByUserId(String userId) {
        Assert.hasText(userId, "userId must not be null or empty");
        return this.rooms.findByUser(userId);
    }

    /**
     * Returns the ids of sessions that expired before the given time. The method reads all rooms that were created
     * before the given time.
     */
    @Override
    public List<String> findExpiredSessionIds(Instant before) {
        Assert.notNull(before, "before must not be null");
        return this.rooms.findExpired(before);
    }

    /** Deletes a session. {@link MemorySettings#keepsRooms} determines whether its room is deleted too. */
    @Override
    public void delete(String sessionId) {
        Room room = room(sessionId);
        this.users.remove(sessionId);
        if (room == null) {
            return;
        }
        if (isDeletedWithSession(room)) {
            this.store.deleteRoom(room.id());
        } else {
            this.store.addEventAutoIndex(room.id(), boundary(room.id(), List.of(), List.of(), -1));
            this.rooms.forget(room);
        }
    }

    private boolean isDeletedWithSession(Room room) {
        return SessionRooms.isOwn(room) && !this.settings.keepsRooms();
    }

    /**
     * Appends an event to its session.
     *
     * @throws IllegalArgumentException when the session does not exist
     * @throws live.roomkit.store.InvalidContentException when the message cannot be stored
     */
    @Override
    public void appendEvent(SessionEvent event) {
        Assert.notNull(event, "event must not be null");
        String sessionId = event.getSessionId();
        String roomId = this.rooms.roomId(sessionId);
        RoomEvent written = SessionValues.write(events(user(sessionId)), roomId, event);
        try {
            this.store.appendEvent(roomId, written);
        } catch (RoomNotFoundException ex) {
            this.users.remove(sessionId);
            throw notFound(sessionId);
        }
    }

    private String user(String sessionId) {
        String known = this.users.get(sessionId);
        if (known != null) {
            return known;
        }
        Room room = existing(sessionId);
        String user = SessionRooms.session(room).userId();
        if (isDeletedWithSession(room)) {
            this.users.put(sessionId, user);
        }
        return user;
    }

    /**
     * Applies the result of a compaction. Returns {@code false} and changes nothing when an event was appended after
     * {@code expectedVersion}.
     *
     * @throws IllegalArgumentException when the session does not exist, when an event to archive is not active, or when
     *     an event belongs to another session
     */
    @Override
    public boolean compactEvents(
            String sessionId,
            List<SessionEvent> archivedEvents,
            List<SessionEvent> retainedEvents,
            long expectedVersion) {
        Assert.notNull(archivedEvents, "archivedEvents must not be null");
        Assert.notNull(retainedEvents, "retainedEvents must not be null");
        Room room = existing(sessionId);
        if (version(room) != expectedVersion) {
            return false;
        }
        try {
            this.store.addEvent(compaction(room, sessionId, archivedEvents, retainedEvents).toBuilder()
                    .index(expectedVersion)
                    .build());
            return true;
        } catch (DuplicateIndexException ex) {
            return false;
        } catch (RoomNotFoundException ex) {
            throw notFound(sessionId);
        } catch (IllegalArgumentException ex) {
            if (getEventVersion(sessionId) != expectedVersion) {
                return false;
            }
            throw ex;
        }
    }

    private RoomEvent compaction(
            Room room, String sessionId, List<SessionEvent> archivedEvents, List<SessionEvent> retainedEvents) {
        SessionLog log = log(room.id(), sessionId);
        MemoryEvents events = events(SessionRooms.session(room).userId());
        Compaction compaction =
                new Compaction(events, room.id(), sessionId, log.reading(false, event -> true, Integer.MAX_VALUE));
        return boundary(
                room.id(),
                compaction.archived(archivedEvents),
                compaction.retained(retainedEvents),
                log.boundaryIndex());
    }

    @Override
    public long getEventVersion(String sessionId) {
        Room room = room(sessionId);
        return (room != null) ? version(room) : 0;
    }

    private static long version(Room room) {
        return room.latestIndex() + 1;
    }

    /**
     * Returns those events of a session that match a filter. Reads the events from the newest to the oldest. When the
     * filter sets {@link EventFilter#lastN()}, the method stops after this number of matching events.
     */
    @Override
    public List<SessionEvent> findEvents(String sessionId, EventFilter filter) {
        Assert.notNull(filter, "filter must not be null");
        Room room = room(sessionId);
        if (room == null) {
            return List.of();
        }
        int most = (filter.lastN() != null) ? filter.lastN() : Integer.MAX_VALUE;
        Predicate<SessionEvent> matches = filter::matches;
        List<SessionEvent> found = log(room.id(), sessionId).read(!filter.excludeArchived(), matches, most);
        if (filter.pageSize() != null) {
            long first = (long) ((filter.page() != null) ? filter.page() : 0) * filter.pageSize();
            int from = (int) Math.min(first, found.size());
            found = found.subList(from, (int) Math.min((long) from + filter.pageSize(), found.size()));
        }
        return List.copyOf(found);
    }

    private SessionLog log(String roomId, String sessionId) {
        return new SessionLog(this.store, this.settings, roomId, sessionId);
    }

    private MemoryEvents events(String userId) {
        return new MemoryEvents(
                this.settings.toBuilder().userId(userId).build(),
                SessionValues.codec().framework());
    }

    private RoomEvent boundary(String roomId, List<Part> archived, List<Part> retained, long earlier) {
        return events(this.settings.userId())
                .boundary(roomId, SessionLog.CORRELATION, Part.write(archived, retained, earlier))
                .build();
    }

    private @Nullable Room room(String sessionId) {
        Assert.hasText(sessionId, "sessionId must not be null or empty");
        return this.rooms.find(sessionId);
    }

    private Room existing(String sessionId) {
        Room room = room(sessionId);
        if (room == null) {
            throw notFound(sessionId);
        }
        return room;
    }

    private static IllegalArgumentException notFound(String sessionId) {
        return new IllegalArgumentException("Session not found: " + sessionId);
    }
}
