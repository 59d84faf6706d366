package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.internal.Checks;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Contains the settings of {@link PostgresStoreBuilder} that determine how the store connects to the database, and
 * checks that they fit together.
 */
final class ConnectionSettings {

    private static final int DEFAULT_MIN_POOL_SIZE = 2;

    private static final int DEFAULT_MAX_POOL_SIZE = 10;

    @Nullable
    String url;

    @Nullable
    String username;

    @Nullable
    String password;

    @Nullable
    DataSource dataSource;

    @Nullable
    Integer minPoolSize;

    @Nullable
    Integer maxPoolSize;

    Duration acquireTimeout = Duration.ofSeconds(5);

    void check() {
        if ((this.url == null) == (this.dataSource == null)) {
            throw new IllegalStateException("Either url or dataSource must be given");
        }
        List<String> ignored = new ArrayList<>();
        addUnlessNull(ignored, "username", this.username);
        addUnlessNull(ignored, "password", this.password);
        addUnlessNull(ignored, "minPoolSize", this.minPoolSize);
        addUnlessNull(ignored, "maxPoolSize", this.maxPoolSize);
        if (this.dataSource != null && !ignored.isEmpty()) {
            throw new IllegalStateException(String.join(", ", ignored)
                    + " cannot be given beside dataSource: set that on the DataSource, or give url instead");
        }
        checkSizes();
    }

    private static void addUnlessNull(List<String> names, String name, @Nullable Object value) {
        if (value != null) {
            names.add(name);
        }
    }

    private void checkSizes() {
        Checks.check(
                this.minPoolSize == null || this.minPoolSize <= maximum(),
                "minPoolSize is " + this.minPoolSize + " and must not be above maxPoolSize, which is " + maximum());
    }

    /**
     * Returns a DataSource without opening a pool. When a URL is set, returns a new DataSource that connects to the URL
     * without a pool. When the application has set its own DataSource, returns that DataSource. When the DataSource of
     * the application is a {@code TransactionAwareDataSourceProxy}, returns the target of the proxy, because
     * transaction managers bind the connections of the target.
     */
    DataSource withoutPool() {
        if (this.dataSource == null) {
            return connectionUrl().dataSource(this.acquireTimeout);
        }
        return (this.dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null)
                ? proxy.getTargetDataSource()
                : this.dataSource;
    }

    void warnOfStandby(Logger logger) {
        if (connectionUrl().mayReachStandby()) {
            logger.warn("The URL of the database names several servers but does not ask for the primary: add"
                    + " targetServerType=primary, or writes may fail on a standby");
        }
    }

    /** Opens a connection pool for the URL, without waiting for its first connection. */
    HikariDataSource openPool(Duration statementTimeout, Distribution distribution) {
        checkSizes();
        int minimum = Math.min((this.minPoolSize != null) ? this.minPoolSize : DEFAULT_MIN_POOL_SIZE, maximum());
        return HikariPools.open(
                connectionUrl(), minimum, maximum(), this.acquireTimeout, statementTimeout, distribution);
    }

    /** Returns the acquire timeout plus the statement timeout, or zero when statements have no time limit. */
    Duration longestCall(Duration statementTimeout) {
        return statementTimeout.isZero() ? Duration.ZERO : this.acquireTimeout.plus(statementTimeout);
    }

    private int maximum() {
        return (this.maxPoolSize != null) ? this.maxPoolSize : DEFAULT_MAX_POOL_SIZE;
    }

    private ConnectionUrl connectionUrl() {
        return ConnectionUrl.parse(Checks.notNull("url", this.url), this.username, this.password);
    }
}
