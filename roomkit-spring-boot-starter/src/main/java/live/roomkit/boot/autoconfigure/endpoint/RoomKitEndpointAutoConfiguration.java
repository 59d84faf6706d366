package live.roomkit.boot.autoconfigure.endpoint;

import live.roomkit.boot.actuate.RoomKitEndpoint;
import live.roomkit.boot.autoconfigure.RoomKitDatabase;
import live.roomkit.boot.autoconfigure.RoomKitStoreAutoConfiguration;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the actuator endpoint {@code roomkit}. */
@AutoConfiguration(after = RoomKitStoreAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(RoomKitEndpoint.class)
@ConditionalOnBean(RoomKitDatabase.class)
public final class RoomKitEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RoomKitEndpoint roomkitEndpoint(RoomKitDatabase database, RoomKitStoreProperties properties) {
        return new RoomKitEndpoint(database.getDataSource(), database.getSchema(), properties.statementTimeout());
    }
}
