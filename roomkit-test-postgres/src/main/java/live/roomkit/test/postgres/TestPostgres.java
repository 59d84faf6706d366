package live.roomkit.test.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server for tests, samples and benchmarks. The system property {@code roomkit.test.postgres} selects the
 * server:
 *
 * <table>
 * <caption>Values of {@code roomkit.test.postgres}</caption>
 * <tr><th>value</th><th>server</th></tr>
 * <tr><td>{@code auto} (default)</td><td>a container if Docker works, otherwise the same server as for
 * {@code embedded}</td></tr>
 * <tr><td>{@code docker}</td><td>a container; fails when Docker is not available</td></tr>
 * <tr><td>{@code embedded}</td><td>a separate process that runs the PostgreSQL binaries on the class path</td></tr>
 * <tr><td>{@code jdbc:postgresql://…}</td><td>an existing server; the user in the URL must be allowed to create
 * databases</td></tr>
 * </table>
 *
 * <p>Servers that this class starts require a password. The started servers listen only on the loopback interface,
 * except containers of a Docker host whose address is neither {@code localhost} nor {@code 127.0.0.1}. From PostgreSQL
 * 15 on, the started servers sort text by a locale other than C. The time zone of the started servers is
 * {@value #TIME_ZONE}. Tests therefore detect code that works only with the C locale or only with UTC. In a session of
 * the JDBC driver, the time zone of the JVM replaces the time zone of the server.
 */
public final class TestPostgres implements AutoCloseable {

    /** System property that selects the server. */
    public static final String PROPERTY = "roomkit.test.postgres";

    /**
     * System property with the path of a program. After creating or dropping a database, this class runs the program.
     * The first argument of the program is {@code created} or {@code dropped}, and the second argument is the name of
     * the database. The program can, for example, make the database part of a cluster.
     */
    public static final String HOOK_PROPERTY = "roomkit.test.postgres.hook";

    static final String TIME_ZONE = "America/St_Johns";

    private static final Logger logger = LoggerFactory.getLogger(TestPostgres.class);

    private static final Duration TEMPLATE_PATIENCE = Duration.ofSeconds(10);

    private static final String DATABASE_PREFIX = "test_"
            + Long.toString(ProcessHandle.current().pid(), 36) + "_" + Long.toString(System.nanoTime(), 36) + "_";

    private static final AtomicInteger databases = new AtomicInteger();

    private static @Nullable TestPostgres sharedServer;

    private final Server server;

    private final boolean shared;

    private final int majorVersion;

    private TestPostgres(Server server, boolean shared) {
        this.server = server;
        this.shared = shared;
        this.majorVersion = queryMajorVersion();
        logger.debug("PostgreSQL {} at {}", this.majorVersion, server.url("postgres"));
    }

    /**
     * Returns the server that all callers in this JVM share, and starts it at the first call. Commits on the started
     * server are fast and not durable. The started server is stopped at the end of the JVM. When the system property
     * {@value #PROPERTY} contains the URL of an existing server, starts nothing and returns an object for the existing
     * server.
     */
    public static synchronized TestPostgres shared() {
        if (sharedServer == null) {
            sharedServer = new TestPostgres(Server.selected(Durability.FAST), true);
        }
        return sharedServer;
    }

    /**
     * Starts a new server, which the caller must close after use. When the system property {@value #PROPERTY} contains
     * the URL of an existing server, starts nothing and returns an object for the existing server.
     */
    public static TestPostgres start(Durability durability) {
        return new TestPostgres(Server.selected(durability), false);
    }

    /**
     * Starts an embedded server, even if the system property {@value #PROPERTY} selects another server. An embedded
     * server is a separate process that runs the PostgreSQL binaries on the class path. Only embedded servers support
     * {@link #kill()} and {@link #restart()}.
     */
    public static TestPostgres startEmbedded(Durability durability) {
        return new TestPostgres(EmbeddedServer.start(durability), false);
    }

    /**
     * Returns a JDBC URL of the server, without credentials. When this class started the server, the URL contains the
     * database {@code postgres}. When the system property {@value #PROPERTY} names a server, the URL contains the
     * database that this property names.
     */
    public String url() {
        return this.server.url(this.server.database());
    }

    /** Returns the name of the user who creates the databases. */
    public String username() {
        return this.server.username();
    }

    /** Returns the password of the user who creates the databases. */
    public String password() {
        return this.server.password();
    }

    /** Returns the server's major version, such as 17. */
    public int majorVersion() {
        return this.majorVersion;
    }

    /** Returns a DataSource for the database in {@link #url()}, without a connection pool. */
    public DataSource dataSource() {
        return dataSource(url());
    }

    /**
     * Creates an empty database. To drop the database after use, close the returned object. If this class started the
     * server, closing the server deletes all its databases.
     */
    public TestDatabase createDatabase() {
        return create("");
    }

    /**
     * Creates a copy of a database. PostgreSQL cannot copy a database while clients are connected to it. This method
     * therefore waits for at most ten seconds until all connections to the database are closed.
     */
    public TestDatabase createDatabaseFrom(TestDatabase template) {
        String strategy = (this.majorVersion >= 15) ? " STRATEGY file_copy" : "";
        return create(" TEMPLATE " + template.name() + strategy);
    }

    /** Shuts the server down cleanly. Only {@linkplain #startEmbedded embedded} servers support this method. */
    public void stop() {
        this.server.stop();
    }

    /**
     * Shuts the server down cleanly if it runs, and then starts it with the same port and data. Only
     * {@linkplain #startEmbedded embedded} servers can be restarted.
     */
    public void restart() {
        this.server.restart();
    }

    /**
     * Kills all processes of the server immediately, as a power failure would. Only
     * {@linkplain #startEmbedded embedded} servers can be killed.
     */
    public void kill() {
        this.server.kill();
    }

    /**
     * Suspends all processes of the server, to simulate a machine that hangs. While the server is suspended,
     * connections stay open, and the operating system still accepts new connections. Only
     * {@linkplain #startEmbedded embedded} servers on Unix can be suspended.
     */
    public void freeze() {
        this.server.freeze();
    }

    /**
     * Resumes the processes of a server after {@link #freeze()}. Only {@linkplain #startEmbedded embedded} servers on
     * Unix can be resumed.
     */
    public void thaw() {
        this.server.thaw();
    }

    /**
     * Starts a synchronous standby of this server. To do so, this method restarts this server. Afterwards, each commit
     * on a {@link Durability#DURABLE} server waits until the standby has the commit on disk. A commit on a
     * {@link Durability#FAST} server does not wait for the standby. Only {@linkplain #startEmbedded embedded} servers
     * can have a standby.
     *
     * @return the standby with the same users and databases, read-only until {@link #promote() promoted}
     */
    public TestPostgres startStandby() {
        return new TestPostgres(this.server.startStandby(), false);
    }

    /**
     * Promotes this standby to a primary, which accepts writes. Only {@linkplain #startEmbedded embedded} servers can
     * be promoted.
     */
    public void promote() {
        this.server.promote();
    }

    /**
     * Returns a DataSource for the database with the given name, without a connection pool. On a standby, the database
     * can be one that was created on the primary.
     */
    public DataSource dataSourceOf(String database) {
        return dataSource(this.server.url(database));
    }

    /**
     * Stops the server and deletes its data. Does nothing for a server that this class did not start. Also does nothing
     * for the shared server, which is stopped at the end of the JVM.
     */
    @Override
    public void close() {
        if (!this.shared) {
            this.server.close();
        }
    }

    @Override
    public String toString() {
        return "TestPostgres[" + url() + "]";
    }

    DataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(username());
        dataSource.setPassword(password());
        return dataSource;
    }

    void drop(TestDatabase database) {
        try {
            execute("DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
            hook("dropped", database.name());
        } catch (SQLException ex) {
            throw new IllegalStateException("Cannot drop " + database, ex);
        }
    }

    private TestDatabase create(String options) {
        String name = DATABASE_PREFIX + databases.incrementAndGet();
        String sql = "CREATE DATABASE " + name + options;
        long deadline = System.nanoTime() + TEMPLATE_PATIENCE.toNanos();
        while (true) {
            try {
                execute(sql);
                hook("created", name);
                return new TestDatabase(this, name, this.server.url(name));
            } catch (SQLException ex) {
                boolean templateInUse = PSQLState.OBJECT_IN_USE.getState().equals(ex.getSQLState());
                if (!templateInUse || System.nanoTime() > deadline) {
                    throw new IllegalStateException("Cannot run " + sql, ex);
                }
                pause();
            }
        }
    }

    private static void hook(String event, String database) {
        String program = System.getProperty(HOOK_PROPERTY);
        if (program == null) {
            return;
        }
        try {
            int exitCode = new ProcessBuilder(program, event, database)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException(program + " " + event + " ended with exit code " + exitCode);
            }
        } catch (IOException ex) {
            throw new UncheckedIOException("Cannot run " + program, ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + program, ex);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int queryMajorVersion() {
        try (Connection connection = dataSource().getConnection()) {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException ex) {
            this.server.close();
            throw new IllegalStateException("Cannot connect to " + url(), ex);
        }
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for PostgreSQL", ex);
        }
    }

    /** Durability of commits on a server that this class starts. */
    public enum Durability {

        /**
         * A commit does not wait for the disk, which makes tests faster. Commits can be lost when the server crashes.
         */
        FAST,

        /** A commit is on disk before it completes, as in production. */
        DURABLE
    }

    /**
     * Returns a free port of the loopback interface. The port is below the range of ephemeral ports. The operating
     * system therefore does not assign the port to another program while the test server of this port is stopped.
     */
    public static int freePort() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException ex) {
            return false;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
