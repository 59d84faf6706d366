package live.roomkit.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import live.roomkit.store.ConversationStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionManager;

/**
 * Auto-configuration of the store's own connection pool. This auto-configuration applies when {@code roomkit.store.url}
 * is set or a {@link RoomKitConnectionDetails} bean exists. This auto-configuration does not apply when the application
 * declares a {@code DataSource} with the qualifier {@link RoomKitDataSource}.
 *
 * <p>When the application has a {@code DataSource}, the pool has its own transaction manager,
 * {@code roomkitTransactionManager}, and is injected only with the qualifier {@link RoomKitDataSource}. Injection
 * points without this qualifier still get the application's {@code DataSource}. When there is no other DataSource bean,
 * the pool is also the application's DataSource.
 */
@AutoConfiguration(
        before = TransactionAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration"
        },
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration"
        })
@Conditional({OnPostgresTypeCondition.class, OnStorePoolCondition.class})
@ConditionalOnMissingBean(ConversationStore.class)
@EnableConfigurationProperties(RoomKitStoreProperties.class)
public final class RoomKitDataSourceAutoConfiguration {

    private static final String POOL_BEAN_NAME = "roomkitDataSource";

    @Bean
    @ConditionalOnMissingBean(RoomKitConnectionDetails.class)
    PropertiesRoomKitConnectionDetails roomkitConnectionDetails(RoomKitStoreProperties properties) {
        return new PropertiesRoomKitConnectionDetails(properties);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(DataSource.class)
    @ConditionalOnMissingBean(name = POOL_BEAN_NAME)
    static class SecondaryPoolConfiguration {

        @Bean
        StorePool roomkitStorePool(
                RoomKitStoreProperties properties,
                RoomKitConnectionDetails connectionDetails,
                ObjectProvider<SslBundles> sslBundles) {
            return new StorePool(properties, connectionDetails, sslBundles, false);
        }

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
    @ConditionalOnMissingBean(DataSource.class)
    static class SolePoolConfiguration {

        @Bean
        StorePool roomkitStorePool(
                RoomKitStoreProperties properties,
                RoomKitConnectionDetails connectionDetails,
                ObjectProvider<SslBundles> sslBundles) {
            return new StorePool(properties, connectionDetails, sslBundles, true);
        }

        @Bean(POOL_BEAN_NAME)
        @RoomKitDataSource
        HikariDataSource roomkitDataSource(StorePool pool) {
            return pool.open();
        }

        @Bean
        @ConditionalOnMissingClass(
                "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration")
        @ConditionalOnMissingBean(TransactionManager.class)
        JdbcTransactionManager roomkitTransactionManager(@RoomKitDataSource DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }
}
