package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import live.roomkit.test.postgres.TestPostgres;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Runs a server with many settings that prevent the opening of a store. */
final class WrongSettings implements AutoCloseable {

    private static final String[] ENCODINGS = {"LATIN1", "WIN1252", "EUC_JP", "SQL_ASCII"};

    private static final String SECRET = FreshDatabase.PASSWORD;

    final FreshDatabase database = new FreshDatabase();

    /** May create schemas. */
    final String creator = this.database.createSchemaCreator("creator");

    /** May log in, and no more. */
    final String powerless = this.database.createUser("powerless");

    private final JdbcTemplate jdbc = this.database.jdbc();

    private final JdbcTemplate server = new JdbcTemplate(TestPostgres.shared().dataSource());

    private final List<HikariDataSource> pools = new ArrayList<>();

    private final ServerSocket silent;

    private final ServerSocket closing;

    private final ServerSocket babbling;

    WrongSettings() throws IOException {
        this.silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.closing = answering("");
        this.babbling = answering("HTTP/1.1 400 Bad Request\r\n\r\n");
        String provider = (TestPostgres.shared().majorVersion() >= 15) ? " LOCALE_PROVIDER libc" : "";
        for (String encoding : ENCODINGS) {
            this.server.execute("CREATE DATABASE " + name(encoding) + " TEMPLATE template0 ENCODING '" + encoding
                    + "' LC_COLLATE 'C' LC_CTYPE 'C'" + provider);
        }
        this.server.execute("CREATE DATABASE " + name("closed"));
        this.server.execute("REVOKE CONNECT ON DATABASE " + name("closed") + " FROM PUBLIC");
        this.server.execute("CREATE DATABASE " + name("python"));
        this.jdbc.execute("CREATE SCHEMA foreign_empty");
        this.jdbc.execute("CREATE SCHEMA taken; CREATE TABLE taken.tasks (id text)");
        this.jdbc.execute("CREATE SCHEMA python_history; CREATE TABLE python_history.schema_version"
                + " (version integer NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())");
        migrated("flyway_history")
                .update(
                        "UPDATE flyway_history.schema_version SET script = 'V1__create_customers.sql' WHERE version = '1'");
        migrated("edited").update("UPDATE edited.schema_version SET checksum = 1 WHERE version = '1'");
        migrated("newer").execute("COMMENT ON TABLE newer.rooms IS 'requires RoomKit schema version 99'");
        migrated("narrow").execute("ALTER TABLE narrow.events DROP COLUMN correlation_id CASCADE");
        migrated("halved").execute("DROP TABLE halved.tasks, halved.observations");
        migrated("unreadable");
        this.jdbc.execute("CREATE SCHEMA baselined; CREATE TABLE baselined.schema_version"
                + " (LIKE newer.schema_version INCLUDING ALL); INSERT INTO baselined.schema_version"
                + " VALUES (1, '1', 'theirs', 'BASELINE', 'theirs', NULL, 'somebody', now(), 1, true)");
    }

    private JdbcTemplate migrated(String schema) {
        new PostgresSchema(this.database.dataSource(), schema).migrate();
        return this.jdbc;
    }

    String name(String purpose) {
        return this.database.name() + '_' + purpose.toLowerCase(Locale.ROOT);
    }

    String url(String parameters) {
        return this.database.url() + (this.database.url().contains("?") ? '&' : '?') + parameters;
    }

    PostgresStoreBuilder builder() {
        return this.database.builder().acquireTimeout(Duration.ofSeconds(1));
    }

    PostgresStoreBuilder as(String user) {
        return this.database.builder(user).acquireTimeout(Duration.ofSeconds(1));
    }

    PostgresStoreBuilder at(String url) {
        return builder().url(url);
    }

    PostgresStoreBuilder in(String databaseName) {
        return at(this.database.url().replace(this.database.name(), databaseName));
    }

    PostgresStoreBuilder in(String databaseName, String user) {
        return as(user).url(this.database.url().replace(this.database.name(), databaseName));
    }

    PostgresStoreBuilder on(DataSource dataSource) {
        return PostgresStore.builder().dataSource(dataSource);
    }

    String silentUrl() {
        return "jdbc:postgresql://127.0.0.1:" + this.silent.getLocalPort() + "/chat";
    }

    String closingUrl() {
        return "jdbc:postgresql://127.0.0.1:" + this.closing.getLocalPort() + "/chat";
    }

    String babblingUrl() {
        return "jdbc:postgresql://127.0.0.1:" + this.babbling.getLocalPort() + "/chat";
    }

    /** With tables as the Python program has them, of its version that is given. */
    PostgresStoreBuilder besidePython(int version) {
        DataSource python = new DriverManagerDataSource(
                this.database.url().replace(this.database.name(), name("python")),
                this.database.username(),
                this.database.password());
        JdbcTemplate statements = new JdbcTemplate(python);
        statements.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        statements.execute("CREATE TABLE public.rooms (id text PRIMARY KEY, "
                + ((version == 1) ? "data jsonb" : "latest_index integer, event_count integer")
                + "); CREATE TABLE public.events (id text); CREATE TABLE public.bindings (room_id text);"
                + " CREATE TABLE public.event_sequences (room_id text)");
        return in(name("python"));
    }

    HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(this.powerless);
        config.setPassword(SECRET);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(500);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** A pool whose only connection is in use. */
    DataSource exhaustedPool() {
        HikariDataSource pool = pool(this.database.url());
        this.pools.add(pool);
        try {
            pool.getConnection();
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
        return pool;
    }

    /** A pool that looks for its driver when it is asked for a connection. */
    static DataSource lazy(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        return pool;
    }

    static DataSource failing(Exception failure) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                if (failure instanceof SQLException sql) {
                    throw sql;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return getConnection();
            }
        };
    }

    static Map<String, String> noEnvironment() {
        return Map.of("HOME", "home");
    }

    private static ServerSocket answering(String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[8]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                } catch (IOException ex) {
                    if (server.isClosed()) {
                        return;
                    }
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @Override
    public void close() throws IOException {
        this.pools.forEach(HikariDataSource::close);
        this.silent.close();
        this.closing.close();
        this.babbling.close();
        for (String encoding : ENCODINGS) {
            this.server.execute("DROP DATABASE " + name(encoding) + " WITH (FORCE)");
        }
        this.server.execute("DROP DATABASE " + name("closed") + " WITH (FORCE)");
        this.server.execute("DROP DATABASE " + name("python") + " WITH (FORCE)");
        this.database.close();
    }
}
