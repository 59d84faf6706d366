package live.roomkit.benchmarks.variant;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Server;

/**
 * Appends an event with a changed copy of the SQL statement that the store executes for an append. The copy increments
 * the next index and the event count of the room in a separate table with small rows. After the measurement, copies
 * these numbers to the table {@code rooms}, because the check of the results reads them there.
 */
final class NarrowCountersAppend extends StatementAppend {

    private static final String CREATE = """
            INSERT INTO roomkit.room_counters (id)
            SELECT r.id FROM roomkit.rooms AS r
            ON CONFLICT DO NOTHING
            """;

    private static final String COPY = """
            UPDATE roomkit.rooms AS r
            SET next_index = c.next_index, event_count = c.event_count
            FROM roomkit.room_counters AS c
            WHERE c.id = r.id AND c.next_index > r.next_index
            """;

    private final Server server;

    NarrowCountersAppend(Bench bench, DataSource dataSource) throws SQLException {
        super(
                bench,
                dataSource,
                Statements.withNarrowCounters(
                        Statements.alone(bench.server()), bench.server().schema()),
                Variant.NARROW_COUNTERS);
        this.server = bench.server();
    }

    @Override
    public void prepare(int callers) throws Exception {
        super.prepare(callers);
        this.server.update(CREATE);
    }

    @Override
    public boolean verify(List<Caller> callers) throws Exception {
        this.server.update(COPY);
        return super.verify(callers);
    }
}
