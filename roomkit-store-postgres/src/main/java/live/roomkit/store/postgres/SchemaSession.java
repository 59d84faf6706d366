package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Runs work on the store's tables on one connection, and restores the original state of the connection afterwards. */
enum SchemaSession {

    /**
     * Runs the work with auto-commit. Afterwards, restores the search path and the role of the session, because Flyway
     * may change them.
     */
    CHANGING {
        @Override
        <T> T run(Connection connection, Work<T> work) throws SQLException {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            JdbcTemplate jdbc = jdbc(connection);
            String searchPath = jdbc.queryForObject("SHOW search_path", String.class);
            String role = jdbc.queryForObject("SHOW role", String.class);
            try {
                return work.on(jdbc, connection);
            } finally {
                connection.setAutoCommit(true);
                jdbc.queryForObject("SELECT pg_catalog.set_config('search_path', ?, false)", String.class, searchPath);
                jdbc.queryForObject("SELECT pg_catalog.set_config('role', ?, false)", String.class, role);
                connection.setAutoCommit(autoCommit);
            }
        }
    },

    /**
     * Runs the work in one transaction that Flyway cannot end, and rolls this transaction back. The rollback also
     * undoes the changes that Flyway makes to session settings. Behind a pooler such as PgBouncer, another client may
     * use the same session next, and must not get changed settings.
     */
    READING {
        @Override
        <T> T run(Connection connection, Work<T> work) throws SQLException {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                Connection uncommitted = withoutCommit(connection);
                return work.on(jdbc(uncommitted), uncommitted);
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    };

    abstract <T> T run(Connection connection, Work<T> work) throws SQLException;

    private static JdbcTemplate jdbc(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    private static Connection withoutCommit(Connection connection) {
        return Proxies.intercepting(Connection.class, connection, (method, original) -> switch (method) {
            case "getAutoCommit" -> true;
            case "setAutoCommit", "commit", "rollback" -> null;
            default -> original.call();
        });
    }

    interface Work<T> {

        T on(JdbcTemplate jdbc, Connection connection);
    }
}
