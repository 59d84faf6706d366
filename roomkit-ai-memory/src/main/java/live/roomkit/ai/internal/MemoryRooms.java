package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.ai.MemorySettings;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/** Creates and recognizes the rooms of a chat memory. */
final class MemoryRooms {

    private static final String KEY = "ai_memory";

    private static final String FRAMEWORK = "framework";

    private static final String CONVERSATION = "conversation_id";

    private static final String FORGOTTEN = "ai_memory_forgotten_index";

    private static final int PAGE = 1_000;

    private final ConversationStore store;

    private final MemorySettings settings;

    private final String framework;

    MemoryRooms(ConversationStore store, MemorySettings settings, String framework) {
        this.store = store;
        this.settings = settings;
        this.framework = framework;
    }

    /** Creates the room of a conversation, with its channels and participants. */
    void create(String conversationId, String roomId) {
        Map<String, @Nullable Object> mark = Map.of(FRAMEWORK, this.framework, CONVERSATION, conversationId);
        this.store.getOrCreateRoom(
                Room.builder(roomId).metadata(Map.of(KEY, mark)).build());
        RoomPeople.complete(this.store, this.settings, roomId);
    }

    /**
     * Adds missing channels and participants to a room that the memory created, because the creation of the room may
     * have been interrupted.
     */
    void completeOwn(String roomId) {
        if (this.store.getRoom(roomId).filter(this::isOwn).isPresent()) {
            RoomPeople.complete(this.store, this.settings, roomId);
        }
    }

    boolean isOwn(Room room) {
        return conversationId(room) != null;
    }

    /**
     * Records in the metadata of the room that the messages before the event {@code boundary} no longer belong to the
     * conversation. Agents that share the room share this record, which {@link #conversationIds} reads. Does nothing
     * when no memory of this framework created the room.
     */
    void markForgotten(RoomEvent boundary) {
        if (this.store.getRoom(boundary.roomId()).filter(this::isOwn).isPresent()) {
            this.store.patchRoomMetadata(boundary.roomId(), Map.of(FORGOTTEN, boundary.index()));
        }
    }

    List<String> conversationIds() {
        List<String> ids = new ArrayList<>();
        RoomQuery query = RoomQuery.builder()
                .metadata(Map.of(KEY, Map.of(FRAMEWORK, this.framework)))
                .limit(PAGE)
                .build();
        List<Room> rooms = this.store.findRooms(query);
        while (!rooms.isEmpty()) {
            for (Room room : rooms) {
                String conversationId = conversationId(room);
                if (conversationId != null && room.latestIndex() > forgottenIndex(room)) {
                    ids.add(conversationId);
                }
            }
            Room last = rooms.get(rooms.size() - 1);
            rooms = (rooms.size() == PAGE)
                    ? this.store.findRooms(
                            query.toBuilder().after(last.cursor()).build())
                    : List.of();
        }
        return ids;
    }

    private @Nullable String conversationId(Room room) {
        return (room.metadata().get(KEY) instanceof Map<?, ?> mark
                        && this.framework.equals(mark.get(FRAMEWORK))
                        && mark.get(CONVERSATION) instanceof String id)
                ? id
                : null;
    }

    private static long forgottenIndex(Room room) {
        return (room.metadata().get(FORGOTTEN) instanceof Number index) ? index.longValue() : -1;
    }
}
