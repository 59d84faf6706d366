package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Statistics of a connection pool at one point in time.
 *
 * @param size number of open connections
 * @param idle number of idle connections
 * @param active number of connections in use
 * @param waiting number of threads that wait for a connection
 * @param minimum minimum number of idle connections
 * @param maximum maximum number of connections
 */
public record PoolStats(int size, int idle, int active, int waiting, int minimum, int maximum) {

    /**
     * Returns the statistics of a DataSource. Returns empty when the DataSource is not a HikariCP pool, or when the
     * pool has not been used yet.
     */
    public static Optional<PoolStats> of(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class)
                    ? of(dataSource.unwrap(HikariDataSource.class))
                    : Optional.empty();
        } catch (SQLException ex) {
            return Optional.empty();
        }
    }

    private static Optional<PoolStats> of(HikariDataSource pool) {
        HikariPoolMXBean figures = pool.getHikariPoolMXBean();
        return (figures == null)
                ? Optional.empty()
                : Optional.of(new PoolStats(
                        figures.getTotalConnections(),
                        figures.getIdleConnections(),
                        figures.getActiveConnections(),
                        figures.getThreadsAwaitingConnection(),
                        pool.getMinimumIdle(),
                        pool.getMaximumPoolSize()));
    }
}
