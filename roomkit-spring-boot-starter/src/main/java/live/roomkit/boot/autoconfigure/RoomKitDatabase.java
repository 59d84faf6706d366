package live.roomkit.boot.autoconfigure;

import javax.sql.DataSource;
import live.roomkit.store.postgres.internal.ConnectionUrl.Address;
import org.jspecify.annotations.Nullable;

/**
 * The database of the auto-configured store: its {@code DataSource}, which may be a pool of the store's own, a marked
 * DataSource of the application or simply the application's, and the schema that holds the tables.
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

    /** Returns the {@code DataSource} that the store gets its connections from. */
    public DataSource getDataSource() {
        return this.dataSource;
    }

    /** Returns the schema that holds the tables of the store. */
    public String getSchema() {
        return this.schema;
    }

    /** Tells whether the store joins the transactions that the application opens on its primary {@code DataSource}. */
    public boolean isJoiningTransactions() {
        return this.joinsTransactions;
    }

    Origin origin() {
        return this.origin;
    }

    /** Returns hosts and database, or {@code null} when they cannot be told without connecting. */
    @Nullable
    Address address() {
        return this.address;
    }

    /** The origin of a store's {@code DataSource}. */
    enum Origin {

        /** {@code roomkit.store.url}. */
        STORE_URL("the store's own connection pool", "roomkit.store."),

        /** A bean of type {@link RoomKitConnectionDetails}. */
        CONNECTION_DETAILS("the store's own connection pool", null),

        /** A bean marked {@link RoomKitDataSource}. */
        MARKED("the DataSource marked @RoomKitDataSource", null),

        /** The application's DataSource, which Spring Boot made from {@code spring.datasource.url}. */
        APPLICATION_URL("the application's DataSource", "spring.datasource."),

        /** The application's DataSource, whoever made it. */
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

        /** Returns the names of the settings to look at, as part of a sentence. */
        String settings(String... names) {
            if (this.prefix == null) {
                String what = (this == CONNECTION_DETAILS) ? "the RoomKitConnectionDetails bean" : this.description;
                return String.join(" and ", names) + " of " + what;
            }
            return this.prefix + String.join(" and " + this.prefix, names);
        }
    }
}
