package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Distributes the tables over the nodes of Citus: the table {@code rooms} by the column {@code id}, and each table with
 * a column {@code room_id} by this column. So everything that belongs to a room is on one node.
 *
 * <p>While {@code rooms} is distributed and another table is not, the foreign key from the other table to {@code rooms}
 * has no effect. Deleting a room would then leave rows of the room in the other table. After a migration has created
 * tables, {@link #distribute} therefore distributes all of them in one transaction. This transaction drops the foreign
 * keys of the tables, distributes the tables, and creates the foreign keys again.
 */
final class CitusTables {

    private static final String IS_INSTALLED =
            "SELECT pg_catalog.to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL";

    private static final String IS_DISTRIBUTED = """
            SELECT EXISTS (
                SELECT 1 FROM pg_catalog.pg_dist_partition AS p
                WHERE CAST(p.logicalrelid AS oid) = CAST(pg_catalog.to_regclass(?) AS oid))
            """;

    /**
     * Finds the tables of the store that are not distributed yet: first the table {@code rooms}, then the tables with a
     * column {@code room_id}.
     */
    private static final String UNDISTRIBUTED = """
            SELECT CAST(c.relname AS text)
            FROM pg_catalog.pg_class AS c
                JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname = CAST(? AS name) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND CAST(c.relname AS text) = ANY (CAST(? AS text[]))
                AND (c.relname = 'rooms' OR EXISTS (
                    SELECT 1 FROM pg_catalog.pg_attribute AS a
                    WHERE a.attrelid = c.oid AND a.attname = 'room_id' AND NOT a.attisdropped))
                AND NOT EXISTS (
                    SELECT 1 FROM pg_catalog.pg_dist_partition AS p
                    WHERE CAST(p.logicalrelid AS oid) = c.oid AND p.partmethod = 'h')
            ORDER BY c.relname <> 'rooms', c.relname
            """;

    private static final String FOREIGN_KEYS = """
            SELECT CAST(k.conname AS text), pg_catalog.pg_get_constraintdef(k.oid)
            FROM pg_catalog.pg_constraint AS k
            WHERE k.conrelid = pg_catalog.to_regclass(?) AND k.contype = 'f' AND k.conparentid = 0
            ORDER BY k.conname
            """;

    private static final String DISTRIBUTE = "SELECT pg_catalog.create_distributed_table(CAST(? AS regclass), ?%s)";

    private static final String COLOCATED = ", colocate_with => ?";

    private static final String FREE_LOCAL = """
            SELECT pg_catalog.truncate_local_data_after_distributing_table(CAST(? AS regclass))""";

    private final JdbcTemplate jdbc;

    private final SchemaName schema;

    private final String[] tables;

    /** Creates an instance for the tables that the given scripts create. */
    CitusTables(JdbcTemplate jdbc, SchemaName schema, MigrationScripts scripts) {
        this.jdbc = jdbc;
        this.schema = schema;
        this.tables = scripts.columns().keySet().toArray(String[]::new);
    }

    /**
     * Distributes the tables that are not distributed yet. The user of the database connection must have the rights of
     * the tables' owner.
     *
     * @param lock the statement that takes a lock, so that application nodes that start at the same time take turns
     */
    void distribute(String lock) {
        requireInstalled();
        if (undistributed().isEmpty()) {
            return;
        }
        DataSource dataSource = Objects.requireNonNull(this.jdbc.getDataSource());
        new TransactionTemplate(new JdbcTransactionManager(dataSource))
                .executeWithoutResult(status -> distributeInTurn(lock));
        this.jdbc.query(FREE_LOCAL, row -> {}, quoted("rooms"));
    }

    void requireDistributed() {
        requireInstalled();
        List<String> tables = undistributed();
        if (!tables.isEmpty()) {
            throw OpeningProblem.NOT_DISTRIBUTED.exception(this.schema, String.join(", ", tables));
        }
    }

    /**
     * Returns the names of the store's tables with a column {@code room_id} that are still on the coordinator although
     * the table {@code rooms} is distributed.
     */
    List<String> leftBehind() {
        if (!isInstalled()) {
            return List.of();
        }
        List<String> tables = undistributed();
        return tables.contains("rooms") ? List.of() : tables;
    }

    boolean isDistributed() {
        return isInstalled()
                && Boolean.TRUE.equals(this.jdbc.queryForObject(IS_DISTRIBUTED, Boolean.class, quoted("rooms")));
    }

    private boolean isInstalled() {
        return Boolean.TRUE.equals(this.jdbc.queryForObject(IS_INSTALLED, Boolean.class));
    }

    private void requireInstalled() {
        if (!isInstalled()) {
            throw OpeningProblem.NO_CITUS.exception();
        }
    }

    private void distributeInTurn(String lock) {
        this.jdbc.execute(lock);
        List<String> tables = undistributed();
        this.jdbc.execute("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'");
        List<String> restore = new ArrayList<>();
        for (String table : tables) {
            this.jdbc.query(
                    FOREIGN_KEYS,
                    row -> {
                        String name = "\"" + row.getString(1) + "\"";
                        restore.add(
                                "ALTER TABLE " + quoted(table) + " ADD CONSTRAINT " + name + " " + row.getString(2));
                        this.jdbc.execute("ALTER TABLE " + quoted(table) + " DROP CONSTRAINT " + name);
                    },
                    quoted(table));
        }
        for (String table : tables) {
            if (table.equals("rooms")) {
                this.jdbc.query(DISTRIBUTE.formatted(""), row -> {}, quoted(table), "id");
            } else {
                this.jdbc.query(DISTRIBUTE.formatted(COLOCATED), row -> {}, quoted(table), "room_id", quoted("rooms"));
            }
        }
        restore.forEach(this.jdbc::execute);
    }

    private List<String> undistributed() {
        return this.jdbc.queryForList(UNDISTRIBUTED, String.class, this.schema.toString(), this.tables);
    }

    private String quoted(String table) {
        return "\"" + this.schema + "\"." + table;
    }
}
