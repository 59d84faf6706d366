package live.roomkit.boot.autoconfigure.health;

import live.roomkit.boot.actuate.RoomKitStoreHealthIndicator;
import live.roomkit.boot.autoconfigure.RoomKitDatabase;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code roomkitStore}. The contributor is part of the application's
 * health. The contributor is part of the readiness group only when
 * {@code management.endpoint.health.group.readiness.include} contains its name.
 */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(RoomKitDatabase.class)
@ConditionalOnEnabledHealthIndicator("roomkitstore")
public final class RoomKitStoreHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = {"roomkitStoreHealthIndicator", "roomkitStoreHealthContributor"})
    RoomKitStoreHealthIndicator roomkitStoreHealthIndicator(
            RoomKitDatabase database, RoomKitStoreProperties properties) {
        return new RoomKitStoreHealthIndicator(database.getDataSource(), database.getSchema(), properties.readOnly());
    }
}
