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
 * <tr><td>{@code auto} (default)</td><td>a container where a Docker engine answers, else the embedded
 * binaries</td></tr>
 * <tr><td>{@code docker}</td><td>a container, or a failure</td></tr>
 * <tr><td>{@code embedded}</td><td>the binaries of the class path, as a process of its own</td></tr>
 * <tr><td>{@code jdbc:postgresql://…}</td><td>an existing server; its URL names a user who may create
 * databases</td></tr>
 * </table>
 *
 * <p>Servers started here listen on the loopback interface only and ask for a password. They sort text by a locale
 * (from PostgreSQL 15 on) and live in the time zone {@value #TIME_ZONE}. Code that works by luck on a server with the C
 * locale in UTC therefore fails here. The time zone of a session differs: the JDBC driver sets it to that of the JVM.
 */
public final class TestPostgres implements AutoCloseable {

    /** System property that selects the server. */
    public static final String PROPERTY = "roomkit.test.postgres";

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
     * Returns this JVM's server and starts it at the first call. The server is fast rather than durable and ends with
     * the JVM.
     *
     * @return the shared server
     */
    public static synchronized TestPostgres shared() {
        if (sharedServer == null) {
            sharedServer = new TestPostgres(Server.selected(Durability.FAST), true);
        }
        return sharedServer;
    }

    /**
     * Starts a server that nobody else uses. Close it after use. When an existing server is selected, the handle is a
     * separate one for the same server.
     *
     * @param durability the durability of commits
     * @return the new server
     */
    public static TestPostgres start(Durability durability) {
        return new TestPostgres(Server.selected(durability), false);
    }

    /**
     * Starts an embedded server, whichever server is selected. Only embedded servers support {@link #kill()} and
     * {@link #restart()}.
     *
     * @param durability the durability of commits
     * @return the new server
     */
    public static TestPostgres startEmbedded(Durability durability) {
        return new TestPostgres(EmbeddedServer.start(durability), false);
    }

    /**
     * Returns the JDBC URL of the server's {@code postgres} database, without credentials.
     *
     * @return the URL
     */
    public String url() {
        return this.server.url(this.server.database());
    }

    /**
     * Returns the name of the server's superuser.
     *
     * @return the user name
     */
    public String username() {
        return this.server.username();
    }

    /**
     * Returns the password, which the server asks for.
     *
     * @return the password
     */
    public String password() {
        return this.server.password();
    }

    /**
     * Returns the server's major version.
     *
     * @return 17, for example
     */
    public int majorVersion() {
        return this.majorVersion;
    }

    /**
     * Returns a source of unpooled connections to the server's {@code postgres} database.
     *
     * @return the data source
     */
    public DataSource dataSource() {
        return dataSource(url());
    }

    /**
     * Creates an empty database. Close it after use, or leave it until the server ends.
     *
     * @return the database
     */
    public TestDatabase createDatabase() {
        return create("");
    }

    /**
     * Creates a copy of a database. Waits up to ten seconds for the last connection to the template to end.
     *
     * @param template the database to copy
     * @return the copy
     */
    public TestDatabase createDatabaseFrom(TestDatabase template) {
        String strategy = (this.majorVersion >= 15) ? " STRATEGY file_copy" : "";
        return create(" TEMPLATE " + template.name() + strategy);
    }

    /** Stops the server in order. Only embedded servers support this. */
    public void stop() {
        this.server.stop();
    }

    /**
     * Starts the server on the same port and data. A running server is stopped in order first. Only embedded servers
     * support this.
     */
    public void restart() {
        this.server.restart();
    }

    /** Ends every process of the server at once, as a power failure would. Only embedded servers support this. */
    public void kill() {
        this.server.kill();
    }

    /**
     * Halts every process of the server, as on a machine that hangs. Connections stay open, and only the operating
     * system accepts new ones. Only embedded servers on a Unix support this.
     */
    public void freeze() {
        this.server.freeze();
    }

    /** Lets the processes of a frozen server continue. Only embedded servers on a Unix support this. */
    public void thaw() {
        this.server.thaw();
    }

    /**
     * Starts another server that follows this one. From then on this server commits nothing that the other one does not
     * have on disk. This server is stopped and started meanwhile. Only embedded servers support this.
     *
     * @return the standby with the same users and databases, read-only until {@link #promote() promoted}
     */
    public TestPostgres startStandby() {
        return new TestPostgres(this.server.startStandby(), false);
    }

    /** Turns a standby into an independent server that takes writes. Only embedded servers support this. */
    public void promote() {
        this.server.promote();
    }

    /**
     * Returns a source of unpooled connections to a database that was created on the server that this one followed.
     *
     * @param database the database's name
     * @return the data source
     */
    public DataSource dataSourceOf(String database) {
        return dataSource(this.server.url(database));
    }

    /** Ends the server and removes its data. Closing the shared server does nothing, since it ends with the JVM. */
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

    /** Durability of commits on a server that is started here. */
    public enum Durability {

        /** A commit may be lost, so that tests run faster. */
        FAST,

        /** A commit is on disk before it returns, as in production. */
        DURABLE
    }

    /**
     * Returns a free loopback port. The port is below those that the operating system assigns to programs. So the system
     * gives it to no other program before the test uses it, or while the test's server on it is stopped.
     *
     * @return the port
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
