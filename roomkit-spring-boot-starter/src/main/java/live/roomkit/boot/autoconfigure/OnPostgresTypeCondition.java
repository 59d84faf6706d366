package live.roomkit.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/**
 * Matches unless the store is to be kept in memory. A type that does not exist matches too, so that it is refused when the
 * properties are bound rather than as a missing bean.
 */
final class OnPostgresTypeCondition extends NoneNestedConditions {

    OnPostgresTypeCondition() {
        super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "memory")
    static final class Memory {}
}
