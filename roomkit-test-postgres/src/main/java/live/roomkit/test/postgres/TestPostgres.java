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
 * A PostgreSQL server for tests, samples and benchmarks. The system property {@code roomkit.test.postgres} says where it
 * comes from:
 *
 * <table>
 * <caption>Values of {@code roomkit.test.postgres}</caption>
 * <tr><th>value</th><th>server</th></tr>
 * <tr><td>{@code auto} (default)</td><td>a container where a Docker engine answers, else the embedded binaries</td></tr>
 * <tr><td>{@code docker}</td><td>a container, or a failure</td></tr>
 * <tr><td>{@code embedded}</td><td>the binaries of the class path, as a process of its own</td></tr>
 * <tr><td>{@code jdbc:postgresql://…}</td><td>a server that is already there; its URL names a user who may create
 * databases</td></tr>
 * </table>
 *
 * <p>Servers started here listen on the loopback interface only, ask for a password, sort text by a locale (from
 * PostgreSQL 15 on) and live in the time zone {@value #TIME_ZONE}: what works by luck on a server of the C locale in UTC
 * shall fail here. A session's zone is another matter, since the JDBC driver sets it to the JVM's own.
 */
public final class TestPostgres implements AutoCloseable {

    /** The system property that selects the server. */
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
     * Return this JVM's server, started at the first call. It is fast rather than durable and ends with the JVM.
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
     * Start a server that nobody else uses; close it after use. Where an existing server is selected, the handle is
     * separate and the server the same.
     *
     * @param durability what a commit means
     * @return the new server
     */
    public static TestPostgres start(Durability durability) {
        return new TestPostgres(Server.selected(durability), false);
    }

    /**
     * Start an embedded server, whatever is selected: the kind that {@link #kill()} and {@link #restart()} work on.
     *
     * @param durability what a commit means
     * @return the new server
     */
    public static TestPostgres startEmbedded(Durability durability) {
        return new TestPostgres(EmbeddedServer.start(durability), false);
    }

    /**
     * Return the JDBC URL of the server's {@code postgres} database, without credentials.
     *
     * @return the URL
     */
    public String url() {
        return this.server.url(this.server.database());
    }

    /**
     * Return the name of the server's superuser.
     *
     * @return the user name
     */
    public String username() {
        return this.server.username();
    }

    /**
     * Return the password, which the server asks for.
     *
     * @return the password
     */
    public String password() {
        return this.server.password();
    }

    /**
     * Return the server's major version.
     *
     * @return 17, for example
     */
    public int majorVersion() {
        return this.majorVersion;
    }

    /**
     * Return a source of unpooled connections to the server's {@code postgres} database.
     *
     * @return the data source
     */
    public DataSource dataSource() {
        return dataSource(url());
    }

    /**
     * Create an empty database.
     *
     * @return the database, to be closed or left to the server's end
     */
    public TestDatabase createDatabase() {
        return create("");
    }

    /**
     * Create a copy of a database, after waiting for its last connection to end.
     *
     * @param template what to copy
     * @return the copy
     */
    public TestDatabase createDatabaseFrom(TestDatabase template) {
        String strategy = (this.majorVersion >= 15) ? " STRATEGY file_copy" : "";
        return create(" TEMPLATE " + template.name() + strategy);
    }

    /** Stop the server in order. Embedded servers only. */
    public void stop() {
        this.server.stop();
    }

    /** Start the server on the same port and data, after stopping it in order if it runs. Embedded servers only. */
    public void restart() {
        this.server.restart();
    }

    /** End every process of the server at once, as a power failure would. Embedded servers only. */
    public void kill() {
        this.server.kill();
    }

    /**
     * Halt every process of the server where it is, as on a machine that hangs: connections stay, and new ones are
     * accepted by the operating system alone. Embedded servers on a Unix only.
     */
    public void freeze() {
        this.server.freeze();
    }

    /** Let the processes of a frozen server go on. Embedded servers on a Unix only. */
    public void thaw() {
        this.server.thaw();
    }

    /**
     * Start another server that follows this one, which from then on commits nothing that the other does not have on disk.
     * This one is stopped and started meanwhile. Embedded servers only.
     *
     * @return the standby, with the same users and databases, read-only until {@link #promote() promoted}
     */
    public TestPostgres startStandby() {
        return new TestPostgres(this.server.startStandby(), false);
    }

    /** Make a standby a server of its own that takes writes. Embedded servers only. */
    public void promote() {
        this.server.promote();
    }

    /**
     * Return a source of unpooled connections to a database that was created on the server this one followed.
     *
     * @param database the database's name
     * @return the data source
     */
    public DataSource dataSourceOf(String database) {
        return dataSource(this.server.url(database));
    }

    /** End the server and remove its data. Closing the shared server does nothing: it ends with the JVM. */
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

    /** What a commit means to a server that is started here. */
    public enum Durability {

        /** A commit may be lost, so that tests run faster. */
        FAST,

        /** A commit is on disk before it returns, as in production. */
        DURABLE
    }

    /**
     * A port on the loopback that nobody listens on. It is below those that the system gives to whoever asks for any, so
     * that nobody else is given it before it is used, or while a server that used it is down.
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
