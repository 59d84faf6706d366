package live.roomkit.benchmarks.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Task;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs SQL queries that were recorded from the store, and parses the returned JSON into trees. Unlike the store,
 * creates no Java records such as {@code RoomEvent}.
 */
final class FloorRead implements Task {

    private final ObjectMapper json = new ObjectMapper();

    private final DataSource dataSource;

    private final List<Overheard> queries;

    private final int expected;

    FloorRead(DataSource dataSource, List<Overheard> queries, int expected) {
        this.dataSource = dataSource;
        this.queries = queries;
        this.expected = expected;
    }

    @Override
    public int perform(Caller caller) throws SQLException {
        List<JsonNode> documents = new ArrayList<>();
        try (Connection connection = this.dataSource.getConnection()) {
            for (Overheard query : this.queries) {
                read(connection, query, documents);
            }
        }
        if (documents.size() != this.expected) {
            throw new IllegalStateException("Found " + documents.size() + " instead of " + this.expected);
        }
        return 1;
    }

    private void read(Connection connection, Overheard query, List<JsonNode> documents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            query.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    documents.add(this.json.readTree(rows.getBytes("data")));
                }
            }
        }
    }
}
