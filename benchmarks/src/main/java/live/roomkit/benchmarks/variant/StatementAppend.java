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

/** Appends an event by executing one SQL statement directly, without a store. */
class StatementAppend extends AppendTask {

    private final DataSource dataSource;

    private final AppendStatement append;

    private final Variant variant;

    StatementAppend(Bench bench, DataSource dataSource, AppendStatement append, Variant variant) {
        super(bench, 1);
        this.dataSource = dataSource;
        this.append = append;
        this.variant = variant;
    }

    @Override
    protected void append(String roomId, List<String> keys, Caller caller) throws SQLException {
        try (Connection connection = this.dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(this.append.sql())) {
            this.append.bind(statement, roomId, this.variant.nextId(caller.random()), keys.get(0));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("A fresh key was taken for a duplicate");
                }
            }
        }
    }
}
