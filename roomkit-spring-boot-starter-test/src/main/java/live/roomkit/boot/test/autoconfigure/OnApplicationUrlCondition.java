package live.roomkit.boot.test.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Conditional;

/** Matches when the application has a database of its own, or its store needs one and has none of its own. */
final class OnApplicationUrlCondition extends AnyNestedCondition {

    OnApplicationUrlCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("spring.datasource.url")
    static final class ApplicationUrl {}

    @Conditional(SharedDatabase.class)
    static final class StoreNeedsOne {}

    /** Matches when the store shares the application's database. */
    static final class SharedDatabase extends NoneNestedConditions {

        SharedDatabase() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(name = "roomkit.store.type", havingValue = "memory")
        static final class Memory {}

        @ConditionalOnProperty("roomkit.store.url")
        static final class StoreUrl {}
    }
}
