package live.roomkit.ai.spring.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.RoomPeople;
import live.roomkit.ai.internal.Values;
import live.roomkit.internal.Checks;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.Session;

/** Stores sessions in the metadata of their rooms. */
final class SessionRooms {

    private static final String KEY = "ai_session";

    private static final String ID = "id";

    private static final String USER = "user_id";

    private static final String CREATED = "created_at";

    private static final String EXPIRES = "expires_at";

    private static final String METADATA = "metadata";

    private static final String OWN = "own_room";

    private static final int PAGE = 1_000;

    private final ConversationStore store;

    private final MemorySettings settings;

    SessionRooms(ConversationStore store, MemorySettings settings) {
        this.store = store;
        this.settings = settings;
    }

    String roomId(String sessionId) {
        return Checks.id("room id", this.settings.roomIds().apply(sessionId));
    }

    /**
     * Creates the room of a session, with the channels and participants of the user and the agent. If the room exists,
     * writes the session to the metadata of the room.
     */
    void save(Session session) {
        String roomId = roomId(session.id());
        Room room = Room.builder(roomId)
                .createdAt(session.createdAt())
                .metadata(Map.of(KEY, values(session, true)))
                .build();
        Room stored = this.store.getOrCreateRoom(room);
        if (stored.latestIndex() < 0 && isOwn(stored)) {
            RoomPeople.complete(
                    this.store,
                    this.settings.toBuilder().userId(session.userId()).build(),
                    roomId);
        }
        if (!stored.metadata().equals(room.metadata())) {
            this.store.patchRoomMetadata(roomId, Map.of(KEY, values(session, isOwn(stored))));
        }
    }

    private static Map<String, @Nullable Object> values(Session session, boolean own) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(ID, session.id());
        values.put(USER, session.userId());
        values.put(CREATED, session.createdAt().toString());
        values.put(EXPIRES, (session.expiresAt() != null) ? session.expiresAt().toString() : null);
        values.put(METADATA, Values.write(session.metadata(), Set.of()));
        values.put(OWN, own);
        return values;
    }

    /** Returns the room of a session, or {@code null} when the session does not exist. */
    @Nullable
    Room find(String sessionId) {
        return this.store
                .getRoom(roomId(sessionId))
                .filter(room -> room.metadata().get(KEY) instanceof Map<?, ?>)
                .orElse(null);
    }

    List<Session> findByUser(String userId) {
        List<Session> sessions = new ArrayList<>();
        RoomQuery query = RoomQuery.builder()
                .metadata(Map.of(KEY, Map.of(USER, userId)))
                .limit(PAGE)
                .build();
        forEach(query, room -> sessions.add(session(room)));
        return sessions;
    }

    /** Returns the ids of the sessions that expired before the given time. */
    List<String> findExpired(Instant before) {
        List<String> ids = new ArrayList<>();
        RoomQuery query = RoomQuery.builder().limit(PAGE).build();
        forEach(query, before, room -> {
            if (room.metadata().get(KEY) instanceof Map<?, ?>) {
                Session session = session(room);
                Instant expiresAt = session.expiresAt();
                if (expiresAt != null && expiresAt.isBefore(before)) {
                    ids.add(session.id());
                }
            }
        });
        return ids;
    }

    private void forEach(RoomQuery query, Consumer<Room> action) {
        forEach(query, Instant.MAX, action);
    }

    private void forEach(RoomQuery query, Instant end, Consumer<Room> action) {
        List<Room> rooms = this.store.findRooms(query);
        while (!rooms.isEmpty()) {
            rooms.forEach(action);
            Room last = rooms.get(rooms.size() - 1);
            boolean more = rooms.size() == PAGE && last.createdAt().isBefore(end);
            rooms = more
                    ? this.store.findRooms(
                            query.toBuilder().after(last.cursor()).build())
                    : List.of();
        }
    }

    static Session session(Room room) {
        Map<?, ?> values = (Map<?, ?>) Checks.notNull(KEY, room.metadata().get(KEY));
        Session.Builder session = Session.builder()
                .id(String.valueOf(values.get(ID)))
                .userId(String.valueOf(values.get(USER)))
                .createdAt(Instant.parse(String.valueOf(values.get(CREATED))))
                .metadata(SessionValues.metadata(values.get(METADATA)));
        Object expiresAt = values.get(EXPIRES);
        return SessionValues.expiring(session, (expiresAt != null) ? Instant.parse(expiresAt.toString()) : null)
                .build();
    }

    /**
     * Tells whether the room was created together with its session. Returns {@code false} when the room existed before
     * the session.
     */
    static boolean isOwn(Room room) {
        return room.metadata().get(KEY) instanceof Map<?, ?> values && Boolean.TRUE.equals(values.get(OWN));
    }

    /** Removes the session from the metadata of its room. */
    void forget(Room room) {
        this.store.patchRoomMetadata(room.id(), Map.of(), Set.of(KEY));
    }
}
