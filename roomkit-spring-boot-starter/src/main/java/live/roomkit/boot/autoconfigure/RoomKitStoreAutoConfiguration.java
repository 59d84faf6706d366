package live.roomkit.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import live.roomkit.identity.AddressNormalizer;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.observation.InstrumentedConversationStore;
import live.roomkit.store.observation.ObservedDatabase;
import live.roomkit.store.postgres.MigrationMode;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.PostgresStoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the {@link ConversationStore}, in PostgreSQL or, with {@code roomkit.store.type=memory}, in
 * memory. This auto-configuration backs off when the application has a {@code ConversationStore} bean.
 *
 * <p>A PostgreSQL store uses the DataSource with the qualifier {@link RoomKitDataSource}, if the application declares
 * one. Otherwise, the store has its own connection pool if {@code roomkit.store.url} is set or there is a
 * {@link RoomKitConnectionDetails} bean. In all other cases, the store uses the application's only or primary
 * DataSource and joins the transactions of this DataSource. If there is no DataSource either, the application does not
 * start.
 */
@AutoConfiguration(after = RoomKitDataSourceAutoConfiguration.class)
@ConditionalOnMissingBean(ConversationStore.class)
@EnableConfigurationProperties(RoomKitStoreProperties.class)
@ImportRuntimeHints(RoomKitRuntimeHints.class)
public final class RoomKitStoreAutoConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(RoomKitStoreAutoConfiguration.class);

    private static ConversationStore observed(
            ConversationStore store,
            RoomKitStoreProperties properties,
            ObjectProvider<ObservationRegistry> registry,
            @Nullable ObservedDatabase database) {
        return properties.observation().enabled()
                ? new InstrumentedConversationStore(
                        store, registry.getIfUnique(() -> ObservationRegistry.NOOP), database)
                : store;
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnPostgresTypeCondition.class)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class PostgresConfiguration {

        @Bean
        RoomKitDatabase roomkitDatabase(
                RoomKitStoreProperties properties,
                Environment environment,
                @RoomKitDataSource ObjectProvider<DataSource> marked,
                ObjectProvider<DataSource> application,
                ObjectProvider<StorePool> pool) {
            return new DatabaseResolver(properties, environment).resolve(marked, application, pool);
        }

        @Bean
        @DependsOnDatabaseInitialization
        RoomKitSchemaInitializer roomkitSchemaInitializer(
                RoomKitDatabase database, RoomKitStoreProperties properties, ObjectProvider<StorePool> pool) {
            return new RoomKitSchemaInitializer(database, properties, pool.getIfAvailable());
        }

        @Bean
        ConversationStore conversationStore(
                RoomKitDatabase database,
                RoomKitSchemaInitializer initializer,
                RoomKitStoreProperties properties,
                ObjectProvider<AddressNormalizer> addressNormalizer,
                ObjectProvider<ObservationRegistry> registry) {
            PostgresStoreBuilder builder = PostgresStore.builder()
                    .dataSource(database.getDataSource())
                    .schema(database.getSchema())
                    .acquireTimeout(properties.pool().acquireTimeout())
                    .statementTimeout(properties.statementTimeout())
                    .combiningAppends(properties.append().combining())
                    .readOnly(properties.readOnly())
                    .feed(properties.feed().enabled())
                    .holds(properties.protection().holds())
                    .sweepsInTurn(properties.isSweeping())
                    .distribution(properties.distribution())
                    .protectionSecret(properties.protection().secret())
                    .maxRecordSize((int) properties.maxRecordSize().toBytes())
                    .maxPageSize((int) properties.maxPageSize().toBytes())
                    .migration(MigrationMode.NONE);
            if (properties.append().twoStatements() != null) {
                builder.appendsInTwoStatements(properties.append().twoStatements());
            }
            addressNormalizer.ifUnique(builder::addressNormalizer);
            return observed(open(builder, database, properties), properties, registry, initializer.observed());
        }

        private static ConversationStore open(
                PostgresStoreBuilder builder, RoomKitDatabase database, RoomKitStoreProperties properties) {
            try {
                return builder.open();
            } catch (StoreException ex) {
                throw new StoreStartException(database, properties, ex);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "memory")
    static class MemoryConfiguration {

        @Bean
        ConversationStore conversationStore(
                RoomKitStoreProperties properties,
                ObjectProvider<AddressNormalizer> addressNormalizer,
                ObjectProvider<ObservationRegistry> registry) {
            logger.warn("roomkit.store.type=memory: conversations are lost when the application ends");
            InMemoryStore store = new InMemoryStore(
                    (int) properties.maxRecordSize().toBytes(),
                    (int) properties.maxPageSize().toBytes(),
                    Clock.systemUTC(),
                    addressNormalizer.getIfUnique(AddressNormalizer::standard));
            return observed(store, properties, registry, null);
        }
    }
}
