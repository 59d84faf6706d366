package live.roomkit.boot.test.autoconfigure;

import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that exists as long as one application context. */
final class ContextDatabase implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ContextDatabase.class);

    private final TestDatabase database = TestPostgres.shared().createDatabase();

    String url() {
        return this.database.url();
    }

    String username() {
        return this.database.username();
    }

    String password() {
        return this.database.password();
    }

    /**
     * Drops the database. Ignores a failure, because the server may already have ended: cached application contexts are
     * closed only when the JVM ends.
     */
    @Override
    public void close() {
        try {
            this.database.close();
        } catch (IllegalStateException ex) {
            logger.debug("{} ends with its server", this.database, ex);
        }
    }
}
