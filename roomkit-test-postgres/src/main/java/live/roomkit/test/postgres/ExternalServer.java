package live.roomkit.test.postgres;

import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * An existing server, which this module does not start. Tests only create and drop databases on an existing server, and
 * change nothing else.
 */
final class ExternalServer extends Server {

    private final Properties properties;

    ExternalServer(String url) {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw new IllegalArgumentException("Not a PostgreSQL URL: -D" + TestPostgres.PROPERTY);
        }
        this.properties = parsed;
    }

    @Override
    String url(String database) {
        return "jdbc:postgresql://" + property(PGProperty.PG_HOST, "localhost") + ":"
                + property(PGProperty.PG_PORT, "5432") + "/" + database;
    }

    @Override
    String database() {
        return property(PGProperty.PG_DBNAME, DATABASE);
    }

    @Override
    String username() {
        return property(PGProperty.USER, USERNAME);
    }

    @Override
    String password() {
        return property(PGProperty.PASSWORD, "");
    }

    @Override
    void close() {}

    private String property(PGProperty property, String defaultValue) {
        return this.properties.getProperty(property.getName(), defaultValue);
    }
}
