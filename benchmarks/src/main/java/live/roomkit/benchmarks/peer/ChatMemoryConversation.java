package live.roomkit.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.workload.FreshRooms;
import live.roomkit.benchmarks.workload.Messages;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.memory.repository.jdbc.PostgresChatMemoryRepositoryDialect;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Adds messages to a conversation in Spring AI's chat memory. A {@link MessageWindowChatMemory} stores the messages
 * through a {@link JdbcChatMemoryRepository}, as Spring AI's reference guide recommends in the section
 * "JdbcChatMemoryRepository" of the chapter "Chat Memory". The repository uses its dialect for PostgreSQL. The tables
 * come from the schema script that Spring AI supplies. The window is large enough to keep all added messages. For each
 * message, the chat memory reads and rewrites the whole conversation. The chat memory stores only the text of a
 * message. In {@link ChatMemoryJob}, RoomKit's store writes an event of 1.3 kB for each message.
 */
final class ChatMemoryConversation extends ConversationTask {

    private static final String TABLE = "SPRING_AI_CHAT_MEMORY";

    private static final String SCRIPT = "schema-postgresql.sql";

    private static final int WINDOW = 1_000_000;

    private static final String COUNT =
            "SELECT count(DISTINCT m.conversation_id) FROM roomkit.SPRING_AI_CHAT_MEMORY AS m";

    private static final String FILL = """
            INSERT INTO roomkit.SPRING_AI_CHAT_MEMORY (conversation_id, content, type, "timestamp", sequence_id)
            SELECT c.id, 'before ' || CAST(? AS text), 'USER', localtimestamp + n.i * INTERVAL '1 microsecond', n.i
            FROM unnest(CAST(? AS text[])) AS c (id), generate_series(0, CAST(? AS int) - 1) AS n (i)
            """;

    private static final String KEYS = """
            SELECT NULLIF(split_part(m.content, ' ', 1), 'before')
            FROM roomkit.SPRING_AI_CHAT_MEMORY AS m
            WHERE m.conversation_id = ?
            ORDER BY m.sequence_id
            """;

    private final Server server;

    private final ChatMemory memory;

    ChatMemoryConversation(Server server, DataSource dataSource, int messages, int others) throws SQLException {
        super(server, messages, others);
        this.server = server;
        execute(script().replace(" IF NOT EXISTS SPRING", " IF NOT EXISTS roomkit.SPRING")
                .replace("INDEX IF NOT EXISTS roomkit.", "INDEX IF NOT EXISTS ")
                .replace("ON " + TABLE, "ON roomkit." + TABLE));
        this.memory = MessageWindowChatMemory.builder()
                .chatMemoryRepository(JdbcChatMemoryRepository.builder()
                        .dataSource(dataSource)
                        .dialect(new DialectInSchema(server.schema()))
                        .build())
                .maxMessages(WINDOW)
                .build();
    }

    @Override
    String count() {
        return COUNT;
    }

    @Override
    List<String> create(int conversations, int messages) throws SQLException {
        List<String> ids = FreshRooms.newIds(conversations);
        this.server.update(FILL, Messages.TEXT, ids.toArray(String[]::new), messages);
        execute("VACUUM (ANALYZE) roomkit." + TABLE);
        return ids;
    }

    @Override
    void add(String conversationId, String key) {
        this.memory.add(conversationId, new UserMessage(key + ' ' + Messages.TEXT));
    }

    @Override
    String keys() {
        return KEYS;
    }

    private void execute(String sql) throws SQLException {
        this.server.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(this.server.sql(sql));
            }
        });
    }

    private static String script() {
        try (InputStream script = JdbcChatMemoryRepository.class.getResourceAsStream(SCRIPT)) {
            return new String(Objects.requireNonNull(script, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Adds the schema to the table name in each SQL statement of the chat memory, because the search path does not
     * contain the schema.
     */
    private static final class DialectInSchema extends PostgresChatMemoryRepositoryDialect {

        private final String table;

        DialectInSchema(String schema) {
            this.table = schema + '.' + TABLE;
        }

        @Override
        public String getSelectMessagesSql() {
            return inSchema(super.getSelectMessagesSql());
        }

        @Override
        public String getInsertMessageSql() {
            return inSchema(super.getInsertMessageSql());
        }

        @Override
        public String getSelectConversationIdsSql() {
            return inSchema(super.getSelectConversationIdsSql());
        }

        @Override
        public String getDeleteMessagesSql() {
            return inSchema(super.getDeleteMessagesSql());
        }

        private String inSchema(String sql) {
            return sql.replace(TABLE, this.table);
        }
    }
}
