package live.roomkit.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Migration;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.PostgresStoreBuilder;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import live.roomkit.store.postgres.internal.ConnectionUrl.Address;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/** Opens and describes the store's own connection pool. */
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

    /**
     * Returns a builder with the URL and the settings of the pool. The builder can open the pool, and can migrate or
     * check the tables. To migrate or check the tables, the builder opens a connection that does not come from the
     * pool, because the exceptions of a pool hide the reason why a database cannot be reached.
     */
    PostgresStoreBuilder builder() {
        PostgresStoreBuilder builder = PostgresStore.builder()
                .minPoolSize(this.properties.pool().minSize())
                .maxPoolSize(this.properties.pool().maxSize())
                .acquireTimeout(this.properties.pool().acquireTimeout())
                .statementTimeout(this.properties.statementTimeout())
                .readOnly(this.properties.readOnly())
                .distribution(this.properties.distribution())
                .url(withSsl(this.connectionDetails.getUrl()))
                .username(this.connectionDetails.getUsername())
                .password(this.connectionDetails.getPassword());
        Migration migration = this.properties.migration();
        builder.besidePythonStore(migration.besidePythonStore());
        if (migration.isApart()) {
            String url = (migration.url() != null) ? migration.url() : this.connectionDetails.getUrl();
            builder.migrationUrl(withSsl(url), migration.username(), migration.password());
        }
        return builder;
    }

    /** Tells whether {@code roomkit.store.url} names the database. */
    boolean isConfiguredByProperty() {
        return this.connectionDetails instanceof PropertiesRoomKitConnectionDetails;
    }

    /** Tells whether the pool is also the application's only {@code DataSource}. */
    boolean servesApplication() {
        return this.servesApplication;
    }

    /** Returns the hosts and the database of the URL. Returns {@code null} when the URL is not a PostgreSQL URL. */
    @Nullable
    Address address() {
        return ConnectionUrl.addressOf(this.connectionDetails.getUrl());
    }

    private String withSsl(String url) {
        String bundle = this.properties.sslBundle();
        return (bundle != null) ? SslBundleSocketFactory.addTo(url, bundle, this.sslBundles.getObject()) : url;
    }
}
