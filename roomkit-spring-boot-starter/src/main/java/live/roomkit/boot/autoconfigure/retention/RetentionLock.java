package live.roomkit.boot.autoconfigure.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets one node sweep at a time, by an advisory lock of a transaction that stays open beside the sweep. So it is safe behind a
 * pooler, and the server releases it when the node dies. The transaction reads nothing, so it does not hold back VACUUM. A server
 * that ends idle transactions lets another node sweep meanwhile, which is harmless.
 */
final class RetentionLock {

    private static final String LOCK =
            "SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended(CAST(? AS text), 0))";

    private final @Nullable DataSource dataSource;

    private final String name;

    /**
     * Creates a lock.
     *
     * @param dataSource the connections of the store, or {@code null} for a store that no other node shares
     */
    RetentionLock(@Nullable DataSource dataSource, String schema) {
        this.dataSource = dataSource;
        this.name = "roomkit.retention." + schema;
    }

    /** Runs the work unless another node does. Returns whether it ran. */
    boolean runAlone(Runnable work) throws SQLException {
        if (this.dataSource == null) {
            work.run();
            return true;
        }
        try (Connection connection = this.dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                boolean locked = lock(connection);
                if (locked) {
                    work.run();
                }
                return locked;
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    private boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, this.name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
