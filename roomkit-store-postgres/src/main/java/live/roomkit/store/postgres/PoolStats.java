package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The figures of a connection pool at one moment.
 *
 * @param size connections there are
 * @param idle connections that wait for work
 * @param active connections at work
 * @param waiting threads that wait for a connection
 * @param minimum connections kept ready
 * @param maximum connections there may be
 */
public record PoolStats(int size, int idle, int active, int waiting, int minimum, int maximum) {

    /** The figures of a DataSource; empty when it is no HikariCP pool, or has not begun to work. */
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
