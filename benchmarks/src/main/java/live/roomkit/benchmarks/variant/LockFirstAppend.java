package live.roomkit.benchmarks.variant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.workload.AppendStatement;
import live.roomkit.benchmarks.workload.AppendTask;

/**
 * Appends an event with two SQL statements, as the store does inside a transaction of an application. The first
 * statement locks the room. The second statement increments the room's counters and inserts the event.
 */
final class LockFirstAppend extends AppendTask {

    private final DataSource dataSource;

    private final AppendStatement lock;

    private final AppendStatement append;

    LockFirstAppend(Bench bench, DataSource dataSource) throws SQLException {
        super(bench, 1);
        this.dataSource = dataSource;
        this.lock = Statements.inTransaction(bench.server(), "SELECT 1 FROM");
        this.append = Statements.inTransaction(bench.server(), "WITH room");
    }

    @Override
    protected void append(String roomId, List<String> keys, Caller caller) throws SQLException {
        String id = AppendStatement.nextId(caller.random());
        try (Connection connection = this.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, this.lock, roomId, id, keys.get(0));
            execute(connection, this.append, roomId, id, keys.get(0));
            connection.commit();
        }
    }

    private static void execute(Connection connection, AppendStatement append, String roomId, String id, String key)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(append.sql())) {
            append.bind(statement, roomId, id, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("A fresh key was taken for a duplicate");
                }
            }
        }
    }
}
