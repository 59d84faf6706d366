package live.roomkit.boot.actuate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Queries the version and the state of a store's database. Fails after a few seconds when the server does not respond.
 */
final class StoreProbe {

    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(5);

    private static final String SERVER = """
            SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_database(),
                   pg_catalog.current_setting('transaction_read_only')::boolean,
                   pg_catalog.to_regclass(?) IS NOT NULL,
                   4 = (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = CAST(pg_catalog.to_regclass(?) AS oid) AND NOT a.attisdropped
                          AND a.attname IN ('installed_rank', 'version', 'type', 'success'))
            """;

    private static final String VERSION = """
            SELECT version FROM "%s".schema_version
            WHERE success AND pg_catalog.length(CAST(version AS text)) < 4 AND CAST(type AS text) <> 'BASELINE'
            ORDER BY installed_rank DESC LIMIT 1
            """;

    private final DataSource dataSource;

    private final String schema;

    StoreProbe(DataSource dataSource, String schema) {
        this.dataSource = dataSource;
        this.schema = schema;
    }

    Answer ask() throws SQLException {
        try (Connection connection = this.dataSource.getConnection()) {
            int timeout = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
            try {
                return ask(connection);
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, timeout);
                }
            }
        }
    }

    private Answer ask(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SERVER)) {
            statement.setString(1, '"' + this.schema + "\".rooms");
            statement.setString(2, '"' + this.schema + "\".schema_version");
            Answer answer = answer(connection, statement);
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return answer;
        }
    }

    private Answer answer(Connection connection, PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return new Answer(
                    row.getString(1).split(" ", 2)[0],
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getBoolean(5) ? schemaVersion(connection) : null);
        }
    }

    private @Nullable String schemaVersion(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSION.formatted(this.schema));
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /**
     * Version and state of a server and its database.
     *
     * @param version the version of the server, such as {@code 17.2}
     * @param readOnly whether the server refuses writes, as a standby does
     * @param tables whether the store's tables exist
     * @param schemaVersion the version of the tables that every store has, or {@code null} when the schema has no
     *     history of the store's migrations. Optional tables, such as those of the change feed, do not affect this
     *     version
     */
    record Answer(
            String version,
            String database,
            boolean readOnly,
            boolean tables,
            @Nullable String schemaVersion) {}
}
