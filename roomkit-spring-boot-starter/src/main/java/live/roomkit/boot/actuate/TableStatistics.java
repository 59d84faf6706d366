package live.roomkit.boot.actuate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * PostgreSQL's statistics of one table of the store. The numbers of rows are estimates; the sizes are exact.
 *
 * @param table the name of the table
 * @param rows the estimated number of rows
 * @param deadRows the estimated number of dead rows, which vacuum will remove
 * @param tableBytes the size of the table without indexes, in bytes
 * @param indexBytes the size of the indexes, in bytes
 * @param updates the number of updates since the statistics were last reset
 * @param hotUpdateRatio the proportion of HOT updates among all updates, from 0 to 1, or {@code null} when there were
 *     no updates
 */
public record TableStatistics(
        String table,
        long rows,
        long deadRows,
        long tableBytes,
        long indexBytes,
        long updates,
        @Nullable Double hotUpdateRatio) {

    private static final String SELECT = """
            SELECT t.relname, t.n_live_tup, t.n_dead_tup, pg_catalog.pg_table_size(t.relid),
                   pg_catalog.pg_indexes_size(t.relid), t.n_tup_upd, t.n_tup_hot_upd
            FROM pg_catalog.pg_stat_user_tables t
            WHERE t.schemaname = ? AND t.relname IN ('rooms', 'events', 'bindings', 'participants', 'identities',
                  'identity_addresses', 'tasks', 'observations', 'read_markers', 'schema_version')
            ORDER BY t.relname
            """;

    static List<TableStatistics> of(String schema, JdbcTemplate jdbc) {
        return jdbc.query(SELECT, (row, number) -> read(row), schema);
    }

    private static TableStatistics read(ResultSet row) throws SQLException {
        long updates = row.getLong(6);
        return new TableStatistics(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                updates,
                (updates > 0) ? (double) row.getLong(7) / updates : null);
    }
}
