package live.roomkit.test.postgres;

import javax.sql.DataSource;

/** A database of a {@link TestPostgres} server. Closing this object drops the database and disconnects its clients. */
public final class TestDatabase implements AutoCloseable {

    private final TestPostgres server;

    private final String name;

    private final String url;

    TestDatabase(TestPostgres server, String name, String url) {
        this.server = server;
        this.name = name;
        this.url = url;
    }

    /** Returns the name of the database, which is unique on the server. */
    public String name() {
        return this.name;
    }

    /** Returns the JDBC URL, without credentials. */
    public String url() {
        return this.url;
    }

    /** Returns the name of the user who created the database. */
    public String username() {
        return this.server.username();
    }

    /** Returns the password of the user who created the database. */
    public String password() {
        return this.server.password();
    }

    /** Returns a DataSource without a connection pool. */
    public DataSource dataSource() {
        return this.server.dataSource(this.url);
    }

    @Override
    public void close() {
        this.server.drop(this);
    }

    @Override
    public String toString() {
        return "TestDatabase[" + this.url + "]";
    }
}
