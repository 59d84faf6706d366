package live.roomkit.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/**
 * Matches when {@code roomkit.store.type} is not {@code memory}. An unknown type matches too: Spring Boot rejects an
 * unknown type later, when it reads {@link RoomKitStoreProperties}.
 */
final class OnPostgresTypeCondition extends NoneNestedConditions {

    OnPostgresTypeCondition() {
        super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "memory")
    static final class Memory {}
}
