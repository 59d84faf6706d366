package live.roomkit.test.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running PostgreSQL server. */
abstract class Server {

    static final String USERNAME = "postgres";

    static final String PASSWORD = "roomkit-test";

    static final String DATABASE = "postgres";

    private static final Logger logger = LoggerFactory.getLogger(Server.class);

    /**
     * Returns the server that the system property {@link TestPostgres#PROPERTY} selects. Starts the server unless the
     * property contains the URL of an existing server.
     */
    static Server selected(Durability durability) {
        String selection = System.getProperty(TestPostgres.PROPERTY, "auto");
        if (selection.startsWith("jdbc:postgresql:")) {
            return new ExternalServer(selection);
        }
        return switch (selection) {
            case "auto" -> Docker.isAvailable() ? containerOrEmbedded(durability) : EmbeddedServer.start(durability);
            case "docker" -> ContainerServer.start(durability);
            case "embedded" -> EmbeddedServer.start(durability);
            default ->
                throw new IllegalArgumentException("-D" + TestPostgres.PROPERTY + "=" + selection
                        + " is none of auto, docker, embedded and jdbc:postgresql://…");
        };
    }

    /**
     * Returns the version of the PostgreSQL binaries on the class path. The build sets this version. A container runs
     * the same major version.
     */
    static String version() {
        try (InputStream in = Server.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException ex) {
            throw new IllegalStateException("Cannot read version.properties", ex);
        }
    }

    static int majorVersion() {
        String version = version();
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    /**
     * Returns options of {@code initdb} that set a locale for sorting text. The options work even if the operating
     * system does not have this locale.
     */
    static String localeOptions(int majorVersion) {
        return (majorVersion >= 15) ? "--locale=C --locale-provider=icu --icu-locale=en-US" : "--locale=C";
    }

    abstract String url(String database);

    /** Returns the name of the database to connect to in order to create other databases. */
    String database() {
        return DATABASE;
    }

    String username() {
        return USERNAME;
    }

    String password() {
        return PASSWORD;
    }

    void stop() {
        throw unsupported();
    }

    void restart() {
        throw unsupported();
    }

    void kill() {
        throw unsupported();
    }

    void freeze() {
        throw unsupported();
    }

    void thaw() {
        throw unsupported();
    }

    Server startStandby() {
        throw unsupported();
    }

    void promote() {
        throw unsupported();
    }

    abstract void close();

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(
                "Only an embedded server can be stopped and restarted; see TestPostgres.startEmbedded");
    }

    private static Server containerOrEmbedded(Durability durability) {
        try {
            return ContainerServer.start(durability);
        } catch (RuntimeException ex) {
            logger.warn("Docker answers but cannot run PostgreSQL; using the embedded server instead", ex);
            return EmbeddedServer.start(durability);
        }
    }
}
