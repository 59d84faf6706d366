package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.ProxyConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import org.postgresql.util.PSQLException;

/** Opens the store's own connection pool and removes connections from it. */
final class HikariPools {

    private HikariPools() {}

    /** Opens a pool without waiting for its first connection. */
    static HikariDataSource open(
            ConnectionUrl url,
            int minimum,
            int maximum,
            Duration acquireTimeout,
            Duration statementTimeout,
            Distribution distribution) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("roomkit");
        config.setDataSource(url.dataSource(acquireTimeout, statementTimeout));
        config.setMinimumIdle(minimum);
        config.setMaximumPoolSize(maximum);
        config.setConnectionTimeout(acquireTimeout.toMillis());
        config.setValidationTimeout(Math.max(250, Math.min(acquireTimeout.toMillis() / 2, 5_000)));
        config.setInitializationFailTimeout(-1);
        if (distribution == Distribution.CITUS) {
            config.setExceptionOverride(new LostNodes());
        }
        return new HikariDataSource(config);
    }

    /**
     * Removes a connection from the pool. Does nothing when another library has wrapped the connection, because the
     * pool does not recognize the wrapper.
     */
    static void evict(HikariDataSource pool, Connection connection) {
        if (connection instanceof ProxyConnection) {
            pool.evictConnection(connection);
        }
    }

    /** Removes all connections from the pool. A connection in use is removed when it is returned to the pool. */
    static void evictAll(HikariDataSource pool) {
        HikariPoolMXBean figures = pool.getHikariPoolMXBean();
        if (figures != null) {
            figures.softEvictConnections();
        }
    }

    /**
     * Keeps a connection in the pool when its server reports that another node of a Citus cluster cannot be reached.
     * HikariCP by default removes a connection after an exception with any SQLSTATE of class 08. Without this class,
     * the loss of one node would make the pool remove connections to nodes that still work.
     */
    private static final class LostNodes implements SQLExceptionOverride {

        private static final Pattern NODE_LOST = Pattern.compile("08(?!P01)...");

        @java.lang.Override
        public Override adjudicate(SQLException ex) {
            return isReported(ex) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
        }

        private static boolean isReported(SQLException ex) {
            return ex instanceof PSQLException reported
                    && reported.getServerErrorMessage() != null
                    && NODE_LOST.matcher(String.valueOf(ex.getSQLState())).matches();
        }
    }

    /** Tells whether the number of threads that wait for a connection is greater than the maximum size of the pool. */
    static boolean isOverrun(HikariDataSource pool) {
        HikariPoolMXBean figures = pool.getHikariPoolMXBean();
        return figures != null && figures.getThreadsAwaitingConnection() > pool.getMaximumPoolSize();
    }
}
