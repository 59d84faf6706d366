package live.roomkit.benchmarks.peer;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Task;
import org.jspecify.annotations.Nullable;

/**
 * Task that adds messages one after another. Each {@link Caller} has its own conversation. The database may also have
 * other conversations, as the database of an application has.
 */
abstract class ConversationTask implements Task {

    private static final int MESSAGES_OF_OTHERS = 20;

    private final Server server;

    private final int messages;

    private final int others;

    private List<String> conversations = List.of();

    /**
     * Creates a task. Before the measurement, the conversation of each {@link Caller} has {@code messages} messages.
     * The database also has {@code others} other conversations, with 20 messages each.
     */
    ConversationTask(Server server, int messages, int others) {
        this.server = server;
        this.messages = messages;
        this.others = others;
    }

    /** Returns an SQL query for the number of conversations in the database. */
    abstract String count();

    /** Creates conversations with the given number of messages and returns their ids. */
    abstract List<String> create(int conversations, int messages) throws SQLException;

    /** Adds a message, and stores the given key in this message. Returns after the commit. */
    abstract void add(String conversationId, String key);

    /**
     * Returns an SQL query for the key of each message of a conversation, in the order of the messages. The key is the
     * text that {@link #add} stored in the message. The parameter of the query is the id of the conversation. The query
     * returns {@code null} as the key of a message that existed before the measurement.
     */
    abstract String keys();

    @Override
    public void prepare(int callers) throws SQLException {
        int missing = this.others - existing();
        if (missing > 0) {
            create(missing, MESSAGES_OF_OTHERS);
        }
        this.conversations = create(callers, this.messages);
    }

    @Override
    public int perform(Caller caller) {
        add(conversation(caller), key(caller.calls()));
        return 1;
    }

    @Override
    public boolean verify(List<Caller> callers) throws SQLException {
        for (Caller caller : callers) {
            List<@Nullable String> stored = stored(conversation(caller));
            List<@Nullable String> before = stored.subList(0, Math.min(this.messages, stored.size()));
            List<@Nullable String> added = stored.subList(before.size(), stored.size());
            List<String> acknowledged = LongStream.range(0, caller.calls())
                    .mapToObj(ConversationTask::key)
                    .toList();
            if (before.size() != this.messages
                    || before.stream().anyMatch(Objects::nonNull)
                    || !added.equals(acknowledged)) {
                return false;
            }
        }
        return true;
    }

    private int existing() throws SQLException {
        return this.server.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(this.server.sql(count()));
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private List<@Nullable String> stored(String conversationId) throws SQLException {
        return this.server.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(this.server.sql(keys()))) {
                statement.setString(1, conversationId);
                List<@Nullable String> keys = new ArrayList<>();
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
                return keys;
            }
        });
    }

    private String conversation(Caller caller) {
        return this.conversations.get(caller.number());
    }

    private static String key(long call) {
        return "carrier-message-" + call;
    }
}
