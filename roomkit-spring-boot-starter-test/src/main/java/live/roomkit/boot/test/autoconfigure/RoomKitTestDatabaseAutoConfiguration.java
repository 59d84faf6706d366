package live.roomkit.boot.test.autoconfigure;

import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import live.roomkit.boot.autoconfigure.RoomKitDataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of a test's database. It takes the place of the databases that the application's settings name, so
 * that the beans are those of production: a pool of the store's own where {@code roomkit.store.url} is set, and otherwise
 * the application's {@code DataSource}.
 */
@AutoConfiguration(
        before = {DataSourceAutoConfiguration.class, RoomKitDataSourceAutoConfiguration.class},
        afterName = "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration")
@Conditional(OnMissingDatabaseCondition.class)
public final class RoomKitTestDatabaseAutoConfiguration {

    @Bean
    @Lazy
    ContextDatabase roomkitTestDatabase() {
        return new ContextDatabase();
    }

    @Bean
    @Conditional(OnApplicationUrlCondition.class)
    JdbcConnectionDetails roomkitTestJdbcConnectionDetails(ContextDatabase database) {
        return new ApplicationConnection(database);
    }

    @Bean
    @Conditional(OnStoreUrlCondition.class)
    RoomKitConnectionDetails roomkitTestConnectionDetails(ContextDatabase database) {
        return new StoreConnection(database);
    }

    /** The application's connection to the test's database. */
    private record ApplicationConnection(ContextDatabase database) implements JdbcConnectionDetails {

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

    /** The store's own connection to the test's database. */
    private record StoreConnection(ContextDatabase database) implements RoomKitConnectionDetails {

        @Override
        public String getUrl() {
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
}
