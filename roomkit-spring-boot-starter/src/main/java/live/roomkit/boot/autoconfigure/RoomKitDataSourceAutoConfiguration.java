package live.roomkit.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import live.roomkit.store.ConversationStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Auto-configuration of the store's own connection pool, where {@code roomkit.store.url} or a
 * {@link RoomKitConnectionDetails} bean names its database.
 *
 * <p>Beside a {@code DataSource} of the application the pool is invisible to injection points without qualifier, so that
 * nothing changes for the application, and has a transaction manager of its own, {@code roomkitTransactionManager}.
 * Otherwise it is the application's DataSource, and Spring Boot configures the rest on it.
 */
@AutoConfiguration(
        before = DataSourceAutoConfiguration.class,
        afterName = "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration")
@Conditional({OnPostgresTypeCondition.class, OnStorePoolCondition.class})
@ConditionalOnMissingBean(ConversationStore.class)
@EnableConfigurationProperties(RoomKitStoreProperties.class)
public final class RoomKitDataSourceAutoConfiguration {

    static final String POOL_BEAN_NAME = "roomkitDataSource";

    @Bean
    @ConditionalOnMissingBean(RoomKitConnectionDetails.class)
    PropertiesRoomKitConnectionDetails roomkitConnectionDetails(RoomKitStoreProperties properties) {
        return new PropertiesRoomKitConnectionDetails(properties);
    }

    @Bean
    StorePool roomkitStorePool(
            RoomKitStoreProperties properties,
            RoomKitConnectionDetails connectionDetails,
            ObjectProvider<SslBundles> sslBundles) {
        return new StorePool(properties, connectionDetails, sslBundles);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnApplicationDataSourceCondition.class)
    static class SecondaryPoolConfiguration {

        @Bean(name = POOL_BEAN_NAME, defaultCandidate = false)
        @RoomKitDataSource
        HikariDataSource roomkitDataSource(StorePool pool) {
            return pool.open();
        }

        @Bean(defaultCandidate = false)
        @RoomKitDataSource
        JdbcTransactionManager roomkitTransactionManager(@RoomKitDataSource DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnApplicationDataSourceCondition.Missing.class)
    static class SolePoolConfiguration {

        @Bean(POOL_BEAN_NAME)
        @RoomKitDataSource
        HikariDataSource roomkitDataSource(StorePool pool) {
            return pool.open();
        }
    }
}
