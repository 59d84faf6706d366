package live.roomkit.boot.test.autoconfigure;

import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import live.roomkit.boot.autoconfigure.RoomKitDataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the database for a test. The test database replaces only the connection details in the
 * application's settings, so the test has the same beans as in production. The store has its own connection pool when
 * {@code roomkit.store.url} is set or the application has no {@code DataSource}. In other cases, the store uses the
 * application's {@code DataSource}.
 */
@AutoConfiguration(
        before = RoomKitDataSourceAutoConfiguration.class,
        beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        afterName = "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration")
public final class RoomKitTestDatabaseAutoConfiguration {

    @Bean
    @Lazy
    ContextDatabase roomkitTestDatabase() {
        return new ContextDatabase();
    }

    @Bean
    @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "postgres", matchIfMissing = true)
    @Conditional(OnStoreDatabaseCondition.class)
    @ConditionalOnMissingBean(RoomKitConnectionDetails.class)
    RoomKitConnectionDetails roomkitTestConnectionDetails(ContextDatabase database) {
        return new StoreConnection(database);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class ApplicationConfiguration {

        @Bean
        @Conditional(OnApplicationDatabaseCondition.class)
        @ConditionalOnMissingBean({JdbcConnectionDetails.class, DataSource.class})
        JdbcConnectionDetails roomkitTestJdbcConnectionDetails(ContextDatabase database) {
            return new ApplicationConnection(database);
        }
    }

    /** Connection details of the test database for the application's {@code DataSource}. */
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

    /** Connection details of the test database for the store's own pool. */
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
