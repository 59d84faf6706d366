package live.roomkit.boot.test.autoconfigure;

import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Database of one application context of the tests. The database is dropped when the context is closed. */
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
     * Drops the database, and ignores a failure. Application contexts of tests are often closed when the JVM ends, and
     * the database server may have ended before.
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
