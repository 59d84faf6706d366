package live.roomkit.store.postgres;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Executes statements. Fails when a statement was committed but a synchronous standby did not confirm it. */
final class StoreJdbcTemplate extends JdbcTemplate {

    StoreJdbcTemplate(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void handleWarnings(Statement statement) throws SQLException {
        if (PostgresErrors.isUnconfirmed(statement.getWarnings())) {
            throw PostgresErrors.unconfirmed();
        }
    }
}
