package live.roomkit.boot.autoconfigure;

import javax.sql.DataSource;
import live.roomkit.store.postgres.internal.ConnectionUrl.Address;
import org.jspecify.annotations.Nullable;

/**
 * Database of the auto-configured store: a {@code DataSource} and the schema that contains the tables. The DataSource
 * is the store's own pool, the DataSource with the qualifier {@link RoomKitDataSource}, or the application's only or
 * primary DataSource.
 *
 * <p>This class is safe for use by many threads.
 */
public final class RoomKitDatabase {

    private final DataSource dataSource;

    private final String schema;

    private final Origin origin;

    private final boolean joinsTransactions;

    private final @Nullable Address address;

    RoomKitDatabase(
            DataSource dataSource, String schema, Origin origin, boolean joinsTransactions, @Nullable Address address) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.origin = origin;
        this.joinsTransactions = joinsTransactions;
        this.address = address;
    }

    /** Returns the {@code DataSource} from which the store takes its connections. */
    public DataSource getDataSource() {
        return this.dataSource;
    }

    /** Returns the schema that contains the tables of the store. */
    public String getSchema() {
        return this.schema;
    }

    /** Tells whether the store joins the transactions of the application's only or primary {@code DataSource}. */
    public boolean isJoiningTransactions() {
        return this.joinsTransactions;
    }

    Origin origin() {
        return this.origin;
    }

    /**
     * Returns the hosts and the name of the database, or {@code null} when no PostgreSQL URL of the DataSource is
     * known.
     */
    @Nullable
    Address address() {
        return this.address;
    }

    /** Origin of the store's {@code DataSource}. */
    enum Origin {

        /** The store's own pool, configured by {@code roomkit.store.url}. */
        STORE_URL("the store's own connection pool", "roomkit.store."),

        /** The store's own pool, configured by a {@link RoomKitConnectionDetails} bean. */
        CONNECTION_DETAILS("the store's own connection pool", null),

        /** A DataSource bean with the qualifier {@link RoomKitDataSource}. */
        MARKED("the DataSource marked @RoomKitDataSource", null),

        /** The application's DataSource, created by Spring Boot from {@code spring.datasource.url}. */
        APPLICATION_URL("the application's DataSource", "spring.datasource."),

        /** The application's DataSource, when Spring Boot did not create it from {@code spring.datasource.url}. */
        APPLICATION("the application's DataSource", null);

        private final String description;

        private final @Nullable String prefix;

        Origin(String description, @Nullable String prefix) {
            this.description = description;
            this.prefix = prefix;
        }

        String description() {
            return this.description;
        }

        /**
         * Returns a text that names settings of the DataSource in an error message. When properties configure the
         * DataSource, the text consists of complete property names such as {@code spring.datasource.url}. When no
         * properties configure the DataSource, the text is, for example,
         * {@code url of the RoomKitConnectionDetails bean}.
         *
         * @param names the short names of the settings, such as {@code url}
         */
        String settings(String... names) {
            if (this.prefix == null) {
                String what = (this == CONNECTION_DETAILS) ? "the RoomKitConnectionDetails bean" : this.description;
                return String.join(" and ", names) + " of " + what;
            }
            return this.prefix + String.join(" and " + this.prefix, names);
        }
    }
}
