package live.roomkit.boot.autoconfigure;

import javax.sql.DataSource;
import live.roomkit.store.postgres.internal.ConnectionUrl.Address;
import org.jspecify.annotations.Nullable;

/**
 * Describes the database of the auto-configured store: the schema that holds the tables, and a {@code DataSource}. The
 * DataSource is a pool of the store's own, a marked DataSource of the application, or the application's only or primary
 * one.
 *
 * <p>Safe for use by many threads.
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

    /** Returns hosts and database, or {@code null} when only a connection could tell them. */
    @Nullable
    Address address() {
        return this.address;
    }

    /** Names the origin of a store's {@code DataSource}. */
    enum Origin {

        /** The store's own pool, on the database of {@code roomkit.store.url}. */
        STORE_URL("the store's own connection pool", "roomkit.store."),

        /** The store's own pool, on the database of a {@link RoomKitConnectionDetails} bean. */
        CONNECTION_DETAILS("the store's own connection pool", null),

        /** A bean marked {@link RoomKitDataSource}. */
        MARKED("the DataSource marked @RoomKitDataSource", null),

        /** The application's DataSource, made by Spring Boot from {@code spring.datasource.url}. */
        APPLICATION_URL("the application's DataSource", "spring.datasource."),

        /** The application's DataSource, of any other origin. */
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
