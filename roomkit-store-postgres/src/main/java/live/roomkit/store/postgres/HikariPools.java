package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.ProxyConnection;
import java.sql.Connection;
import java.time.Duration;
import live.roomkit.store.postgres.internal.ConnectionUrl;

/** Opens and empties the store's own connection pool. */
final class HikariPools {

    private HikariPools() {}

    /** Opens a pool that makes connections on demand and does not wait for the first one. */
    static HikariDataSource open(
            ConnectionUrl url, int minimum, int maximum, Duration acquireTimeout, Duration statementTimeout) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("roomkit");
        config.setDataSource(url.dataSource(acquireTimeout, statementTimeout));
        config.setMinimumIdle(minimum);
        config.setMaximumPoolSize(maximum);
        config.setConnectionTimeout(acquireTimeout.toMillis());
        config.setValidationTimeout(Math.max(250, Math.min(acquireTimeout.toMillis() / 2, 5_000)));
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Takes a connection out of the pool, unless the connection was wrapped on its way to the store. */
    static void evict(HikariDataSource pool, Connection connection) {
        if (connection instanceof ProxyConnection) {
            pool.evictConnection(connection);
        }
    }

    /** Takes all connections out of the pool. A connection in use leaves the pool when it is given back. */
    static void evictAll(HikariDataSource pool) {
        HikariPoolMXBean figures = pool.getHikariPoolMXBean();
        if (figures != null) {
            figures.softEvictConnections();
        }
    }

    /** Tells whether the threads that wait for a connection outnumber the pool's maximum. */
    static boolean isOverrun(HikariDataSource pool) {
        HikariPoolMXBean figures = pool.getHikariPoolMXBean();
        return figures != null && figures.getThreadsAwaitingConnection() > pool.getMaximumPoolSize();
    }
}
