package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import live.roomkit.identity.AddressNormalizer;
import live.roomkit.internal.Checks;
import live.roomkit.internal.protection.KeyHash;
import live.roomkit.store.StoreException;
import live.roomkit.store.json.RecordJson;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures and opens a {@link PostgresStore}. Set either a URL or a DataSource. With a URL, the store creates its own
 * connection pool. Username, password and pool sizes configure this pool and are allowed only with a URL. A setter
 * throws {@link IllegalArgumentException} for a value out of range. A builder must be used by one thread at a time.
 */
public final class PostgresStoreBuilder {

    private static final Logger logger = LoggerFactory.getLogger(PostgresStoreBuilder.class);

    private final ConnectionSettings connections = new ConnectionSettings();

    private String schema = SchemaName.DEFAULT;

    private Duration statementTimeout = Duration.ofSeconds(10);

    private int maxRecordSize = RecordJson.DEFAULT_MAX_RECORD_SIZE;

    private int maxPageSize = RecordJson.DEFAULT_MAX_PAGE_SIZE;

    private boolean combiningAppends = true;

    private boolean readOnly;

    private Distribution distribution = Distribution.NONE;

    private @Nullable Boolean appendsInTwoStatements;

    private boolean holds;

    private boolean sweepsInTurn;

    private @Nullable KeyHash protectionKeys;

    private Clock clock = Clock.systemUTC();

    private AddressNormalizer addressNormalizer = AddressNormalizer.standard();

    private MigrationMode migrationMode = MigrationMode.MIGRATE;

    private @Nullable ConnectionUrl migrationUrl;

    private boolean besidePythonStore;

    private boolean feed;

    PostgresStoreBuilder() {}

    /**
     * Sets the URL of the database: {@code jdbc:postgresql://host:port/database}, or the form of libpq,
     * {@code postgresql://user:password@host:port/database}. Special characters in user, password, database and values
     * of query parameters must be percent-encoded. The query parameters are those of the PostgreSQL JDBC driver. The
     * form of libpq also accepts common parameters of libpq.
     *
     * @throws IllegalArgumentException when the text has neither of these forms
     */
    public PostgresStoreBuilder url(String url) {
        ConnectionUrl.parse(url, null, null).dataSource(this.connections.acquireTimeout);
        this.connections.url = url;
        return this;
    }

    /** Sets the username for the database, which takes precedence over a username in the URL. */
    public PostgresStoreBuilder username(@Nullable String username) {
        this.connections.username = username;
        return this;
    }

    /** Sets the password for the database, which takes precedence over a password in the URL. */
    public PostgresStoreBuilder password(@Nullable String password) {
        this.connections.password = password;
        return this;
    }

    /** Sets the URL to the map's {@code ROOMKIT_STORE_URL} or, if that is missing or blank, {@code DATABASE_URL}. */
    public PostgresStoreBuilder environment(Map<String, String> environment) {
        return url(ConnectionUrl.of(environment));
    }

    /** Sets the application's DataSource. The store joins Spring's transactions on it, and does not close it. */
    public PostgresStoreBuilder dataSource(DataSource dataSource) {
        this.connections.dataSource = Checks.notNull("dataSource", dataSource);
        return this;
    }

    /** Sets the name of the schema: lower-case letters, digits and underscores. The default is {@code roomkit}. */
    public PostgresStoreBuilder schema(String schema) {
        this.schema = new SchemaName(schema).toString();
        return this;
    }

    /**
     * Sets the minimum number of idle connections in the pool, at most {@code maxPoolSize}. The default is 2, or
     * {@code maxPoolSize} when that is smaller.
     */
    public PostgresStoreBuilder minPoolSize(int minPoolSize) {
        Checks.check(minPoolSize >= 0, "minPoolSize must not be negative");
        this.connections.minPoolSize = minPoolSize;
        return this;
    }

    /** Sets the maximum number of connections in the pool. The default is 10. */
    public PostgresStoreBuilder maxPoolSize(int maxPoolSize) {
        Checks.check(maxPoolSize >= 1, "maxPoolSize must be at least 1");
        this.connections.maxPoolSize = maxPoolSize;
        return this;
    }

    /**
     * Sets the longest time that a call waits for a connection. The minimum is 250 milliseconds, the default 5 seconds.
     * When you set a DataSource of the application, set the connection timeout of its pool to the same value.
     */
    public PostgresStoreBuilder acquireTimeout(Duration acquireTimeout) {
        Checks.notNull("acquireTimeout", acquireTimeout);
        Checks.check(acquireTimeout.toMillis() >= 250, "acquireTimeout must be at least 250 milliseconds");
        this.connections.acquireTimeout = acquireTimeout;
        return this;
    }

    /**
     * Sets the longest time that a statement may run, in whole seconds. Zero sets no limit. The default is 10 seconds.
     * The store's own pool sets the driver's {@code socketTimeout} to 5 seconds more than this value, unless the URL
     * sets {@code socketTimeout}.
     */
    public PostgresStoreBuilder statementTimeout(Duration statementTimeout) {
        Checks.notNull("statementTimeout", statementTimeout);
        Checks.check(
                statementTimeout.isZero() || statementTimeout.toSeconds() >= 1,
                "statementTimeout must be zero or at least one second");
        this.statementTimeout = statementTimeout;
        return this;
    }

    /** Sets the maximum size of a record, in bytes of JSON. The default is 8 MiB. */
    public PostgresStoreBuilder maxRecordSize(int maxRecordSize) {
        Checks.check(maxRecordSize >= 1, "maxRecordSize must be at least 1");
        this.maxRecordSize = maxRecordSize;
        return this;
    }

    /**
     * Sets the maximum total size of the records in a returned list, in bytes of JSON. The default is 64 MiB. Returning
     * a list needs several times as much memory as its JSON. A call whose list would be larger than the maximum throws
     * {@link live.roomkit.store.PageTooLargeException}. A list of one record is never too large.
     */
    public PostgresStoreBuilder maxPageSize(int maxPageSize) {
        Checks.check(maxPageSize >= 1, "maxPageSize must be at least 1");
        this.maxPageSize = maxPageSize;
        return this;
    }

    /**
     * Sets whether concurrent appends to a room share one commit. With {@code false}, each append has its own commit.
     * The default is {@code true}. An append without concurrent appends to its room is not affected. When the store
     * refuses an event of a shared commit, only that event's caller gets an exception. The other events are written.
     */
    public PostgresStoreBuilder combiningAppends(boolean combiningAppends) {
        this.combiningAppends = combiningAppends;
        return this;
    }

    /**
     * Sets the clock for the times that the store writes into records, such as {@code lastActivityAt} of rooms. The
     * default is the system clock. Synchronize the clocks of all nodes, for example by NTP.
     */
    public PostgresStoreBuilder clock(Clock clock) {
        this.clock = Checks.notNull("clock", clock);
        return this;
    }

    /**
     * Sets the secret with which an erasure replaces idempotency keys by hashes. The secret is a random text of at
     * least 16 characters, the same on every node. With a secret, an append with an idempotency key runs in a
     * transaction that looks for the key and its hash. Keep the same secret as long as erased events may be delivered
     * again: only with this secret do the hashes identify these events as duplicates. Without a secret, erase with
     * {@code ErasureScope.ALL.keepingKeys()}.
     */
    public PostgresStoreBuilder protectionSecret(@Nullable String secret) {
        this.protectionKeys = (secret != null) ? KeyHash.of(secret) : null;
        return this;
    }

    /**
     * Sets whether the store has holds, which protect data from erasure, deletion and retention sweeps, see
     * {@link live.roomkit.protection.Protection#placeHold}. The default is {@code false}. With {@code true}, the
     * migration creates the tables of holds. On every node, open the store with holds before the first hold is placed:
     * a store that was opened without holds ignores all holds. While a hold exists, only a read-only store can be
     * opened without holds.
     */
    public PostgresStoreBuilder holds(boolean holds) {
        this.holds = holds;
        return this;
    }

    /**
     * Sets whether {@link live.roomkit.protection.Protection#sweepInTurn} can be called. The default is {@code false}.
     * With {@code true}, the migration creates the table that {@code sweepInTurn} needs.
     */
    public PostgresStoreBuilder sweepsInTurn(boolean sweepsInTurn) {
        this.sweepsInTurn = sweepsInTurn;
        return this;
    }

    /**
     * Sets the normalizer that returns the form in which addresses are compared. The default is
     * {@link AddressNormalizer#standard()}. All nodes must use the same normalizer.
     */
    public PostgresStoreBuilder addressNormalizer(AddressNormalizer addressNormalizer) {
        this.addressNormalizer = Checks.notNull("addressNormalizer", addressNormalizer);
        return this;
    }

    /**
     * Sets whether the store is read-only, for example to read from a standby. In a read-only store, every write throws
     * {@link live.roomkit.store.ReadOnlyStoreException} without a request to the server, and the store does not
     * migrate. The default is {@code false}.
     */
    public PostgresStoreBuilder readOnly(boolean readOnly) {
        this.readOnly = readOnly;
        return this;
    }

    /**
     * Sets how the tables are distributed over servers. With {@link Distribution#CITUS}, a migration distributes the
     * store's table {@code rooms} and the store's tables with a column {@code room_id}. A validation checks that these
     * tables are distributed. The default is {@link Distribution#NONE}.
     */
    public PostgresStoreBuilder distribution(Distribution distribution) {
        this.distribution = Checks.notNull("distribution", distribution);
        return this;
    }

    /**
     * Sets whether an append outside a transaction of the caller runs two statements in a transaction, instead of one
     * statement that commits by itself. One statement is faster, except on database engines that distribute rooms over
     * servers. By default, an append runs two statements only with {@link Distribution#CITUS}.
     */
    public PostgresStoreBuilder appendsInTwoStatements(boolean appendsInTwoStatements) {
        this.appendsInTwoStatements = appendsInTwoStatements;
        return this;
    }

    /** Sets what the store does with the tables when it is opened. The default is to migrate the tables. */
    public PostgresStoreBuilder migration(MigrationMode mode) {
        this.migrationMode = Checks.notNull("mode", mode);
        return this;
    }

    /**
     * Sets a separate connection for the migration, to the same database. A separate connection can bypass a connection
     * pooler such as PgBouncer, or can log in as a user with the right to create tables.
     */
    public PostgresStoreBuilder migrationUrl(String url, @Nullable String username, @Nullable String password) {
        this.migrationUrl = ConnectionUrl.parse(url, username, password);
        return this;
    }

    /**
     * Sets whether the store creates its tables even in a database with tables of RoomKit for Python. The Python
     * program could mistake the store's tables for an earlier version of its own tables, see
     * {@link PythonTablesException}. The default is {@code false}.
     */
    public PostgresStoreBuilder besidePythonStore(boolean besidePythonStore) {
        this.besidePythonStore = besidePythonStore;
        return this;
    }

    /**
     * Sets whether the store has a change feed, see {@link live.roomkit.feed.ChangeFeed}. The default is {@code false}.
     * With {@code true}, a migration switches the feed on for the whole database;
     * {@link PostgresSchema#switchFeedOff()} switches it off. While the feed is on, only a read-only store can be
     * opened without the feed. While the feed is off, a store with the feed must be opened with a migration.
     */
    public PostgresStoreBuilder feed(boolean feed) {
        this.feed = feed;
        return this;
    }

    /**
     * Opens the store, after migrating or checking its tables as set by {@link #migration}.
     *
     * @throws IllegalStateException when neither or both of URL and DataSource are set, or when a setting of the
     *     store's own pool is combined with a DataSource
     * @throws IllegalArgumentException when {@code minPoolSize} is above {@code maxPoolSize}
     * @throws StoreException when the database cannot be used; the message names what to change
     * @throws PythonTablesException when the tables do not exist yet and the database has tables of RoomKit for Python
     */
    public PostgresStore open() {
        this.connections.check();
        DataSource withoutPool = this.connections.withoutPool();
        ServerFacts facts = prepare(withoutPool);
        facts.warnOfStricterIsolation(logger);
        boolean given = this.connections.dataSource != null;
        return store(given ? withoutPool : openPool(), !given, facts);
    }

    /**
     * Migrates or checks the tables as {@link #open()} does, with the same exceptions, but does not open a store. With
     * {@link MigrationMode#NONE}, or for a read-only store with {@link MigrationMode#MIGRATE}, checks only the server.
     * Frameworks use this method to migrate before opening a store.
     */
    public void prepareTables() {
        this.connections.check();
        DataSource target = this.connections.withoutPool();
        if (mode() == MigrationMode.NONE) {
            schema(target).checked();
        } else {
            prepare(target);
        }
    }

    /**
     * Opens the connection pool that {@link #open()} would open for the URL. Frameworks use this method to manage the
     * pool themselves. They pass the pool to {@link #dataSource} of another builder, which opens the store. This method
     * does not wait for a connection. Set {@link #statementTimeout} on both builders to the same value, because the
     * statement timeout also determines the socket timeout of the pool.
     *
     * @throws IllegalArgumentException when the URL is missing or malformed
     */
    public HikariDataSource openPool() {
        if (!this.readOnly) {
            this.connections.warnOfStandby(logger);
        }
        return this.connections.openPool(this.statementTimeout, this.distribution);
    }

    private ServerFacts prepare(DataSource dataSource) {
        PostgresSchema tables = schema(dataSource);
        return switch (mode()) {
            case MIGRATE -> (this.migrationUrl != null) ? migrateApart(tables, this.migrationUrl) : tables.migrated();
            case VALIDATE -> tables.validated();
            case NONE ->
                tables.checked(
                        failure -> logger.warn("The store opens, but calls will fail. {}", failure.getMessage()));
        };
    }

    private MigrationMode mode() {
        return (this.readOnly && this.migrationMode == MigrationMode.MIGRATE) ? MigrationMode.NONE : this.migrationMode;
    }

    private ServerFacts migrateApart(PostgresSchema tables, ConnectionUrl url) {
        ServerFacts facts = tables.checked();
        schema(url.dataSource(this.connections.acquireTimeout))
                .apart()
                .grantTo(facts.user())
                .migrate();
        return facts;
    }

    private PostgresSchema schema(DataSource dataSource) {
        PostgresSchema tables = new PostgresSchema(dataSource, this.schema).distribution(this.distribution);
        tables = this.feed ? tables.feed() : tables;
        tables = this.holds ? tables.holds() : tables;
        tables = this.sweepsInTurn ? tables.sweepsInTurn() : tables;
        tables = this.readOnly ? tables.reading() : tables;
        return this.besidePythonStore ? tables.besidePythonStore() : tables;
    }

    private PostgresStore store(DataSource dataSource, boolean owned, ServerFacts facts) {
        boolean distributed = this.distribution == Distribution.CITUS;
        return new PostgresStore(
                dataSource,
                owned,
                new Database(
                        new StoreJdbcTemplate(dataSource, this.statementTimeout),
                        new SchemaName(this.schema),
                        new RecordJson(this.maxRecordSize),
                        this.maxPageSize,
                        this.clock,
                        this.feed,
                        distributed),
                this.statementTimeout,
                facts.isStricterThanReadCommitted(),
                this.connections.longestCall(this.statementTimeout),
                this.readOnly,
                (this.appendsInTwoStatements != null) ? this.appendsInTwoStatements : distributed,
                this.combiningAppends,
                this.holds,
                this.sweepsInTurn,
                this.protectionKeys,
                this.addressNormalizer);
    }
}
