package live.roomkit.store.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** An empty database with users of its own; all of it goes on closing. */
final class FreshDatabase implements AutoCloseable {

    /** Every character that means something in a URL. */
    static final String PASSWORD = "s3cret@:/?#[]% +&=ü";

    private static final String JDBC_PREFIX = "jdbc:postgresql://";

    private final TestDatabase database = TestPostgres.shared().createDatabase();

    private final List<String> users = new ArrayList<>();

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

    String administrator() {
        return this.database.username();
    }

    String administratorPassword() {
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

    /** A store of the administrator. */
    PostgresStoreBuilder builder() {
        return PostgresStore.builder().url(url()).username(administrator()).password(administratorPassword());
    }

    PostgresStoreBuilder builder(String username) {
        return PostgresStore.builder().url(url()).username(username).password(PASSWORD);
    }

    /** A user who may log in, and no more; named after the database, since users are shared by all. */
    String createUser(String purpose) {
        String user = name() + "_" + purpose;
        jdbc().execute("CREATE ROLE \"" + user + "\" LOGIN PASSWORD '" + PASSWORD + "'");
        this.users.add(user);
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
        this.database.close();
        JdbcTemplate server = new JdbcTemplate(TestPostgres.shared().dataSource());
        this.users.forEach(user -> server.execute("DROP ROLE \"" + user + "\""));
    }
}
