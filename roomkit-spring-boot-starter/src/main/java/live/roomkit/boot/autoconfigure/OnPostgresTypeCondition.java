package live.roomkit.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/**
 * Matches unless {@code roomkit.store.type} is {@code memory}. An unknown type matches too, so that the binding of the
 * properties refuses it.
 */
final class OnPostgresTypeCondition extends NoneNestedConditions {

    OnPostgresTypeCondition() {
        super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "memory")
    static final class Memory {}
}
