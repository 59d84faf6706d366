package live.roomkit.store.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import live.roomkit.store.contract.MovableClock;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An empty database with users of its own. In a field annotated with {@code @AutoClose} it belongs to the test class if
 * the field is static, and to each test otherwise. Closing it also closes what was opened on it.
 */
final class FreshDatabase implements AutoCloseable {

    /** Every character that means something in a URL. */
    static final String PASSWORD = "s3cret@:/?#[]% +&=ü";

    private static final String JDBC_PREFIX = "jdbc:postgresql://";

    private final TestPostgres server;

    private final TestDatabase database;

    private final MovableClock clock = new MovableClock();

    private final Deque<AutoCloseable> resources = new ConcurrentLinkedDeque<>();

    private final List<String> users = new ArrayList<>();

    FreshDatabase() {
        this(TestPostgres.shared());
    }

    /** Creates a database on a server of the test's own. */
    FreshDatabase(TestPostgres server) {
        this.server = server;
        this.database = server.createDatabase();
    }

    /** Returns the clock of the stores that are opened here. */
    MovableClock clock() {
        return this.clock;
    }

    /** The JDBC URL, without user and password. */
    String url() {
        return this.database.url();
    }

    /** The URL as clients other than JDBC take it, with user and password. */
    String clientUrl(String username, String password) {
        return "postgresql://" + encoded(username) + ':' + encoded(password) + '@'
                + url().substring(JDBC_PREFIX.length());
    }

    String name() {
        return this.database.name();
    }

    /** Returns the name of the administrator. */
    String username() {
        return this.database.username();
    }

    String password() {
        return this.database.password();
    }

    /** Connections of the administrator. */
    DataSource dataSource() {
        return this.database.dataSource();
    }

    DataSource dataSource(String username) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(username);
        dataSource.setPassword(PASSWORD);
        return dataSource;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource());
    }

    JdbcTemplate jdbc(String username) {
        return new JdbcTemplate(dataSource(username));
    }

    /** Opens a store of the administrator that is closed with the database. */
    PostgresStore open() {
        return open(builder -> builder);
    }

    /** Opens a configured store of the administrator that is closed with the database. */
    PostgresStore open(UnaryOperator<PostgresStoreBuilder> configuration) {
        return closing(configuration.apply(builder()).open());
    }

    /** Closes a resource before the database is dropped, the last one first. */
    <T extends AutoCloseable> T closing(T resource) {
        this.resources.push(resource);
        return resource;
    }

    /** Counts the sessions of this database that wait for a lock of another session. */
    int blockedSessions() {
        return jdbc().queryForList(
                        "SELECT pid FROM pg_stat_activity WHERE datname = ? AND cardinality(pg_blocking_pids(pid)) > 0",
                        name())
                .size();
    }

    /** Returns a stranger's transaction that holds the row of a room. */
    Connection lockRoom(String roomId) throws SQLException {
        Connection stranger = dataSource().getConnection();
        stranger.setAutoCommit(false);
        try (PreparedStatement statement =
                stranger.prepareStatement("SELECT 1 FROM roomkit.rooms WHERE id = ? FOR NO KEY UPDATE")) {
            statement.setString(1, roomId);
            statement.execute();
        }
        return stranger;
    }

    /** Configures a store of the administrator, which the test opens and closes itself. */
    PostgresStoreBuilder builder() {
        return PostgresStore.builder()
                .url(url())
                .username(username())
                .password(password())
                .clock(this.clock);
    }

    PostgresStoreBuilder builder(String username) {
        return PostgresStore.builder().url(url()).username(username).password(PASSWORD);
    }

    /** Names a user after the database, since all databases share their users. Closing drops the user, if it exists. */
    String nameUser(String purpose) {
        String user = name() + "_" + purpose;
        this.users.add(user);
        return user;
    }

    /** A user who may log in, and no more. */
    String createUser(String purpose) {
        String user = nameUser(purpose);
        jdbc().execute("CREATE ROLE \"" + user + "\" LOGIN PASSWORD '" + PASSWORD + "'");
        return user;
    }

    /** A user who may create schemas besides. */
    String createSchemaCreator(String purpose) {
        String user = createUser(purpose);
        jdbc().execute("GRANT CREATE ON DATABASE " + name() + " TO \"" + user + "\"");
        return user;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        this.resources.forEach(FreshDatabase::close);
        this.database.close();
        JdbcTemplate jdbc = new JdbcTemplate(this.server.dataSource());
        this.users.forEach(user -> jdbc.execute("DROP ROLE IF EXISTS \"" + user + "\""));
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }
}
