package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AllNestedConditions;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Matches when the application gives its store a connection pool of its own. */
final class OnStoreUrlCondition extends AllNestedConditions {

    OnStoreUrlCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "postgres", matchIfMissing = true)
    static final class Postgres {}

    @ConditionalOnProperty("roomkit.store.url")
    static final class StoreUrl {}
}
