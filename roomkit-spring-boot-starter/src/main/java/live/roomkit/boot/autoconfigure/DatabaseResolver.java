package live.roomkit.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitDatabase.Origin;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import live.roomkit.store.postgres.internal.ConnectionUrl.Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Finds the DataSource of the store: the DataSource with the qualifier {@link RoomKitDataSource}, or else the
 * application's only or primary DataSource. When the store has its own connection pool, the pool is the DataSource with
 * the qualifier. Without any DataSource, the application does not start.
 */
final class DatabaseResolver {

    private static final Logger logger = LoggerFactory.getLogger(DatabaseResolver.class);

    private static final List<String> OWN_POOL_SETTINGS = List.of(
            "roomkit.store.username",
            "roomkit.store.password",
            "roomkit.store.pool.min-size",
            "roomkit.store.pool.max-size");

    private final RoomKitStoreProperties properties;

    private final Environment environment;

    DatabaseResolver(RoomKitStoreProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    RoomKitDatabase resolve(
            ObjectProvider<DataSource> marked, ObjectProvider<DataSource> application, ObjectProvider<StorePool> pool) {
        StorePool own = pool.getIfAvailable();
        DataSource dataSource = unique(marked, "marked @RoomKitDataSource");
        if (dataSource == null) {
            refuseOwnPoolSettings();
            dataSource = unique(application, "of the application");
            return database(required(dataSource), applicationOrigin(), true, null);
        }
        if (own == null) {
            refuseOwnPoolSettings();
            return database(dataSource, Origin.MARKED, application.getIfUnique() == dataSource, null);
        }
        Origin origin = own.isConfiguredByProperty() ? Origin.STORE_URL : Origin.CONNECTION_DETAILS;
        return database(dataSource, origin, own.servesApplication(), own.address());
    }

    private RoomKitDatabase database(DataSource dataSource, Origin origin, boolean joins, @Nullable Address address) {
        return new RoomKitDatabase(
                dataSource,
                this.properties.schema(),
                origin,
                joins,
                (address != null) ? address : addressOf(dataSource));
    }

    private static @Nullable DataSource unique(ObjectProvider<DataSource> candidates, String which) {
        try {
            return candidates.getIfAvailable();
        } catch (NoUniqueBeanDefinitionException ex) {
            throw new NoStoreDatabaseException(which, ex.getBeanNamesFound());
        }
    }

    private static DataSource required(@Nullable DataSource dataSource) {
        if (dataSource == null) {
            throw new NoStoreDatabaseException();
        }
        return dataSource;
    }

    private Origin applicationOrigin() {
        return this.environment.containsProperty("spring.datasource.url") ? Origin.APPLICATION_URL : Origin.APPLICATION;
    }

    private void refuseOwnPoolSettings() {
        if (this.properties.sslBundle() != null) {
            throw new InvalidConfigurationPropertyValueException(
                    "roomkit.store.ssl-bundle",
                    this.properties.sslBundle(),
                    "It applies to the store's own connection pool only, and the store uses a DataSource of the"
                            + " application: set roomkit.store.url, or configure SSL on that DataSource.");
        }
        Binder binder = Binder.get(this.environment);
        List<String> ignored = OWN_POOL_SETTINGS.stream()
                .filter(name -> binder.bind(name, Bindable.of(String.class)).isBound())
                .toList();
        if (!ignored.isEmpty()) {
            logger.warn(
                    "{} ignored: that is for the store's own connection pool, and the store uses a DataSource of the"
                            + " application. Set roomkit.store.url, or configure that DataSource",
                    String.join(", ", ignored) + ((ignored.size() == 1) ? " is" : " are"));
        }
    }

    private static @Nullable Address addressOf(DataSource dataSource) {
        HikariDataSource pool = hikari(dataSource);
        return (pool != null && pool.getJdbcUrl() != null) ? ConnectionUrl.addressOf(pool.getJdbcUrl()) : null;
    }

    private static @Nullable HikariDataSource hikari(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class) ? dataSource.unwrap(HikariDataSource.class) : null;
        } catch (SQLException ex) {
            return null;
        }
    }
}
