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
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionRepository;
import org.springframework.ai.session.jdbc.JdbcSessionRepository;
import org.springframework.ai.session.jdbc.JdbcSessionRepositoryDialect;

/**
 * Adds messages to a session of Spring AI Session's {@link JdbcSessionRepository}. The schema script of Spring AI
 * Session creates the tables. The tables are in the default schema, because the SQL of the repository names no schema.
 * Closing this object drops the tables.
 */
final class JdbcSessionConversation extends ConversationTask {

    private static final String SCRIPT = "schema-postgresql.sql";

    private static final String FILL = """
            INSERT INTO AI_SESSION_EVENT (id, session_id, "timestamp", message_type, message_content)
            SELECT gen_random_uuid(), s.id, localtimestamp + n.i * INTERVAL '1 microsecond', 'USER',
                'before ' || CAST(? AS text)
            FROM unnest(CAST(? AS text[])) AS s (id), generate_series(1, CAST(? AS int)) AS n (i)
            """;

    private static final String KEYS = """
            SELECT NULLIF(split_part(e.message_content, ' ', 1), 'before')
            FROM AI_SESSION_EVENT AS e
            WHERE e.session_id = ?
            ORDER BY e.seq
            """;

    private final Server server;

    private final SessionRepository sessions;

    JdbcSessionConversation(Server server, DataSource dataSource, int messages, int others) throws SQLException {
        super(server, messages, others);
        this.server = server;
        execute(script());
        this.sessions = JdbcSessionRepository.builder()
                .dataSource(dataSource)
                .dialect(JdbcSessionRepositoryDialect.from(dataSource))
                .build();
    }

    @Override
    String count() {
        return "SELECT count(*) FROM AI_SESSION";
    }

    @Override
    List<String> create(int conversations, int messages) throws SQLException {
        List<String> ids = FreshRooms.newIds(conversations);
        for (String id : ids) {
            this.sessions.save(Session.builder().id(id).userId("user-" + id).build());
        }
        this.server.update(FILL, Messages.TEXT, ids.toArray(String[]::new), messages);
        execute("VACUUM (ANALYZE) AI_SESSION, AI_SESSION_EVENT");
        return ids;
    }

    @Override
    void add(String conversationId, String key) {
        this.sessions.appendEvent(AgentConversation.event(conversationId, key + ' ' + Messages.TEXT));
    }

    @Override
    String keys() {
        return KEYS;
    }

    @Override
    public void close() throws SQLException {
        execute("DROP TABLE IF EXISTS AI_SESSION_EVENT, AI_SESSION");
    }

    private void execute(String sql) throws SQLException {
        this.server.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static String script() {
        try (InputStream script = JdbcSessionRepository.class.getResourceAsStream(SCRIPT)) {
            return new String(Objects.requireNonNull(script, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
