package live.roomkit.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when the application has a {@code DataSource} beside the store's own pool, or is going to get one. */
final class OnApplicationDataSourceCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("DataSource of the application");
        if (ApplicationDataSource.isConfigured(context.getEnvironment(), context.getClassLoader())) {
            return ConditionOutcome.match(message.because("one is configured"));
        }
        List<String> names = beanNames(context.getBeanFactory());
        return names.isEmpty()
                ? ConditionOutcome.noMatch(message.because("there is none"))
                : ConditionOutcome.match(message.foundExactly(names));
    }

    private static List<String> beanNames(@Nullable ConfigurableListableBeanFactory factory) {
        return (factory == null)
                ? List.of()
                : ApplicationDataSource.beanNames(factory).stream()
                        .filter(name -> !name.equals(RoomKitDataSourceAutoConfiguration.POOL_BEAN_NAME))
                        .toList();
    }

    /** Matches when the application has no {@code DataSource} beside the store's own pool. */
    static final class Missing extends NoneNestedConditions {

        Missing() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @Conditional(OnApplicationDataSourceCondition.class)
        static final class Present {}
    }
}
