package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches when {@code spring.datasource.url} is set or when {@code roomkit.store.type} is {@code postgres}, which is
 * the default. In both cases, the test may need a database for the application's {@code DataSource}.
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
