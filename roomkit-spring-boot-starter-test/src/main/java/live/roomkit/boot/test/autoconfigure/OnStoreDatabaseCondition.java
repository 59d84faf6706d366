package live.roomkit.boot.test.autoconfigure;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches when {@code roomkit.store.url} is set, or when the application has neither a {@code DataSource} nor the
 * module of Spring Boot that creates one. In both cases, the store has its own connection pool.
 */
final class OnStoreDatabaseCondition extends AnyNestedCondition {

    OnStoreDatabaseCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("roomkit.store.url")
    static final class StoreUrl {}

    @ConditionalOnMissingBean(DataSource.class)
    @ConditionalOnMissingClass("org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails")
    static final class NoApplicationDataSource {}
}
