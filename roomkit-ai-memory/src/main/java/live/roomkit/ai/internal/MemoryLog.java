package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.Draft.Author;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Stores the conversations of one AI framework in the rooms of a store. After the first message of a conversation,
 * adding a message needs one append and no read. Reading the last messages of a conversation does not read the whole
 * conversation. Replacing all messages of a conversation reads the stored messages and appends only the new messages.
 *
 * @param <M> the message type of the AI framework
 */
public final class MemoryLog<M> {

    private static final int FIRST_PAGE = 100;

    private final ConversationStore store;

    private final MemorySettings settings;

    private final MessageCodec<M> codec;

    private final MemoryRooms rooms;

    private final MemoryEvents events;

    public MemoryLog(ConversationStore store, MemorySettings settings, MessageCodec<M> codec) {
        this.store = Checks.notNull("store", store);
        this.settings = Checks.notNull("settings", settings);
        this.codec = codec;
        this.rooms = new MemoryRooms(store, settings, codec.framework());
        this.events = new MemoryEvents(settings, codec.framework());
    }

    /**
     * Returns the ids of the conversations that have messages and whose rooms were created by the memory of this
     * framework.
     */
    public List<String> conversationIds() {
        return this.rooms.conversationIds();
    }

    /** Adds messages to the end of a conversation, either all of them or none. */
    public void append(String conversationId, List<? extends M> messages) {
        String roomId = roomId(conversationId);
        List<RoomEvent> events = new ArrayList<>(messages.size());
        for (M message : messages) {
            events.add(this.events
                    .event(roomId, this.codec.encode(message), Map.of())
                    .build());
        }
        write(conversationId, roomId, events, events);
    }

    public List<M> all(String conversationId) {
        List<M> messages = new ArrayList<>();
        for (Entry<M> entry : entries(reader(roomId(conversationId), FIRST_PAGE))) {
            messages.add(entry.message());
        }
        return messages;
    }

    /** Returns the messages that the given window selects from the end of a conversation. */
    public List<M> window(String conversationId, Window<M> window, int pageSize) {
        String roomId = roomId(conversationId);
        BackwardReader reader = reader(roomId, pageSize);
        Window.Cut<M> cut = window.cut(messages(reader));
        M system = (cut.system() != null || cut.complete()) ? cut.system() : newestSystem(roomId, reader);
        List<M> messages = new ArrayList<>(cut.messages());
        if (system != null) {
            messages.add(0, system);
        }
        return messages;
    }

    public void replace(String conversationId, List<? extends M> messages) {
        String roomId = roomId(conversationId);
        List<Draft> wanted = new ArrayList<>(messages.size());
        for (M message : messages) {
            wanted.add(this.codec.encode(message));
        }
        BackwardReader reader = reader(roomId, FIRST_PAGE);
        List<Entry<M>> present = entries(reader);
        if (wanted.isEmpty()) {
            if (!present.isEmpty()) {
                forget(roomId);
            }
            return;
        }
        List<Draft> stored = new ArrayList<>(present.size());
        for (Entry<M> entry : present) {
            stored.add(this.codec.encode(entry.message()));
        }
        Replacement<M> replacement = new Replacement<>(present, wanted, Alignment.of(stored, wanted));
        List<RoomEvent> events = replacement.changesTheView()
                ? withBoundary(roomId, replacement, reader.newestIndex())
                : events(roomId, replacement.added());
        write(conversationId, roomId, events, events(roomId, wanted));
    }

    /**
     * Deletes a conversation. The room of the conversation is deleted too when {@link MemorySettings#keepsRooms} is
     * {@code false} and a memory of this framework created the room, for this agent or another agent. Otherwise, the
     * room keeps its messages, which no longer belong to the conversation of this agent.
     */
    public void delete(String conversationId) {
        String roomId = roomId(conversationId);
        Optional<Room> room = this.store.getRoom(roomId);
        if (room.isEmpty()) {
            return;
        }
        if (this.rooms.isOwn(room.get()) && !this.settings.keepsRooms()) {
            this.store.deleteRoom(roomId);
        } else {
            forget(roomId);
        }
    }

    private void forget(String roomId) {
        RoomEvent boundary = boundary(roomId, View.nothing());
        this.rooms.markForgotten(this.store.addEventAutoIndex(roomId, boundary));
    }

    /**
     * Returns events that store the new messages of {@code replacement}. The event of the last new message also defines
     * which events of the room now belong to the conversation. When there is no new message, or when the last new
     * message is a system message, an additional event contains this definition.
     */
    private List<RoomEvent> withBoundary(String roomId, Replacement<M> replacement, long seen) {
        List<Draft> added = replacement.added();
        List<RoomEvent> events = new ArrayList<>(events(roomId, added));
        int last = events.size() - 1;
        if (last >= 0 && added.get(last).author() != Author.SYSTEM) {
            Map<String, @Nullable Object> view = View.boundary(seen, replacement.ranges(0));
            events.set(
                    last,
                    this.events
                            .event(roomId, added.get(last), view)
                            .correlationId(this.events.viewCorrelation())
                            .build());
        } else {
            events.add(boundary(roomId, View.boundary(seen, replacement.ranges(1))));
        }
        return events;
    }

    /**
     * Writes events to a conversation, and creates the room of the conversation when it does not exist.
     *
     * @param events the events to write when the room exists
     * @param all the events to write when the room is new; they contain all messages of the conversation
     */
    private void write(String conversationId, String roomId, List<RoomEvent> events, List<RoomEvent> all) {
        if (events.isEmpty()) {
            return;
        }
        try {
            if (write(roomId, events) == 0) {
                this.rooms.completeOwn(roomId);
            }
        } catch (RoomNotFoundException ex) {
            this.rooms.create(conversationId, roomId);
            write(roomId, all);
        }
    }

    /** Writes the events. Returns the index of the first event. */
    private long write(String roomId, List<RoomEvent> events) {
        if (events.size() == 1) {
            return this.store.appendEvent(roomId, events.get(0)).event().index();
        }
        this.store.getRoom(roomId).filter(room -> !takesEvents(room.status())).ifPresent(room -> {
            throw new RoomClosedException(roomId);
        });
        return this.store.addEventsAutoIndex(roomId, events).get(0).index();
    }

    private static boolean takesEvents(RoomStatus status) {
        return status != RoomStatus.CLOSED && status != RoomStatus.ARCHIVED;
    }

    private List<RoomEvent> events(String roomId, List<Draft> drafts) {
        return drafts.stream()
                .map(draft -> this.events.event(roomId, draft, Map.of()).build())
                .toList();
    }

    private RoomEvent boundary(String roomId, Map<String, @Nullable Object> view) {
        return this.events.boundary(roomId, this.events.viewCorrelation(), view).build();
    }

    private @Nullable M newestSystem(String roomId, BackwardReader reader) {
        EventQuery query = EventQuery.newest(roomId, 1).toBuilder()
                .filter(EventFilter.builder()
                        .correlationId(this.events.systemCorrelation())
                        .includeBlocked(true)
                        .build())
                .build();
        List<RoomEvent> found = this.store.listEvents(query);
        while (!found.isEmpty() && found.get(0).index() >= reader.view().lowest()) {
            RoomEvent event = found.get(0);
            M message = reader.view().contains(event.index()) ? this.codec.decode(event) : null;
            if (message != null) {
                return message;
            }
            found = this.store.listEvents(query.toBuilder()
                    .newestFirst(false)
                    .beforeIndex(event.index())
                    .build());
        }
        return null;
    }

    private BackwardReader reader(String roomId, int pageSize) {
        return new BackwardReader(this.store, roomId, this.events.viewCorrelation(), pageSize);
    }

    private Messages<M> messages(BackwardReader reader) {
        return new Messages<>(reader, new EventDecoder<>(this.codec, this.settings));
    }

    private List<Entry<M>> entries(BackwardReader reader) {
        List<Entry<M>> entries = new ArrayList<>();
        messages(reader).forEachRemaining(entries::add);
        Collections.reverse(entries);
        return entries;
    }

    private String roomId(String conversationId) {
        return Checks.id("room id", this.settings.roomIds().apply(conversationId));
    }
}
