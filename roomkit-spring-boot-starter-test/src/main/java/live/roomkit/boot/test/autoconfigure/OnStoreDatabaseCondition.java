package live.roomkit.boot.test.autoconfigure;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches when the store has its own connection pool. The store needs its own pool when the application has no
 * {@code DataSource}.
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
