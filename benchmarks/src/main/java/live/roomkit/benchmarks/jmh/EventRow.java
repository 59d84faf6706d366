package live.roomkit.benchmarks.jmh;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.workload.Backlog;
import live.roomkit.benchmarks.workload.Overheard;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the conversion of a row of the table {@code events} to an event. For comparison, also measures reading the
 * bytes of the column {@code data} without converting them. Starts a PostgreSQL server to get the row.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventRow {

    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    private @Nullable Server server;

    private @Nullable HikariDataSource pool;

    private @Nullable Connection connection;

    private @Nullable ResultSet row;

    @Setup
    public void fetch() throws SQLException {
        Server started = Server.embedded();
        this.server = started;
        String roomId = Backlog.room(started, 1);
        Overheard query = Overheard.first(started, "SELECT", store -> store.listEvents(EventQuery.newest(roomId, 1)));
        this.pool = started.openPool(1);
        this.connection = this.pool.getConnection();
        PreparedStatement statement = this.connection.prepareStatement(query.sql());
        query.bind(statement);
        this.row = statement.executeQuery();
        this.row.next();
    }

    @Benchmark
    public RoomEvent map() throws SQLException {
        ResultSet fetched = row();
        return this.json.readEvent(fetched.getBytes("data"), fetched.getLong("index"));
    }

    @Benchmark
    public byte[] bytes() throws SQLException {
        return row().getBytes("data");
    }

    @TearDown
    public void close() throws SQLException {
        row().close();
        if (this.connection != null && this.pool != null && this.server != null) {
            this.connection.close();
            this.pool.close();
            this.server.close();
        }
    }

    private ResultSet row() {
        return Objects.requireNonNull(this.row);
    }
}
