package live.roomkit.benchmarks.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;

/**
 * Appends events with the SQL statement that the store uses, but creates no Java records such as {@code RoomEvent}. The
 * JSON of the events is created before the measurement.
 */
final class FloorAppend extends AppendTask {

    private final DataSource dataSource;

    private final AppendStatement append;

    FloorAppend(Bench bench, DataSource dataSource) throws SQLException {
        super(bench, 1);
        this.dataSource = dataSource;
        this.append = AppendStatement.overhear(bench.server());
    }

    @Override
    protected void append(String roomId, List<String> keys, Caller caller) throws SQLException {
        try (Connection connection = this.dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(this.append.sql())) {
            this.append.bind(statement, roomId, AppendStatement.nextId(caller.random()), keys.get(0));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("A fresh key was treated as a duplicate");
                }
            }
        }
    }
}
