package live.roomkit.boot.autoconfigure;

import java.time.Duration;
import live.roomkit.store.postgres.MigrationMode;
import live.roomkit.store.postgres.PostgresStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the conversation store.
 *
 * @param type Where conversations are kept.
 * @param url Database of the store, as jdbc:postgresql://host:port/database or
 *     postgresql://user:password@host:port/database. Gives the store a connection pool of its own. Without it the store
 *     uses the application's DataSource.
 * @param username Login user of the database, if the URL does not hold it.
 * @param password Login password of the database, if the URL does not hold it.
 * @param schema Schema that holds the tables of the store.
 * @param sslBundle Name of the SSL bundle to connect with. Applies to the store's own connection pool only. The server's
 *     host name is verified unless the URL sets another sslmode.
 * @param statementTimeout Time after which a statement is cancelled. Zero lets statements run for ever.
 * @param maxRecordSize Largest event or other record that is taken, as JSON.
 * @param maxPageSize Largest list that is returned, as JSON of its records.
 * @param pool Connection pool of the store, when it has one of its own.
 * @param migration What is done about the tables at start.
 * @param append How events are appended.
 * @param observation Metrics and traces of the store.
 */
@ConfigurationProperties("roomkit.store")
public record RoomKitStoreProperties(
        @DefaultValue("postgres") Type type,
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("roomkit") String schema,
        @Nullable String sslBundle,
        @DefaultValue("10s") Duration statementTimeout,
        @DefaultValue("8MB") DataSize maxRecordSize,
        @DefaultValue("64MB") DataSize maxPageSize,
        @DefaultValue Pool pool,
        @DefaultValue Migration migration,
        @DefaultValue Append append,
        @DefaultValue Observation observation) {

    private static final Duration LEAST_ACQUIRE_TIMEOUT = Duration.ofMillis(250);

    /** Refuses what cannot work, by the name of the property. */
    public RoomKitStoreProperties {
        if (url != null) {
            requireUrl("roomkit.store.", url);
        }
        requireValid("roomkit.store.", () -> PostgresStore.builder().schema(schema));
        require(
                statementTimeout.isZero() || statementTimeout.compareTo(Duration.ofSeconds(1)) >= 0,
                "roomkit.store.statement-timeout must be 0 or at least 1s");
        require(
                maxRecordSize.toBytes() >= 1 && maxRecordSize.toBytes() <= Integer.MAX_VALUE,
                "roomkit.store.max-record-size must be between 1B and 2047MB");
        require(
                maxPageSize.toBytes() >= 1 && maxPageSize.toBytes() <= Integer.MAX_VALUE,
                "roomkit.store.max-page-size must be between 1B and 2047MB");
    }

    /** Says nothing of the database and who logs in. */
    @Override
    public String toString() {
        return "RoomKitStoreProperties[type=" + this.type + ", schema=" + this.schema + ", statementTimeout="
                + this.statementTimeout + ", maxRecordSize=" + this.maxRecordSize + ", maxPageSize="
                + this.maxPageSize + ", pool=" + this.pool
                + ", migration="
                + this.migration + ", append=" + this.append + ", observation=" + this.observation + "]";
    }

    private static void requireUrl(String prefix, String url) {
        requireValid(prefix, () -> PostgresStore.builder().url(url));
    }

    private static void requireValid(String prefix, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException(prefix + ex.getMessage());
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Where conversations are kept. */
    public enum Type {

        /** In PostgreSQL. */
        POSTGRES,

        /** In memory, lost when the application ends. */
        MEMORY
    }

    /**
     * The connection pool of the store, when it has one of its own.
     *
     * @param minSize Connections kept ready, at most as many as the pool may hold.
     * @param maxSize Connections there may be.
     * @param acquireTimeout How long a call waits for a connection before it fails, at least 250ms.
     */
    public record Pool(
            @DefaultValue("2") int minSize,
            @DefaultValue("10") int maxSize,
            @DefaultValue("5s") Duration acquireTimeout) {

        /** Refuses what cannot work, by the name of the property. */
        public Pool {
            require(minSize >= 0, "roomkit.store.pool.min-size must not be negative");
            require(maxSize >= 1, "roomkit.store.pool.max-size must be at least 1");
            require(
                    acquireTimeout.compareTo(LEAST_ACQUIRE_TIMEOUT) >= 0,
                    "roomkit.store.pool.acquire-timeout must be at least 250ms");
        }
    }

    /**
     * What is done about the tables at start.
     *
     * @param mode Whether the tables are created and updated, only checked, or left alone.
     * @param url Another way to the same database for the migration, such as past a connection pooler. By default that of
     *     the store.
     * @param username User that creates and updates the tables, if not the one that uses them; the latter is then granted
     *     the right to read and write them.
     * @param password Password of the user that creates and updates the tables.
     */
    public record Migration(
            @DefaultValue("migrate") MigrationMode mode,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password) {

        /** Refuses what cannot work, by the name of the property. */
        public Migration {
            if (url != null) {
                requireUrl("roomkit.store.migration.", url);
            }
        }

        /** Whether migrating takes another connection than the store's. */
        boolean isApart() {
            return this.url != null || this.username != null;
        }

        /** Says nothing of the database and who logs in. */
        @Override
        public String toString() {
            return "Migration[mode=" + this.mode + "]";
        }
    }

    /**
     * How events are appended.
     *
     * @param combining Whether concurrent appends to one room share commits, where each would else wait for the others'
     *     commits first.
     */
    public record Append(@DefaultValue("true") boolean combining) {}

    /**
     * Metrics and traces of the store.
     *
     * @param enabled Whether every operation of the store is observed: a timer, and a span where tracing is on.
     */
    public record Observation(@DefaultValue("true") boolean enabled) {}
}
