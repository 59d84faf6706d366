package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches when the application's settings name a database, or when the store is a PostgreSQL store, which may use the
 * application's database.
 */
final class OnApplicationDatabaseCondition extends AnyNestedCondition {

    OnApplicationDatabaseCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("spring.datasource.url")
    static final class ApplicationUrl {}

    @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "postgres", matchIfMissing = true)
    static final class Postgres {}
}
