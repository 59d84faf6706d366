package live.roomkit.benchmarks.measure;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import live.roomkit.store.postgres.MigrationMode;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.PostgresStoreBuilder;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL server for benchmarks, with the tables of the store in a new schema. Closing this object stops an embedded
 * server. When the server is not embedded, closing this object drops the schema.
 */
public final class Server implements AutoCloseable {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    private static final AtomicInteger schemas = new AtomicInteger();

    private final @Nullable TestPostgres embedded;

    private final String url;

    private final String schema;

    private final boolean feed;

    private final @Nullable DistantNetwork network;

    private final HikariDataSource administration;

    private final Optional<ProcessHandle> postmaster;

    private final List<Server> others = new ArrayList<>();

    private Server(@Nullable TestPostgres embedded, String url, boolean feed, @Nullable DistantNetwork network)
            throws SQLException {
        this.embedded = embedded;
        this.url = url;
        this.feed = feed;
        this.network = network;
        this.schema = "benchmark_" + Long.toString(System.currentTimeMillis(), 36) + '_' + schemas.incrementAndGet();
        this.administration = openPool(2, Duration.ZERO, null);
        builder(this.administration).migration(MigrationMode.MIGRATE).prepareTables();
        this.postmaster = (embedded != null) ? findPostmaster() : Optional.empty();
    }

    /** Starts an embedded server with durable commits. */
    public static Server embedded() throws SQLException {
        return embedded(Duration.ZERO);
    }

    /** Starts an embedded server with durable commits. A simulated network adds the given time to each round trip. */
    public static Server embedded(Duration roundTrip) throws SQLException {
        TestPostgres postgres = TestPostgres.startEmbedded(Durability.DURABLE);
        try {
            return new Server(postgres, postgres.url(), false, network(postgres.url(), roundTrip));
        } catch (SQLException | RuntimeException ex) {
            postgres.close();
            throw ex;
        }
    }

    /**
     * Connects to a running server. A simulated network adds the given time to each round trip. The URL must contain
     * the user and the password if the server requires them.
     */
    public static Server at(String url, Duration roundTrip) throws SQLException {
        return new Server(null, url, false, network(url, roundTrip));
    }

    private static @Nullable DistantNetwork network(String url, Duration roundTrip) {
        if (roundTrip.isZero()) {
            return null;
        }
        PGSimpleDataSource target = ConnectionUrl.parse(url, null, null).dataSource(Duration.ZERO);
        return new DistantNetwork(target.getServerNames()[0], target.getPortNumbers()[0], roundTrip);
    }

    /**
     * Creates another schema on this server, and returns an object for the new schema. The returned object need not be
     * closed, because closing the original object also removes the new schema.
     */
    public Server withNewSchema() throws SQLException {
        return withNewSchema(false);
    }

    /**
     * Creates another schema, as {@link #withNewSchema()} does, and switches on the change feed in the new schema, see
     * {@link live.roomkit.feed.ChangeFeed}.
     */
    public Server withFeed() throws SQLException {
        return withNewSchema(true);
    }

    private Server withNewSchema(boolean feed) throws SQLException {
        Server other = new Server(this.embedded, this.url, feed, this.network);
        this.others.add(other);
        return other;
    }

    /** Returns the name of the schema with the store's tables. */
    public String schema() {
        return this.schema;
    }

    /** Replaces the schema name {@code roomkit} in an SQL statement by {@link #schema()}. */
    public String sql(String text) {
        return text.replace("roomkit.", this.schema + '.');
    }

    /**
     * Opens a connection pool with a fixed number of connections. A call waits at most 30 seconds for a connection. All
     * other settings are the defaults of the pool that a {@link PostgresStore} creates when it is opened with a URL.
     */
    public HikariDataSource openPool(int size) {
        return openPool(size, STATEMENT_TIMEOUT, this.network);
    }

    private HikariDataSource openPool(int size, Duration statementTimeout, @Nullable DistantNetwork network) {
        PGSimpleDataSource target = target(network);
        return PostgresStore.builder()
                .url(target.getURL())
                .username(target.getUser())
                .password(target.getPassword())
                .minPoolSize(size)
                .maxPoolSize(size)
                .acquireTimeout(Duration.ofSeconds(30))
                .statementTimeout(statementTimeout)
                .openPool();
    }

    private PGSimpleDataSource target(@Nullable DistantNetwork network) {
        TestPostgres server = this.embedded;
        PGSimpleDataSource target = ConnectionUrl.parse(
                        this.url,
                        (server != null) ? server.username() : null,
                        (server != null) ? server.password() : null)
                .dataSource(Duration.ZERO);
        if (network != null) {
            target.setServerNames(new String[] {"127.0.0.1"});
            target.setPortNumbers(new int[] {network.port()});
        }
        return target;
    }

    /** Returns a builder for a store that uses the given connection pool and the tables in {@link #schema()}. */
    public PostgresStoreBuilder builder(DataSource pool) {
        return PostgresStore.builder()
                .dataSource(pool)
                .schema(this.schema)
                .feed(this.feed)
                .migration(MigrationMode.NONE);
    }

    /** Opens a store on the pool. */
    public PostgresStore openStore(DataSource pool) {
        return builder(pool).open();
    }

    /** Runs statements that are not measured. */
    public <T> T call(Work<T> work) throws SQLException {
        try (Connection connection = this.administration.getConnection()) {
            return work.apply(connection);
        }
    }

    /** Replaces the schema name {@code roomkit} in an SQL statement by {@link #schema()}, and runs the statement. */
    public int update(String text, Object... parameters) throws SQLException {
        return call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql(text))) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                return statement.executeUpdate();
            }
        });
    }

    /** Returns the address and the login of the server, for other programs such as {@code pgbench}. */
    public Address address() {
        PGSimpleDataSource target = target(this.network);
        return new Address(
                target.getServerNames()[0],
                String.valueOf(target.getPortNumbers()[0]),
                Objects.requireNonNullElse(target.getDatabaseName(), ""),
                Objects.requireNonNullElse(target.getUser(), System.getProperty("user.name")),
                Objects.requireNonNullElse(target.getPassword(), ""));
    }

    /**
     * Returns the current position in the server's write-ahead log, in bytes. The difference of two positions is the
     * amount of WAL that was written between the two calls.
     */
    public long walBytes() throws SQLException {
        return call(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT CAST(pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bigint)")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /**
     * Returns the CPU time that the processes of the server have used, in microseconds. Returns empty when this class
     * did not start the server.
     */
    public OptionalLong cpuMicros() {
        return this.postmaster
                .map(process -> OptionalLong.of(process.descendants()
                        .flatMap(backend -> backend.info().totalCpuDuration().stream())
                        .mapToLong(duration -> duration.toNanos() / 1_000)
                        .sum()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public void close() throws SQLException {
        try {
            for (Server other : this.others) {
                other.dropSchema();
            }
            dropSchema();
        } finally {
            if (this.network != null) {
                this.network.close();
            }
            if (this.embedded != null) {
                this.embedded.close();
            }
        }
    }

    private void dropSchema() throws SQLException {
        try (this.administration) {
            if (this.embedded == null) {
                update("DROP SCHEMA " + this.schema + " CASCADE");
            }
        }
    }

    private Optional<ProcessHandle> findPostmaster() throws SQLException {
        return call(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent);
            }
        });
    }

    /** Address of a server and the login for it. */
    public record Address(String host, String port, String database, String username, String password) {

        /** Returns the address without the password. */
        @Override
        public String toString() {
            return this.username + '@' + this.host + ':' + this.port + '/' + this.database;
        }
    }

    /** Function that runs SQL statements on a connection. */
    public interface Work<T> {

        T apply(Connection connection) throws SQLException;
    }
}
