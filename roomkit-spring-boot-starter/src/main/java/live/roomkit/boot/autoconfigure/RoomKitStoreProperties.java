package live.roomkit.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;
import live.roomkit.store.postgres.Distribution;
import live.roomkit.store.postgres.MigrationMode;
import live.roomkit.store.postgres.PostgresStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the conversation store.
 *
 * @param type Storage of conversations: a PostgreSQL database or the memory of the application.
 * @param url URL of the store's database, as jdbc:postgresql://host:port/database or
 *     postgresql://user:password@host:port/database. With this URL, the store creates its own connection pool. Without
 *     a URL, the store uses the application's DataSource.
 * @param username Username for the store's database. Takes precedence over a username in the URL.
 * @param password Password for the store's database. Takes precedence over a password in the URL.
 * @param schema Schema that contains the tables of the store.
 * @param sslBundle SSL bundle for the connections of the store's own connection pool. The host name of the server is
 *     verified, unless the URL sets an sslmode other than verify-full.
 * @param readOnly Whether the store is read-only, for example to read from a standby. A read-only store refuses all
 *     writes and does not migrate.
 * @param distribution Distribution of the tables over servers. With citus, migrations distribute the table of rooms and
 *     the tables of the rooms' records over the nodes of Citus.
 * @param statementTimeout Time after which a statement is cancelled, at least 1s. 0 means no limit.
 * @param maxRecordSize Maximum size of the JSON of one event or other record that is written.
 * @param maxPageSize Maximum total size of the JSON of all records in a returned list.
 * @param pool Settings of the store's own connection pool.
 * @param migration Settings of the migration at startup.
 * @param append Settings of appends, which add events to rooms.
 * @param feed Settings of the change feed.
 * @param protection Settings of the protection of people's data.
 * @param retention Settings of the sweeps that erase or delete old events by a schedule.
 * @param observation Settings of metrics and traces.
 */
@ConfigurationProperties("roomkit.store")
public record RoomKitStoreProperties(
        @DefaultValue("postgres") Type type,
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("roomkit") String schema,
        @Nullable String sslBundle,
        @DefaultValue("false") boolean readOnly,
        @DefaultValue("none") Distribution distribution,
        @DefaultValue("10s") Duration statementTimeout,
        @DefaultValue("8MB") DataSize maxRecordSize,
        @DefaultValue("64MB") DataSize maxPageSize,
        @DefaultValue Pool pool,
        @DefaultValue Migration migration,
        @DefaultValue Append append,
        @DefaultValue Feed feed,
        @DefaultValue Protection protection,
        @DefaultValue Retention retention,
        @DefaultValue Observation observation) {

    private static final int DEFAULT_MIN_POOL_SIZE = 2;

    private static final Duration LEAST_ACQUIRE_TIMEOUT = Duration.ofMillis(250);

    /** Rejects invalid values with a message that names the property. */
    public RoomKitStoreProperties {
        if (url != null) {
            requireUrl("roomkit.store.", url);
        }
        requireValid("roomkit.store.", () -> PostgresStore.builder().schema(schema));
        require(
                !readOnly || type == Type.POSTGRES,
                "roomkit.store.read-only does not go with roomkit.store.type=memory, which could hold nothing to read");
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

    /** Returns the settings without confidential values, such as the URL, the password and the protection secret. */
    @Override
    public String toString() {
        return "RoomKitStoreProperties[type=" + this.type + ", schema=" + this.schema + ", readOnly=" + this.readOnly
                + ", distribution=" + this.distribution
                + ", statementTimeout=" + this.statementTimeout + ", maxRecordSize=" + this.maxRecordSize
                + ", maxPageSize="
                + this.maxPageSize + ", pool=" + this.pool
                + ", migration="
                + this.migration + ", append=" + this.append + ", feed=" + this.feed + ", retention="
                + this.retention + ", observation="
                + this.observation + "]";
    }

    /**
     * Tells whether this application runs the sweeps of retention policies. Returns {@code false} when there are no
     * policies or the store is read-only.
     */
    boolean isSweeping() {
        return !this.readOnly && !this.retention.policies().isEmpty();
    }

    private static void requireUrl(String prefix, String url) {
        requireValid(prefix, () -> PostgresStore.builder().url(url));
    }

    private static void requireValid(String prefix, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException(prefix
                    + String.valueOf(ex.getMessage()).replace("new InMemoryStore()", "roomkit.store.type=memory"));
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Settings of the change feed.
     *
     * @param enabled Whether the store records every change of a room in the change feed. All nodes must have the same
     *     setting.
     * @param keep Time after which changes are deleted from the change feed. With 0, RoomKit never deletes changes, and
     *     the application has to delete old changes itself.
     * @param listeners Settings of the methods with @RoomKitListener.
     */
    public record Feed(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("7d") Duration keep,
            @DefaultValue Listeners listeners) {

        /** Rejects invalid values with a message that names the property. */
        public Feed {
            require(!keep.isNegative(), "roomkit.store.feed.keep must not be negative");
        }
    }

    /**
     * Settings of the methods with {@code @RoomKitListener}.
     *
     * @param autoStartup Whether the listeners start with the application.
     * @param lease Time after which other nodes take over the work of a node that died, at least 1s.
     * @param attempts Number of attempts to handle a change. When all attempts fail, the room of the change is parked.
     *     The changes of a parked room wait until the application calls FeedConsumer.revive or reviveAll.
     * @param pause Pause after the first failed attempt. Each further pause is twice as long as the previous pause, up
     *     to 30s.
     */
    public record Listeners(
            @DefaultValue("true") boolean autoStartup,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("5") int attempts,
            @DefaultValue("200ms") Duration pause) {

        /** Rejects invalid values with a message that names the property. */
        public Listeners {
            require(
                    lease.compareTo(Duration.ofSeconds(1)) >= 0,
                    "roomkit.store.feed.listeners.lease must be at least 1s");
            require(attempts >= 1, "roomkit.store.feed.listeners.attempts must be at least 1");
            require(!pause.isNegative(), "roomkit.store.feed.listeners.pause must not be negative");
        }
    }

    /** Storage of conversations. */
    public enum Type {

        /** Stores conversations in PostgreSQL. */
        POSTGRES,

        /** Stores conversations in memory. The conversations are lost when the application ends. */
        MEMORY
    }

    /**
     * Settings of the store's own connection pool. They do not apply to a {@code DataSource} of the application.
     *
     * @param minSize Minimum number of idle connections in the pool, at most max-size.
     * @param maxSize Maximum number of connections in the pool.
     * @param acquireTimeout Time that a call waits for a connection before it fails, at least 250ms.
     */
    public record Pool(
            @DefaultValue("2") int minSize,
            @DefaultValue("10") int maxSize,
            @DefaultValue("5s") Duration acquireTimeout) {

        /** Rejects invalid values with a message that names the property. */
        public Pool {
            require(minSize >= 0, "roomkit.store.pool.min-size must not be negative");
            require(maxSize >= 1, "roomkit.store.pool.max-size must be at least 1");
            require(
                    minSize <= Math.max(maxSize, DEFAULT_MIN_POOL_SIZE),
                    "roomkit.store.pool.min-size is " + minSize + " and must not be above roomkit.store.pool.max-size,"
                            + " which is " + maxSize);
            minSize = Math.min(minSize, maxSize);
            require(
                    acquireTimeout.compareTo(LEAST_ACQUIRE_TIMEOUT) >= 0,
                    "roomkit.store.pool.acquire-timeout must be at least 250ms");
        }
    }

    /**
     * Settings of the migration at startup.
     *
     * @param mode Handling of the tables at startup: migrate creates and updates them, validate only checks them, none
     *     changes nothing.
     * @param url URL by which migrations connect to the store's database, for example a URL that bypasses a connection
     *     pooler. Defaults to the store's URL.
     * @param username Username for migrations. Each migration grants the user of the store the right to read and write
     *     the tables. Defaults to the user of the store.
     * @param password Password for migrations.
     * @param besidePythonStore Whether to create the tables in a database with tables of RoomKit for Python. The Python
     *     program could mistake the store's tables for an earlier version of its own tables.
     */
    public record Migration(
            @DefaultValue("migrate") MigrationMode mode,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("false") boolean besidePythonStore) {

        /** Rejects invalid values with a message that names the property. */
        public Migration {
            if (url != null) {
                requireUrl("roomkit.store.migration.", url);
            }
        }

        /** Tells whether a separate URL or username is set for migrations. */
        boolean isApart() {
            return this.url != null || this.username != null;
        }

        /** Returns the settings without the URL, the username and the password, which may be confidential. */
        @Override
        public String toString() {
            return "Migration[mode=" + this.mode + "]";
        }
    }

    /**
     * Settings of appends, which add events to rooms.
     *
     * @param combining Whether concurrent appends to the same room share one commit. Otherwise each append has its own
     *     commit.
     * @param twoStatements Whether an append takes two statements in a transaction instead of one statement that
     *     commits by itself. By default, an append takes two statements only if the distribution of the tables is
     *     citus.
     */
    public record Append(
            @DefaultValue("true") boolean combining,
            @Nullable Boolean twoStatements) {}

    /**
     * Settings of the protection of people's data.
     *
     * @param secret Secret for the hashes that replace the idempotency keys of erased events. The secret is a random
     *     text of at least 16 characters, and must be the same on every node. The memory store creates its own secret.
     * @param holds Whether the store has holds. A hold keeps data from being erased, swept or deleted. All nodes must
     *     have the same setting. The memory store always has holds.
     */
    public record Protection(
            @Nullable String secret, @DefaultValue("false") boolean holds) {

        /** Rejects invalid values with a message that names the property. */
        public Protection {
            require(
                    secret == null || secret.length() >= 16,
                    "roomkit.store.protection.secret must have at least 16 characters");
        }

        /** Returns the settings without the secret. */
        @Override
        public String toString() {
            return "Protection[holds=" + this.holds + "]";
        }
    }

    /**
     * Settings of the sweeps that erase or delete old events by a schedule.
     *
     * @param cron Times at which sweeps begin, as a cron expression with six fields. The times are in UTC. Each sweep
     *     runs on only one of the nodes.
     * @param maxDuration Time after which a sweep by one policy ends, even if old events are left. The next sweep by
     *     the policy continues where this sweep ended.
     * @param policies Retention policies by name. Without policies, no events are swept.
     */
    public record Retention(
            @DefaultValue("0 0 * * * *") String cron,
            @DefaultValue("10m") Duration maxDuration,
            @DefaultValue Map<String, RetentionRule> policies) {

        /** Rejects invalid values with a message that names the property. */
        public Retention {
            require(
                    RetentionRule.isSchedule(cron),
                    "roomkit.store.retention.cron must be a cron expression with six fields that has a next time, such as"
                            + " '0 30 2 * * *' for half past two each night");
            require(
                    !maxDuration.isNegative() && !maxDuration.isZero(),
                    "roomkit.store.retention.max-duration must be positive, such as 10m");
            policies.forEach((name, rule) -> rule.policy(name));
        }
    }

    /**
     * Settings of metrics and traces.
     *
     * @param enabled Whether every operation of the store is observed, by a timer and, with tracing, a span.
     */
    public record Observation(@DefaultValue("true") boolean enabled) {}
}
