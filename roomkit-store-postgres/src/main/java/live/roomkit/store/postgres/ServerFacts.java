package live.roomkit.store.postgres;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Contains properties of the server, the database and the session, which are read in one round trip.
 *
 * @param version the version of the server, such as 170011
 * @param defaultIsolation the default isolation level of transactions, in lower case
 */
record ServerFacts(int version, String encoding, String defaultIsolation, String searchPath, String user) {

    private static final int OLDEST_SERVER = 14;

    private static final Pattern CATALOG_LATER = Pattern.compile(".*,\\s*\"?pg_catalog\"?\\s*(?:,.*)?");

    private static final Pattern CATALOG_FIRST = Pattern.compile("\\s*\"?pg_catalog\"?\\s*(?:,.*)?");

    private static final Set<String> LENIENT = Set.of("read committed", "read uncommitted");

    private static final String QUERY = """
            SELECT CAST(pg_catalog.current_setting('server_version_num') AS integer),
                   pg_catalog.current_setting('server_encoding'),
                   pg_catalog.current_setting('default_transaction_isolation'),
                   pg_catalog.current_setting('search_path'),
                   CAST(current_user AS text)
            """;

    /**
     * Throws an exception when the server is not PostgreSQL, or is older than PostgreSQL {@value #OLDEST_SERVER}. Sends
     * no statement to the server.
     */
    static void requireSupported(DatabaseMetaData server) throws SQLException {
        String product = server.getDatabaseProductName();
        int version = server.getDatabaseMajorVersion();
        if (!"PostgreSQL".equals(product)) {
            throw new UnsupportedServerException("The server is " + product + " " + version
                    + ", which is not PostgreSQL; RoomKit needs PostgreSQL " + OLDEST_SERVER
                    + " or later: give it one, or keep conversations in memory by new InMemoryStore()");
        }
        if (version < OLDEST_SERVER) {
            throw new UnsupportedServerException("The server is PostgreSQL " + version + "; RoomKit needs PostgreSQL "
                    + OLDEST_SERVER + " or later");
        }
    }

    static ServerFacts read(JdbcTemplate jdbc) {
        return jdbc.query(QUERY, rows -> {
            rows.next();
            return new ServerFacts(
                    rows.getInt(1),
                    rows.getString(2),
                    rows.getString(3).toLowerCase(Locale.ROOT),
                    rows.getString(4),
                    rows.getString(5));
        });
    }

    /**
     * Throws an exception when the database encoding is not UTF8, or when {@code search_path} lists another schema
     * before {@code pg_catalog}. PostgreSQL could then call functions of this schema instead of functions of
     * {@code pg_catalog} with the same names.
     */
    ServerFacts requireUsable() {
        if (!this.encoding.equals("UTF8")) {
            throw OpeningProblem.ENCODING.exception(this.encoding);
        }
        if (CATALOG_LATER.matcher(this.searchPath).matches()
                && !CATALOG_FIRST.matcher(this.searchPath).matches()) {
            throw OpeningProblem.SEARCH_PATH.exception(this.searchPath);
        }
        return this;
    }

    boolean isStricterThanReadCommitted() {
        return !LENIENT.contains(this.defaultIsolation);
    }

    void warnOfStricterIsolation(Logger logger) {
        if (isStricterThanReadCommitted()) {
            logger.warn(
                    "Transactions on the database of the store are {} by default, which is stricter than READ COMMITTED:"
                            + " a write of the store takes up to two more round trips, and fails more often with"
                            + " SQLSTATE 40001 in a transaction of the application. Set default_transaction_isolation to"
                            + " 'read committed' for the role, the database or the pool",
                    this.defaultIsolation.toUpperCase(Locale.ROOT));
        }
    }
}
