package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ParkedRoom;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.feed.ChangeRow;
import live.roomkit.internal.feed.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the tables of consumer groups: {@code feed_positions}, {@code feed_members},
 * {@code feed_parked_rooms} and {@code feed_parked_changes}. {@link ParkedRoom} explains when a room is parked.
 *
 * <p>To read a partition of the feed, a member of a group claims the partition and gets a {@link Lease}. A lease ends
 * unless the member renews it in time. The clock of the database server decides when a lease ends. Each claim adds 1 to
 * the fencing number of the partition. A member can move a partition's feed position only while the member owns the
 * partition and the fencing number is that of the member's lease. The statements that renew or claim leases skip rows
 * that another transaction has locked. So these statements neither wait for that transaction nor deadlock with it.
 * Moving a position also renews the lease. When the transaction that moved a position is then idle for the duration of
 * a lease, the server closes the transaction's connection. Every transaction writes rows of positions before rows of
 * parked rooms. So the removal of a group waits for a transaction that parks a room, and also deletes the parked room.
 */
final class FeedGroupTable {

    private static final String LARGEST_XID = "18446744073709551615";

    private static final String LEASE_END = "pg_catalog.statement_timestamp() + CAST(? AS interval)";

    private static final String CREATE = """
            INSERT INTO roomkit.feed_positions AS p (group_name, partition, settings, token, read_id, late_xid, fencing)
            SELECT ?, n.partition, ?, ?, ?, CAST(? AS xid8), CAST(? AS bigint)
            FROM pg_catalog.generate_series(CAST(? AS integer), CAST(? AS integer)) AS n (partition)
            ON CONFLICT (group_name, partition) DO NOTHING
            RETURNING p.partition
            """;

    private static final String FIND_SETTINGS =
            "SELECT p.settings FROM roomkit.feed_positions AS p WHERE p.group_name = ? AND p.partition = 0";

    private static final String FIND_PARTITIONS = """
            SELECT p.partition, p.owner, p.fencing, p.token,
                p.owner IS NULL OR p.lease_until < pg_catalog.statement_timestamp() AS free
            FROM roomkit.feed_positions AS p
            WHERE p.group_name = ?
            ORDER BY p.partition
            """;

    private static final String FIND_GROUP = """
            SELECT pg_catalog.count(*) AS members, pg_catalog.count(*) FILTER (WHERE m.member < ?) AS smaller,
                CAST(EXTRACT(EPOCH FROM pg_catalog.min(m.alive_until) FILTER (WHERE m.member <> ?)
                    - pg_catalog.statement_timestamp()) * 1000 AS bigint) AS next_millis,
                (SELECT pg_catalog.count(*) FROM roomkit.feed_parked_rooms AS k WHERE k.group_name = ?) AS parked,
                EXISTS (SELECT 1 FROM roomkit.feed_parked_rooms AS k WHERE k.group_name = ? AND k.reviving) AS reviving
            FROM roomkit.feed_members AS m
            WHERE m.group_name = ? AND m.alive_until > pg_catalog.statement_timestamp()
            """;

    private static final String RENEW = """
            WITH alive AS (
                INSERT INTO roomkit.feed_members AS m (group_name, member, alive_until)
                VALUES (?, ?, %1$s)
                ON CONFLICT (group_name, member) DO UPDATE SET alive_until = EXCLUDED.alive_until
            )
            UPDATE roomkit.feed_positions AS p
            SET lease_until = %1$s
            WHERE p.group_name = ? AND p.owner = ? AND p.partition = ANY (ARRAY(
                SELECT n.partition FROM roomkit.feed_positions AS n
                WHERE n.group_name = ? AND n.owner = ?
                FOR NO KEY UPDATE SKIP LOCKED))
            """.formatted(LEASE_END);

    private static final String CLAIM = """
            UPDATE roomkit.feed_positions AS p
            SET owner = ?, fencing = p.fencing + 1, lease_until = %s
            WHERE p.group_name = ? AND p.partition = ANY (ARRAY(
                SELECT n.partition FROM roomkit.feed_positions AS n
                WHERE n.group_name = ? AND (n.owner IS NULL OR n.lease_until < pg_catalog.statement_timestamp())
                ORDER BY n.partition LIMIT ?
                FOR NO KEY UPDATE SKIP LOCKED))
            RETURNING p.partition, p.fencing, p.token
            """.formatted(LEASE_END);

    private static final String OF_LEASES = """
            FROM ROWS FROM (pg_catalog.unnest(CAST(? AS integer[])), pg_catalog.unnest(CAST(? AS bigint[])))
                AS n (partition, fencing)
            WHERE p.group_name = ? AND p.partition = n.partition AND p.fencing = n.fencing AND p.owner = ?
            """;

    private static final String MOVE = """
            UPDATE roomkit.feed_positions AS p
            SET token = ?, read_id = ?, late_xid = CAST(? AS xid8), lease_until = %s
            %sRETURNING pg_catalog.set_config('idle_in_transaction_session_timeout', ?, true)
            """.formatted(LEASE_END, OF_LEASES);

    private static final String RELEASE = """
            UPDATE roomkit.feed_positions AS p
            SET owner = NULL, lease_until = NULL
            %s""".formatted(OF_LEASES);

    private static final String RELEASE_ALL = """
            UPDATE roomkit.feed_positions AS p
            SET owner = NULL, lease_until = NULL
            WHERE p.group_name = ? AND p.owner = ?
            """;

    private static final String DELETE_MEMBER = """
            DELETE FROM roomkit.feed_members AS m
            WHERE m.group_name = ?
                AND (m.member = ? OR m.alive_until < pg_catalog.statement_timestamp() - CAST('1 day' AS interval))
            """;

    private static final String PARK = """
            INSERT INTO roomkit.feed_parked_rooms AS k (group_name, room_id, partition, change_id, failure, parked_at, reviving)
            VALUES (?, ?, ?, ?, ?, ?, false)
            ON CONFLICT (group_name, room_id) DO UPDATE
            SET change_id = EXCLUDED.change_id, failure = EXCLUDED.failure, parked_at = EXCLUDED.parked_at, reviving = false
            """;

    private static final String KEEP_BACK = """
            INSERT INTO roomkit.feed_parked_changes AS k
                (group_name, room_id, id, kind, index, created_at, organization_id, key)
            SELECT ?, c.room_id, c.id, c.kind, c.index, c.created_at, c.organization_id, c.key
            FROM roomkit.changes AS c
            WHERE c.id = ANY (CAST(? AS bigint[]))
            ON CONFLICT (group_name, room_id, id) DO NOTHING
            RETURNING k.id
            """;

    private static final String LIST_PARKED_IN = """
            SELECT k.room_id FROM roomkit.feed_parked_rooms AS k
            WHERE k.group_name = ? AND k.partition = ANY (CAST(? AS integer[])) %s
            ORDER BY k.room_id%s
            """;

    private static final String LIST_ALL_PARKED_IN = LIST_PARKED_IN.formatted("", "");

    private static final String LIST_REVIVING_IN = LIST_PARKED_IN.formatted("AND k.reviving", " LIMIT 100");

    private static final String LIST_KEPT = """
            SELECT k.id, k.kind, k.index, k.created_at, k.room_id, k.organization_id, k.key
            FROM roomkit.feed_parked_changes AS k
            WHERE k.group_name = ? AND k.room_id = ?
            ORDER BY k.id LIMIT ?
            """;

    private static final String DELETE_KEPT =
            "DELETE FROM roomkit.feed_parked_changes AS k WHERE k.group_name = ? AND k.room_id = ? AND k.id <= ?";

    private static final String UNPARK =
            "DELETE FROM roomkit.feed_parked_rooms AS k WHERE k.group_name = ? AND k.room_id = ?";

    private static final String LIST_PARKED = """
            SELECT k.room_id, k.change_id, k.failure, k.parked_at, k.reviving
            FROM roomkit.feed_parked_rooms AS k
            WHERE k.group_name = ?
            ORDER BY k.room_id LIMIT ?
            """;

    private static final String REVIVE_ALL =
            "UPDATE roomkit.feed_parked_rooms AS k SET reviving = true WHERE k.group_name = ?";

    private static final String REVIVE = REVIVE_ALL + " AND k.room_id = ?";

    private static final String IS_UNTOUCHED = "SELECT pg_catalog.pg_current_xact_id_if_assigned() IS NULL";

    private static final String REMOVE = "DELETE FROM roomkit.feed_positions AS p WHERE p.group_name = ?";

    private static final List<String> REMOVE_REST = List.of(
            "DELETE FROM roomkit.feed_parked_changes AS k WHERE k.group_name = ?",
            "DELETE FROM roomkit.feed_parked_rooms AS k WHERE k.group_name = ?",
            "DELETE FROM roomkit.feed_members AS m WHERE m.group_name = ?");

    private final Database database;

    FeedGroupTable(Database database) {
        this.database = database;
    }

    Optional<String> findSettings(String group) {
        return this.database.first(FIND_SETTINGS, (row, number) -> row.getString("settings"), group);
    }

    /** Inserts a row for each partition of a consumer group. Returns {@code false} when the group already exists. */
    boolean insert(String group, String settings, int partitions, FeedToken token) {
        if (!insert(group, settings, 0, 0, token)) {
            return false;
        }
        insert(group, settings, 1, partitions - 1, token);
        return true;
    }

    private boolean insert(String group, String settings, int first, int last, FeedToken token) {
        FeedPosition position = FeedPosition.parse(token);
        return this.database.exists(
                CREATE,
                group,
                settings,
                token.value(),
                position.readId(),
                lateXid(position),
                Lease.firstFencing(),
                first,
                last);
    }

    List<Partition> findPartitions(String group) {
        return this.database.list(
                FIND_PARTITIONS,
                (row, number) -> new Partition(mapLease(row), row.getString("owner"), row.getBoolean("free")),
                group);
    }

    Group findGroup(String group, String member) {
        return this.database
                .first(
                        FIND_GROUP,
                        (row, number) -> new Group(
                                row.getInt("members"),
                                row.getInt("smaller"),
                                row.getObject("next_millis", Long.class),
                                row.getLong("parked"),
                                row.getBoolean("reviving")),
                        member,
                        member,
                        group,
                        group,
                        group)
                .orElseThrow();
    }

    int renew(String group, String member, Duration lease) {
        String interval = interval(lease);
        return this.database.update(RENEW, group, member, interval, interval, group, member, group, member);
    }

    /** Claims at most {@code most} partitions on which no member has a lease. Returns the new leases of the member. */
    List<Lease> claim(String group, String member, Duration lease, int most) {
        return this.database.list(CLAIM, (row, number) -> mapLease(row), member, interval(lease), group, group, most);
    }

    /**
     * Moves the positions of the partitions whose leases the member still has, and renews these leases. Returns the
     * number of moved positions.
     */
    int move(String group, String member, Duration lease, Collection<Lease> leases, FeedToken token) {
        FeedPosition position = FeedPosition.parse(token);
        return this.database
                .list(
                        MOVE,
                        (row, number) -> number,
                        token.value(),
                        position.readId(),
                        lateXid(position),
                        interval(lease),
                        partitions(leases),
                        fencings(leases),
                        group,
                        member,
                        lease.toMillis() + "ms")
                .size();
    }

    void release(String group, String member, Collection<Lease> leases) {
        this.database.update(RELEASE, partitions(leases), fencings(leases), group, member);
    }

    void releaseAll(String group, String member) {
        this.database.update(RELEASE_ALL, group, member);
    }

    void deleteMember(String group, String member) {
        this.database.update(DELETE_MEMBER, group, member);
    }

    void park(String group, int partition, Change change, String failure) {
        this.database.update(PARK, group, change.roomId(), partition, change.id(), failure, this.database.now());
    }

    void keepBack(String group, List<Change> changes) {
        this.database.list(
                KEEP_BACK,
                (row, number) -> row.getLong("id"),
                group,
                changes.stream().map(Change::id).toArray(Long[]::new));
    }

    List<String> findParkedIn(String group, Collection<Integer> partitions) {
        return roomsIn(LIST_ALL_PARKED_IN, group, partitions);
    }

    List<String> findRevivingIn(String group, Collection<Integer> partitions) {
        return roomsIn(LIST_REVIVING_IN, group, partitions);
    }

    private List<String> roomsIn(String sql, String group, Collection<Integer> partitions) {
        return this.database.list(
                sql, (row, number) -> row.getString("room_id"), group, partitions.toArray(Integer[]::new));
    }

    /** Returns the oldest stored changes of a parked room, except changes of kinds that this version does not know. */
    List<Change> findKept(String group, String roomId, int limit) {
        return this.database.list(LIST_KEPT, (row, number) -> mapChange(row), group, roomId, limit).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    void deleteKept(String group, String roomId, long upTo) {
        this.database.update(DELETE_KEPT, group, roomId, upTo);
    }

    void unpark(String group, String roomId) {
        this.database.update(UNPARK, group, roomId);
    }

    List<ParkedRoom> findParked(String group, int limit) {
        return this.database.list(
                LIST_PARKED,
                (row, number) -> new ParkedRoom(
                        row.getString("room_id"),
                        row.getLong("change_id"),
                        row.getString("failure"),
                        Objects.requireNonNull(Rows.instant(row, "parked_at")),
                        row.getBoolean("reviving")),
                group,
                limit);
    }

    int revive(String group, @Nullable String roomId) {
        return (roomId != null) ? this.database.update(REVIVE, group, roomId) : this.database.update(REVIVE_ALL, group);
    }

    /** Returns {@code true} as long as the current transaction has written nothing. */
    boolean isUntouched() {
        return this.database
                .first(IS_UNTOUCHED, (row, number) -> row.getBoolean(1))
                .orElse(false);
    }

    int remove(String group) {
        int deleted = this.database.update(REMOVE, group);
        REMOVE_REST.forEach(sql -> this.database.update(sql, group));
        return deleted;
    }

    private static String lateXid(FeedPosition position) {
        OptionalLong xid = position.lateXid();
        return xid.isPresent() ? Long.toString(xid.getAsLong()) : LARGEST_XID;
    }

    private static String interval(Duration lease) {
        return lease.toMillis() + " milliseconds";
    }

    private static Integer[] partitions(Collection<Lease> leases) {
        return leases.stream().map(Lease::partition).toArray(Integer[]::new);
    }

    private static Long[] fencings(Collection<Lease> leases) {
        return leases.stream().map(Lease::fencing).toArray(Long[]::new);
    }

    private static Lease mapLease(ResultSet row) throws SQLException {
        return new Lease(row.getInt("partition"), row.getLong("fencing"), new FeedToken(row.getString("token")));
    }

    private static Optional<Change> mapChange(ResultSet row) throws SQLException {
        ChangeRow change = new ChangeRow(
                row.getLong("id"),
                row.getString("room_id"),
                row.getString("organization_id"),
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                row.getString("key"),
                row.getLong("index"));
        return ChangeKind.ofCode(row.getInt("kind")).map(kind -> kind.make(change));
    }

    /** Describes a partition of a consumer group. Unless {@code isFree}, the owner has a lease on the partition. */
    record Partition(Lease lease, @Nullable String owner, boolean isFree) {}

    /**
     * Counts the live members and the parked rooms of a consumer group. A member is live for the duration of a lease
     * after each call of {@code renew}.
     *
     * @param members the number of live members
     * @param smaller the number of live members whose names sort before the name of the member that runs the query
     * @param nextMillis the number of milliseconds for which all other live members stay live without a further call
     *     of {@code renew}; {@code null} when no other member is live
     * @param reviving whether the group has parked rooms for which {@code revive} was called
     */
    record Group(int members, int smaller, @Nullable Long nextMillis, long parkedRooms, boolean reviving) {}
}
