package live.roomkit.store.postgres;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Switches the change feed on and off. The feed is on while the table {@code feed} has a row. Each time the feed is
 * switched on, a new epoch begins, and the store refuses the feed tokens of earlier epochs.
 *
 * <p>A database that was restored from a dump contains the {@code feed} row of the dumped database. The transaction ids
 * of the dumped database are not valid in the restored database. A {@code feed} row contains the id of the transaction
 * that created it. PostgreSQL itself records in the system column {@code xmin} which transaction inserted the row into
 * the present database. In a row that comes from a dump, these two ids differ. The next migration that switches the
 * feed on replaces such a row.
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

    /** Switches the feed on if it is off, or if the row of the table {@code feed} comes from a dump. */
    static void on(JdbcTemplate jdbc, SchemaName schema) {
        jdbc.update(schema.replace(FORGET_RESTORED));
        if (find(jdbc, schema) == null) {
            Long last = jdbc.queryForObject(schema.replace(LAST_ID), Long.class);
            jdbc.update(schema.replace(SWITCH_ON), newEpoch(), last);
        }
    }

    static void off(JdbcTemplate jdbc, SchemaName schema) {
        if (SchemaTables.read(jdbc, schema).columns().containsKey(TABLE)) {
            jdbc.update(schema.replace(SWITCH_OFF));
        }
    }

    /**
     * Checks that a store writes to the feed exactly when the feed is on in the database. Refuses every store when the
     * row of the table {@code feed} comes from a dump.
     *
     * @param on whether the store is configured to write changes to the feed
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

    /**
     * Returns {@code null} when the feed is off, {@code true} when it was switched on in this database, and
     * {@code false} when the row of the table {@code feed} comes from a dump.
     */
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
