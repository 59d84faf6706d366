package live.roomkit.boot.autoconfigure;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Migration;
import live.roomkit.store.StoreException;
import live.roomkit.store.observation.ObservedDatabase;
import live.roomkit.store.postgres.PostgresSchema;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.PostgresStoreBuilder;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Migrates or checks the store's tables at startup, after the application's own migrations and before the store is
 * used. Logs one line that describes the database of the store.
 */
final class RoomKitSchemaInitializer implements InitializingBean {

    private static final Logger logger = LoggerFactory.getLogger(RoomKitSchemaInitializer.class);

    private static final int DEFAULT_PORT = 5432;

    private final RoomKitDatabase database;

    private final RoomKitStoreProperties properties;

    private final @Nullable StorePool pool;

    private String databaseName = "";

    private @Nullable String server;

    RoomKitSchemaInitializer(RoomKitDatabase database, RoomKitStoreProperties properties, @Nullable StorePool pool) {
        this.database = database;
        this.properties = properties;
        this.pool = pool;
    }

    @Override
    public void afterPropertiesSet() {
        PostgresStoreBuilder tables = (this.pool != null) ? this.pool.builder() : onDataSource();
        try {
            tables.schema(this.database.getSchema())
                    .readOnly(this.properties.readOnly())
                    .feed(this.properties.feed().enabled())
                    .holds(this.properties.protection().holds())
                    .sweepsInTurn(this.properties.isSweeping())
                    .distribution(this.properties.distribution())
                    .migration(this.properties.migration().mode())
                    .prepareTables();
            describe();
        } catch (StoreException ex) {
            throw new StoreStartException(this.database, this.properties, ex);
        }
    }

    /**
     * Returns the description of the database for metrics and traces. The description contains no server when the JDBC
     * URL names several servers, because the store may use any of them.
     */
    ObservedDatabase observed() {
        String server = (this.server != null) ? this.server : "";
        int colon = server.lastIndexOf(':');
        boolean hasPort = colon > server.lastIndexOf(']');
        String host = hasPort ? server.substring(0, colon) : server;
        boolean single = !host.isEmpty() && server.indexOf(',') < 0;
        return new ObservedDatabase(
                "postgresql",
                this.databaseName + "." + this.database.getSchema(),
                single ? host : null,
                single ? (hasPort ? Integer.valueOf(server.substring(colon + 1)) : DEFAULT_PORT) : null);
    }

    private PostgresStoreBuilder onDataSource() {
        PostgresStoreBuilder builder = PostgresStore.builder().dataSource(this.database.getDataSource());
        Migration migration = this.properties.migration();
        builder.besidePythonStore(migration.besidePythonStore());
        if (migration.url() != null) {
            builder.migrationUrl(migration.url(), migration.username(), migration.password());
        } else if (migration.isApart()) {
            throw new InvalidConfigurationPropertyValueException(
                    "roomkit.store.migration.username",
                    migration.username(),
                    "The store uses a DataSource of the application: set roomkit.store.migration.url as well.");
        }
        return builder;
    }

    private void describe() {
        String version = new PostgresSchema(this.database.getDataSource(), this.database.getSchema())
                .version()
                .orElse("unknown");
        String server = new JdbcTemplate(this.database.getDataSource())
                .execute((ConnectionCallback<String>) connection -> {
                    this.databaseName = connection.getCatalog();
                    this.server = serverOf(connection.getMetaData());
                    return serverVersion(connection.getMetaData());
                });
        logger.info(
                "Conversation store: PostgreSQL {}, database {}, schema {} at version {}, by {}; {}",
                server,
                this.databaseName,
                this.database.getSchema(),
                version,
                this.database.origin().description(),
                this.database.isJoiningTransactions()
                        ? "joins the application's transactions"
                        : "does not join transactions of the application's DataSource");
    }

    private static @Nullable String serverOf(DatabaseMetaData server) throws SQLException {
        ConnectionUrl.Address address = ConnectionUrl.addressOf(server.getURL());
        return (address != null) ? address.server() : null;
    }

    private static String serverVersion(DatabaseMetaData server) throws SQLException {
        return server.getDatabaseProductVersion().split(" ", 2)[0];
    }
}
