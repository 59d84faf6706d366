package live.roomkit.boot.test.autoconfigure;

import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A container to whom it may concern, and a database of the test server in truth. Needs no Docker. */
final class EmbeddedContainer extends PostgreSQLContainer {

    private static final String IMAGE = "postgres:17-alpine";

    private final TestDatabase database = TestPostgres.shared().createDatabase();

    private boolean running;

    EmbeddedContainer() {
        super(IMAGE);
    }

    @Override
    public String getDockerImageName() {
        return IMAGE;
    }

    @Override
    public void start() {
        this.running = true;
    }

    @Override
    public void stop() {
        this.running = false;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public boolean isCreated() {
        return this.running;
    }

    @Override
    public String getJdbcUrl() {
        return this.database.url();
    }

    @Override
    public String getUsername() {
        return this.database.username();
    }

    @Override
    public String getPassword() {
        return this.database.password();
    }
}
