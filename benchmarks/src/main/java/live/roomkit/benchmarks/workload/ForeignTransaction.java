package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import live.roomkit.benchmarks.measure.Server;

/**
 * Simulates another program, which has written something in a transaction and keeps the transaction open until this
 * object is closed.
 */
final class ForeignTransaction implements AutoCloseable {

    private final HikariDataSource pool;

    private final Connection connection;

    ForeignTransaction(Server server) throws SQLException {
        this.pool = server.openPool(1);
        this.connection = this.pool.getConnection();
        this.connection.setAutoCommit(false);
        try (Statement statement = this.connection.createStatement()) {
            statement.execute(server.sql("CREATE TABLE roomkit.foreign_notes (id bigint)"));
        }
    }

    @Override
    public void close() throws SQLException {
        try (this.pool) {
            this.connection.rollback();
            this.connection.close();
        }
    }
}
