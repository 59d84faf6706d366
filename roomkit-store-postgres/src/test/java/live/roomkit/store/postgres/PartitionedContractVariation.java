package live.roomkit.store.postgres;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.springframework.jdbc.core.JdbcTemplate;

/** With the table of events in hash partitions by room. Runs when it is named: {@code -Dtest='*ContractVariation'}. */
class PartitionedContractVariation extends PostgresContract {

    private static final int PARTITIONS = 16;

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> {
        PostgresStore store = database.open();
        partition(database.jdbc());
        return store;
    });

    PartitionedContractVariation() {
        super(STORE);
    }

    /** Replaces the empty table by a partitioned one with the same columns, defaults and indexes. */
    private static void partition(JdbcTemplate jdbc) {
        boolean done = Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT relkind = 'p' FROM pg_class WHERE oid = 'roomkit.events'::regclass", Boolean.class));
        if (done) {
            return;
        }
        jdbc.execute("ALTER TABLE roomkit.events RENAME TO plain_events");
        jdbc.execute(
                "CREATE TABLE roomkit.events (LIKE roomkit.plain_events INCLUDING ALL) PARTITION BY HASH (room_id)");
        IntStream.range(0, PARTITIONS)
                .forEach(i -> jdbc.execute(
                        "CREATE TABLE roomkit.events_" + i + " PARTITION OF roomkit.events FOR VALUES WITH (MODULUS "
                                + PARTITIONS + ", REMAINDER " + i + ")"));
        jdbc.execute("ALTER TABLE roomkit.events ADD FOREIGN KEY (room_id) REFERENCES roomkit.rooms ON DELETE CASCADE");
        jdbc.execute("DROP TABLE roomkit.plain_events");
    }
}
