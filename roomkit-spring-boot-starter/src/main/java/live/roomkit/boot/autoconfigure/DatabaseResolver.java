package live.roomkit.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitDatabase.Origin;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Finds the database of the store. A DataSource marked {@link RoomKitDataSource}, which the store's own pool is too, comes
 * before the application's unique or primary one; without either there is no store.
 */
final class DatabaseResolver {

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

    private RoomKitDatabase database(
            DataSource dataSource, Origin origin, boolean joins, @Nullable DatabaseAddress address) {
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

    /** An encryption that was asked for must not be left out silently. */
    private void refuseOwnPoolSettings() {
        if (this.properties.sslBundle() != null) {
            throw new InvalidConfigurationPropertyValueException(
                    "roomkit.store.ssl-bundle",
                    this.properties.sslBundle(),
                    "It applies to the store's own connection pool only, and the store uses a DataSource of the"
                            + " application: set roomkit.store.url, or configure SSL on that DataSource.");
        }
    }

    private static @Nullable DatabaseAddress addressOf(DataSource dataSource) {
        HikariDataSource pool = hikari(dataSource);
        return (pool != null && pool.getJdbcUrl() != null) ? DatabaseAddress.of(pool.getJdbcUrl()) : null;
    }

    private static @Nullable HikariDataSource hikari(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class) ? dataSource.unwrap(HikariDataSource.class) : null;
        } catch (SQLException ex) {
            return null;
        }
    }
}
