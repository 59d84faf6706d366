package live.roomkit.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.room.Room;
import live.roomkit.store.json.RecordJson;

/** Creates new, empty rooms for a measurement. The ids of the rooms are consecutive numbers. */
public final class FreshRooms {

    private static final RecordJson JSON = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    private static final AtomicLong created = new AtomicLong(1_000_000);

    private static final String INSERT = """
            INSERT INTO roomkit.rooms (id, status, activity_bucket, created_at, updated_at, data)
            SELECT CAST(n.id AS text), 'active', date_bin('2 minutes', d.created_at, '2000-01-01Z'), d.created_at, d.created_at,
                d.data || jsonb_build_object('id', CAST(n.id AS text))
            FROM (SELECT CAST(? AS jsonb) AS data, CAST(? AS timestamptz) AS created_at) AS d,
                generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS n (id)
            """;

    private static final String COUNT_WRONG_ROOMS = """
            SELECT count(*)
            FROM roomkit.rooms AS r
                LEFT JOIN (
                    SELECT e.room_id, count(*) AS events, min(e.index) AS lowest, max(e.index) AS highest
                    FROM roomkit.events AS e
                    WHERE e.room_id = ANY (?)
                    GROUP BY e.room_id
                ) AS e ON e.room_id = r.id
            WHERE r.id = ANY (?)
                AND (r.event_count <> COALESCE(e.events, 0) OR r.next_index <> COALESCE(e.events, 0)
                    OR e.lowest <> 0 OR e.highest <> e.events - 1)
            """;

    private static final String KEYS = "SELECT e.idempotency_key FROM roomkit.events AS e WHERE e.room_id = ANY (?)";

    private final Server server;

    private final long first;

    private final List<String> ids;

    private FreshRooms(Server server, long first, int number) {
        this.server = server;
        this.first = first;
        this.ids = ids(first, number);
    }

    /**
     * Creates the given number of empty rooms. Then runs {@code ANALYZE} for the table {@code rooms}, as autovacuum
     * would. Without ANALYZE, connections would keep cached plans from the time when this table had few rows, for
     * example the plan of the foreign key check. Does not analyze the table {@code events}, because this table may be
     * empty, and the planner would assume that an analyzed empty table stays small.
     */
    public static FreshRooms create(Server server, int number) throws SQLException {
        long first = created.getAndAdd(number);
        Room room = Room.of(Long.toString(first));
        String data = new String(JSON.write(room), StandardCharsets.UTF_8);
        server.update(INSERT, data, room.createdAt().toString(), first, first + number - 1);
        server.update("ANALYZE roomkit.rooms");
        return new FreshRooms(server, first, number);
    }

    /**
     * Returns new ids for conversations that another library stores. These ids are consecutive numbers, like the ids of
     * the rooms.
     */
    public static List<String> newIds(int number) {
        return ids(created.getAndAdd(number), number);
    }

    private static List<String> ids(long first, int number) {
        return LongStream.range(first, first + number).mapToObj(Long::toString).toList();
    }

    /** Returns the ids of the rooms. */
    public List<String> ids() {
        return this.ids;
    }

    /** Returns the lowest id as a number. */
    public long first() {
        return this.first;
    }

    /** Returns the id of a random room. */
    public String any(SplittableRandom random) {
        return this.ids.get(random.nextInt(this.ids.size()));
    }

    /**
     * Checks that the rooms contain exactly one event for each of the given idempotency keys, and that the indices of
     * the events in each room have no gaps.
     */
    public boolean hold(Stream<String> keys) throws SQLException {
        Set<String> expected = new HashSet<>();
        keys.forEach(expected::add);
        List<String> stored = keys();
        return stored.size() == expected.size() && expected.equals(new HashSet<>(stored)) && isContiguous();
    }

    /**
     * Checks that the rooms contain the given number of events with different idempotency keys, and that the indices of
     * the events in each room have no gaps.
     */
    public boolean hold(long events) throws SQLException {
        List<String> stored = keys();
        return stored.size() == events && new HashSet<>(stored).size() == events && isContiguous();
    }

    private boolean isContiguous() throws SQLException {
        return this.server.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(this.server.sql(COUNT_WRONG_ROOMS))) {
                statement.setObject(1, this.ids.toArray(String[]::new));
                statement.setObject(2, this.ids.toArray(String[]::new));
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getLong(1) == 0;
            }
        });
    }

    private List<String> keys() throws SQLException {
        return this.server.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(this.server.sql(KEYS))) {
                statement.setObject(1, this.ids.toArray(String[]::new));
                List<String> keys = new ArrayList<>();
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
                return keys;
            }
        });
    }
}
