package live.roomkit.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.store.json.RecordJson;

/**
 * Appends events in separate steps, for comparison with the single SQL statement of the store. An append locks the
 * room, reads the highest index, inserts the event, updates the room and commits. The appends use the tables of the
 * store. The JSON of the events is created before the measurement.
 */
final class ReferenceAppend extends AppendTask {

    private final DataSource dataSource;

    private final String lock;

    private final String highest;

    private final String insert;

    private final String update;

    private final String json;

    private final int bytes;

    private final byte[] hash;

    ReferenceAppend(Bench bench, DataSource dataSource) {
        super(bench, 1);
        this.dataSource = dataSource;
        Server server = bench.server();
        this.lock = server.sql("SELECT r.id FROM roomkit.rooms AS r WHERE r.id = ? FOR UPDATE");
        this.highest = server.sql("SELECT COALESCE(max(e.index), -1) FROM roomkit.events AS e WHERE e.room_id = ?");
        this.insert = server.sql("""
                INSERT INTO roomkit.events (room_id, index, id, type, visibility, source_channel_id, source_channel_type,
                    source_participant_id, idempotency_key, payload_hash, created_at, bytes, data)
                VALUES (?, ?, ?, 'message', 'all', 'sms-main', 'sms', 'participant-1', ?, ?, ?, ?, CAST(? AS jsonb))
                """);
        this.update = server.sql("""
                UPDATE roomkit.rooms AS r
                SET event_count = r.event_count + 1, next_index = ?, last_activity_at = ?
                WHERE r.id = ?
                """);
        RecordJson mapping = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);
        RecordJson.EventJson event = mapping.writeEvent(Messages.message("1000000", "carrier-message-1-1"));
        this.json = new String(event.json(), StandardCharsets.UTF_8);
        this.bytes = event.json().length;
        this.hash = event.payloadHash();
    }

    @Override
    protected void append(String roomId, List<String> keys, Caller caller) throws SQLException {
        try (Connection connection = this.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            queryLong(connection, this.lock, roomId);
            long index = queryLong(connection, this.highest, roomId) + 1;
            OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
            String id = AppendStatement.nextId(caller.random());
            update(connection, this.insert, roomId, index, id, keys.get(0), this.hash, now, this.bytes, this.json);
            update(connection, this.update, index + 1, now, roomId);
            connection.commit();
        }
    }

    private static long queryLong(Connection connection, String sql, String roomId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, roomId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
