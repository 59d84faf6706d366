package live.roomkit.store.postgres;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads and sets the switch of the change feed, which is the row of the table {@code feed}. Each time that the feed is switched
 * on begins an epoch, and the tokens of other epochs are refused.
 *
 * <p>A database that was restored from a dump holds the switch of the database that was dumped, whose transaction ids mean
 * nothing here. The row shows that: the transaction that inserted it is not the one that it names. Migrating replaces it.
 */
final class FeedSwitch {

    private static final String TABLE = "feed";

    private static final String IS_OF_THIS_DATABASE = "CAST(CAST(f.xmin AS text) AS bigint)"
            + " = pg_catalog.mod(CAST(CAST(f.born AS text) AS bigint), CAST(4294967296 AS bigint))";

    private static final String FIND = "SELECT " + IS_OF_THIS_DATABASE + " FROM roomkit.feed AS f";

    private static final String SWITCH_ON = """
            INSERT INTO roomkit.feed AS f (id, epoch, first_id)
            VALUES (1, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String LAST_ID = "SELECT COALESCE(pg_catalog.max(c.id), 0) FROM roomkit.changes AS c";

    private static final String FORGET_RESTORED = "DELETE FROM roomkit.feed AS f WHERE NOT " + IS_OF_THIS_DATABASE;

    private static final String SWITCH_OFF = "DELETE FROM roomkit.feed AS f";

    private FeedSwitch() {}

    /** Switches the feed on where it is off, and begins another epoch in a database that was restored from a dump. */
    static void on(JdbcTemplate jdbc, SchemaName schema) {
        jdbc.update(schema.replace(FORGET_RESTORED));
        if (find(jdbc, schema) == null) {
            Long last = jdbc.queryForObject(schema.replace(LAST_ID), Long.class);
            jdbc.update(schema.replace(SWITCH_ON), newEpoch(), last);
        }
    }

    /** Switches the feed off where it is on. */
    static void off(JdbcTemplate jdbc, SchemaName schema) {
        if (SchemaTables.read(jdbc, schema).columns().containsKey(TABLE)) {
            jdbc.update(schema.replace(SWITCH_OFF));
        }
    }

    /**
     * Refuses a store whose setting differs from the switch.
     *
     * @param on whether the store writes changes
     * @throws StoreException when the feed is on and the store would not write to it, or the other way round
     */
    static void require(boolean on, SchemaTables tables, JdbcTemplate jdbc, SchemaName schema) {
        Boolean found = tables.columns().containsKey(TABLE) ? find(jdbc, schema) : null;
        if (!on && found != null) {
            throw OpeningProblem.FEED_ON.exception(schema);
        }
        if (on && !Boolean.TRUE.equals(found)) {
            throw OpeningProblem.FEED_OFF.exception(schema);
        }
    }

    /** Returns whether the switch was set in this database, or {@code null} when the feed is off. */
    private static @Nullable Boolean find(JdbcTemplate jdbc, SchemaName schema) {
        return jdbc.queryForList(schema.replace(FIND), Boolean.class).stream()
                .findFirst()
                .orElse(null);
    }

    private static String newEpoch() {
        UUID random = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .putLong(random.getMostSignificantBits() ^ random.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
