package live.roomkit.benchmarks.peer;

import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sql.DataSource;
import live.roomkit.ai.spring.RoomKitChatMemory;
import live.roomkit.ai.spring.session.RoomKitSessionRepository;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.workload.Messages;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;
import org.springframework.ai.session.SessionRepository;

/**
 * Adds messages to a room: through a chat memory of Spring AI, through a session of Spring AI Session, or directly
 * through the store.
 */
final class AgentConversation extends ConversationTask {

    private static final String KEYS = """
            SELECT CASE WHEN e.data #>> '{content,body}' LIKE 'carrier-message-%'
                THEN split_part(e.data #>> '{content,body}', ' ', 1) END
            FROM roomkit.events AS e
            WHERE e.room_id = ?
            ORDER BY e.index
            """;

    private final Server server;

    private final ConversationStore store;

    private final Consumer<String> start;

    private final BiConsumer<String, String> add;

    private AgentConversation(
            Server server,
            ConversationStore store,
            int messages,
            int others,
            Consumer<String> start,
            BiConsumer<String, String> add) {
        super(server, messages, others);
        this.server = server;
        this.store = store;
        this.start = start;
        this.add = add;
    }

    static AgentConversation open(String side, Server server, DataSource dataSource, int messages, int others) {
        ConversationStore store = server.openStore(dataSource);
        if (side.equals("append")) {
            EventSource source = EventSource.builder("user", ChannelType.WEBSOCKET)
                    .participantId("user")
                    .build();
            return new AgentConversation(
                    server,
                    store,
                    messages,
                    others,
                    id -> {},
                    (id, text) -> store.appendEvent(id, RoomEvent.message(id, source, TextContent.of(text))));
        }
        if (side.equals("session")) {
            SessionRepository sessions = new RoomKitSessionRepository(store);
            return new AgentConversation(
                    server,
                    store,
                    messages,
                    others,
                    id -> sessions.save(Session.builder().id(id).userId("user").build()),
                    (id, text) -> sessions.appendEvent(event(id, text)));
        }
        ChatMemory memory = RoomKitChatMemory.builder(store).build();
        return new AgentConversation(
                server, store, messages, others, id -> {}, (id, text) -> memory.add(id, new UserMessage(text)));
    }

    static SessionEvent event(String sessionId, String text) {
        return SessionEvent.builder()
                .sessionId(sessionId)
                .message(new UserMessage(text))
                .build();
    }

    @Override
    String count() {
        return RoomConversation.COUNT;
    }

    @Override
    List<String> create(int conversations, int messages) throws SQLException {
        List<String> ids = RoomConversation.fill(this.server, conversations, messages);
        ids.forEach(this.start);
        return ids;
    }

    @Override
    void add(String conversationId, String key) {
        this.add.accept(conversationId, key + ' ' + Messages.TEXT);
    }

    @Override
    String keys() {
        return KEYS;
    }

    @Override
    public void close() {
        this.store.close();
    }
}
