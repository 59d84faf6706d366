package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.room.Room;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs one interleaving of transactions that append to rooms, commit or roll back, and of readers with pages of random length. One
 * thread makes all steps, so a seed repeats them. No step appends to a room that another open transaction has locked.
 */
final class FeedModel implements AutoCloseable {

    private static final int TRANSACTIONS = 5;

    private static final int ROOMS = 6;

    private final FreshDatabase database;

    private final DataSource dataSource;

    private final PostgresStore store;

    private final JdbcTemplate jdbc;

    private final List<Transaction> transactions = new ArrayList<>();

    /** The ids of the events of each room, as far as they were committed, in the order of their index. */
    private final Map<String, List<String>> committed = new HashMap<>();

    private final Map<String, Transaction> locked = new HashMap<>();

    private int events;

    FeedModel(FreshDatabase database) {
        this.database = database;
        this.dataSource = database.dataSource();
        this.store =
                PostgresStore.builder().dataSource(this.dataSource).feed(true).open();
        this.jdbc = database.jdbc();
    }

    /** A known mistake. */
    enum Mutant {
        /** Reads on after the highest id that was read, although a lower one may be committed later. */
        READS_PAST_OPEN_TRANSACTIONS,
        /** Waits for all open transactions, and then reads by transaction, which began in another order than it locked. */
        ORDERS_BY_TRANSACTION,
        /** Draws the id of a change before the room is locked. */
        DRAWS_THE_ID_BEFORE_THE_LOCK
    }

    /** Runs an interleaving, and returns what was wrong. */
    Set<String> run(long seed, int steps, @Nullable Mutant mutant) throws SQLException {
        Random random = new Random(seed);
        this.committed.clear();
        String prefix = this.database.name() + "-" + seed + "-" + mutant + "-" + System.nanoTime() + "-";
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            rooms.add(this.store.createRoom(Room.of(prefix + i)).id());
        }
        for (int i = 0; i < TRANSACTIONS; i++) {
            this.transactions.add(new Transaction(mutant == Mutant.DRAWS_THE_ID_BEFORE_THE_LOCK));
        }
        Reader reader = reader(mutant);
        try {
            for (int i = 0; i < steps; i++) {
                step(random, rooms, reader);
            }
            for (Transaction transaction : this.transactions) {
                transaction.end(random.nextBoolean());
            }
            for (int i = 0; i < 2 * steps; i++) {
                reader.read(1 + random.nextInt(7));
            }
            return differences(rooms, reader.read);
        } finally {
            for (Transaction transaction : this.transactions) {
                transaction.close();
            }
            this.transactions.clear();
            this.locked.clear();
        }
    }

    private void step(Random random, List<String> rooms, Reader reader) throws SQLException {
        Transaction transaction = this.transactions.get(random.nextInt(TRANSACTIONS));
        String room = rooms.get(random.nextInt(ROOMS));
        switch (random.nextInt(11)) {
            case 0, 1, 2, 3 -> transaction.append(room);
            case 4 -> transaction.end(true);
            case 5 -> transaction.end(false);
            case 6 -> transaction.begin();
            case 7 -> appendAlone(room, 1 + random.nextInt(3));
            case 8 -> skipIds(1 + random.nextInt(120_000));
            default -> reader.read(1 + random.nextInt(7));
        }
    }

    /** Leaves a gap in the ids, which a page crosses only in part. */
    private void skipIds(int count) {
        this.jdbc.queryForObject(
                "SELECT setval('roomkit.changes_id_seq', nextval('roomkit.changes_id_seq') + ?)", Long.class, count);
    }

    private void appendAlone(String room, int count) {
        if (!this.locked.containsKey(room)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ids.add("event-" + this.events++);
            }
            this.store.addEventsAutoIndex(
                    room,
                    ids.stream()
                            .map(id -> Application.message(room, "text").toBuilder()
                                    .id(id)
                                    .build())
                            .toList());
            this.committed.computeIfAbsent(room, unknown -> new ArrayList<>()).addAll(ids);
        }
    }

    private Set<String> differences(List<String> rooms, Map<String, List<String>> read) {
        Set<String> differences = new LinkedHashSet<>();
        for (String room : rooms) {
            List<String> expected = this.committed.getOrDefault(room, List.of());
            List<String> found = read.getOrDefault(room, List.of());
            if (!expected.equals(found)) {
                differences.add(expected + " was read as " + found);
            }
        }
        return differences;
    }

    private Reader reader(@Nullable Mutant mutant) {
        if (mutant == Mutant.READS_PAST_OPEN_TRANSACTIONS) {
            return new SqlReader(
                    "SELECT id, 0 FROM roomkit.changes WHERE id > ? + 0 * ? AND kind = 1 ORDER BY id LIMIT ?");
        }
        if (mutant == Mutant.ORDERS_BY_TRANSACTION) {
            return new SqlReader("""
                    SELECT id, xid::text::bigint FROM roomkit.changes
                    WHERE (xid::text::bigint, id) > (?, ?) AND kind = 1
                        AND xid < pg_snapshot_xmin(pg_current_snapshot())
                    ORDER BY xid, id LIMIT ?
                    """);
        }
        return new FeedReader();
    }

    @Override
    public void close() {
        this.store.close();
    }

    /** Reads the feed in pages. */
    private abstract static class Reader {

        final Map<String, List<String>> read = new HashMap<>();

        abstract void read(int limit);

        void note(String room, String event) {
            this.read.computeIfAbsent(room, unknown -> new ArrayList<>()).add(event);
        }
    }

    private final class FeedReader extends Reader {

        private FeedToken token = ChangeFeed.of(FeedModel.this.store).latest();

        @Override
        void read(int limit) {
            FeedPage page = ChangeFeed.of(FeedModel.this.store)
                    .read(FeedQuery.after(this.token).limit(limit).kinds(Change.EventAppended.class));
            page.changes().forEach(change -> note(change.roomId(), ((Change.EventAppended) change).eventId()));
            this.token = page.token();
        }
    }

    /** Reads as a mutant does, by a position of two numbers. */
    private final class SqlReader extends Reader {

        private final String sql;

        private long id =
                FeedModel.this.jdbc.queryForObject("SELECT COALESCE(max(id), 0) FROM roomkit.changes", Long.class);

        private long xid = FeedModel.this.jdbc.queryForObject("SELECT pg_current_xact_id()::text::bigint", Long.class);

        private SqlReader(String sql) {
            this.sql = sql;
        }

        @Override
        void read(int limit) {
            boolean byTransaction = this.sql.contains("xid, id");
            FeedModel.this.jdbc.query(
                    this.sql,
                    row -> {
                        this.id = row.getLong(1);
                        this.xid = row.getLong(2);
                        FeedModel.this.jdbc.query(
                                "SELECT room_id, key FROM roomkit.changes WHERE id = ?",
                                change -> {
                                    note(change.getString(1), change.getString(2));
                                },
                                this.id);
                    },
                    byTransaction ? this.xid : this.id,
                    byTransaction ? this.id : this.xid,
                    limit);
        }
    }

    /** A transaction of an application, which the store joins, or one that writes as a mutant does. */
    private final class Transaction implements AutoCloseable {

        private final boolean drawsEarly;

        private final Map<String, List<String>> appended = new HashMap<>();

        private final Connection connection;

        private final JdbcTemplate own;

        private @Nullable Long drawn;

        private Transaction(boolean drawsEarly) throws SQLException {
            this.drawsEarly = drawsEarly;
            this.connection = FeedModel.this.dataSource.getConnection();
            this.connection.setAutoCommit(false);
            this.own = new JdbcTemplate(new SingleConnectionDataSource(this.connection, true));
        }

        /** Has the transaction get its id, and so its place among the others, before it locks a room. */
        void begin() {
            this.own.queryForObject("SELECT pg_current_xact_id()::text", String.class);
        }

        void append(String room) {
            Transaction holder = FeedModel.this.locked.putIfAbsent(room, this);
            if (holder != null && holder != this) {
                return;
            }
            String id = "event-" + FeedModel.this.events++;
            bound(() -> FeedModel.this.store.addEventAutoIndex(
                    room, Application.message(room, "text").toBuilder().id(id).build()));
            if (this.drawsEarly) {
                if (this.drawn != null) {
                    this.own.update("DELETE FROM roomkit.changes WHERE room_id = ? AND key = ?", room, id);
                    this.own.update("""
                            INSERT INTO roomkit.changes (id, kind, index, created_at, room_id, key)
                            OVERRIDING SYSTEM VALUE VALUES (?, 1, 0, now(), ?, ?)
                            """, this.drawn, room, id);
                }
                this.drawn = this.own.queryForObject("SELECT nextval('roomkit.changes_id_seq')", Long.class);
            }
            this.appended.computeIfAbsent(room, unknown -> new ArrayList<>()).add(id);
        }

        private void bound(Runnable work) {
            TransactionSynchronizationManager.bindResource(
                    FeedModel.this.dataSource, new ConnectionHolder(this.connection));
            try {
                work.run();
            } finally {
                TransactionSynchronizationManager.unbindResource(FeedModel.this.dataSource);
            }
        }

        void end(boolean commits) throws SQLException {
            if (commits) {
                this.connection.commit();
                this.appended.forEach((room, ids) -> FeedModel.this
                        .committed
                        .computeIfAbsent(room, unknown -> new ArrayList<>())
                        .addAll(ids));
            } else {
                this.connection.rollback();
            }
            this.appended.clear();
            FeedModel.this.locked.values().removeIf(holder -> holder == this);
        }

        @Override
        public void close() throws SQLException {
            this.connection.rollback();
            this.connection.close();
        }
    }
}
