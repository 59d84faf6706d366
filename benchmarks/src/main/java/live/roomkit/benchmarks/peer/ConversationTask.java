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
import live.roomkit.benchmarks.workload.FreshRooms;
import org.jspecify.annotations.Nullable;

/** Task that adds messages one after another. Each caller has its own conversation. */
abstract class ConversationTask implements Task {

    private final Server server;

    private final int messages;

    private @Nullable FreshRooms conversations;

    ConversationTask(Server server, int messages) {
        this.server = server;
        this.messages = messages;
    }

    /** Returns the number of messages in a conversation before the measurement. */
    final int messages() {
        return this.messages;
    }

    /** Writes the messages that each conversation has before the measurement. */
    abstract void fill(FreshRooms conversations) throws SQLException;

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
        this.conversations = FreshRooms.create(this.server, callers);
        fill(this.conversations);
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
        return Objects.requireNonNull(this.conversations, "prepare comes first")
                .ids()
                .get(caller.number());
    }

    private static String key(long call) {
        return "carrier-message-" + call;
    }
}
