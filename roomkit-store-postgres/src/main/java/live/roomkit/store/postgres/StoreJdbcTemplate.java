package live.roomkit.store.postgres;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Executes SQL statements. Throws an exception when a statement was committed but a synchronous standby did not confirm
 * the commit.
 */
final class StoreJdbcTemplate extends JdbcTemplate {

    StoreJdbcTemplate(DataSource dataSource) {
        super(dataSource);
    }

    /** Creates a template whose statements run for at most the given time, or without a limit when that time is zero. */
    StoreJdbcTemplate(DataSource dataSource, Duration statementTimeout) {
        super(dataSource);
        setQueryTimeout((int) statementTimeout.toSeconds());
    }

    @Override
    protected void handleWarnings(Statement statement) throws SQLException {
        if (PostgresErrors.isUnconfirmed(statement.getWarnings())) {
            throw PostgresErrors.unconfirmed();
        }
    }
}
