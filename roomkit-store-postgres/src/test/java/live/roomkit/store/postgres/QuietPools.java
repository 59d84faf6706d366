package live.roomkit.store.postgres;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Silences connection pools, which warn of each lost connection, in tests that break all of them. */
final class QuietPools implements BeforeAllCallback, AfterAllCallback {

    private static final Logger POOL = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari");

    @Override
    public void beforeAll(ExtensionContext context) {
        POOL.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        POOL.setLevel(null);
    }
}
