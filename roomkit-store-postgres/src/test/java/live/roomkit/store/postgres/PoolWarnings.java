package live.roomkit.store.postgres;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What a connection pool says of each connection that it loses, which is too much where a test breaks them all. */
final class PoolWarnings {

    private static final Logger POOL = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari");

    private PoolWarnings() {}

    static void off() {
        POOL.setLevel(Level.OFF);
    }

    static void on() {
        POOL.setLevel(null);
    }
}
