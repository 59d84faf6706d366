package live.roomkit.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Migration;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.PostgresStoreBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/** The store's own connection pool: where it connects to, and how. */
final class StorePool {

    private final RoomKitStoreProperties properties;

    private final RoomKitConnectionDetails connectionDetails;

    private final ObjectProvider<SslBundles> sslBundles;

    private final boolean servesApplication;

    StorePool(
            RoomKitStoreProperties properties,
            RoomKitConnectionDetails connectionDetails,
            ObjectProvider<SslBundles> sslBundles,
            boolean servesApplication) {
        this.properties = properties;
        this.connectionDetails = connectionDetails;
        this.sslBundles = sslBundles;
        this.servesApplication = servesApplication;
    }

    HikariDataSource open() {
        return builder().openPool();
    }

    /** Reaches the database without the pool, which would hide why it cannot be reached. */
    PostgresStoreBuilder builder() {
        PostgresStoreBuilder builder = PostgresStore.builder()
                .minPoolSize(this.properties.pool().minSize())
                .maxPoolSize(this.properties.pool().maxSize())
                .acquireTimeout(this.properties.pool().acquireTimeout())
                .statementTimeout(this.properties.statementTimeout())
                .url(withSsl(this.connectionDetails.getUrl()))
                .username(this.connectionDetails.getUsername())
                .password(this.connectionDetails.getPassword());
        Migration migration = this.properties.migration();
        if (migration.isApart()) {
            String url = (migration.url() != null) ? migration.url() : this.connectionDetails.getUrl();
            builder.migrationUrl(withSsl(url), migration.username(), migration.password());
        }
        return builder;
    }

    /** Whether the database is named by {@code roomkit.store.url}. */
    boolean isConfiguredByProperty() {
        return this.connectionDetails instanceof PropertiesRoomKitConnectionDetails;
    }

    /** Whether the pool is also the application's only {@code DataSource}. */
    boolean servesApplication() {
        return this.servesApplication;
    }

    /** Host, port and database, without anything secret. */
    DatabaseAddress address() {
        return DatabaseAddress.of(this.connectionDetails.getUrl());
    }

    private String withSsl(String url) {
        String bundle = this.properties.sslBundle();
        return (bundle != null) ? SslBundleSocketFactory.addTo(url, bundle, this.sslBundles.getObject()) : url;
    }
}
