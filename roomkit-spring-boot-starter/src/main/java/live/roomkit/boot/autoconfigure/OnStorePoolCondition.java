package live.roomkit.boot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when {@code roomkit.store.url} or a {@link RoomKitConnectionDetails} bean names the database of the store,
 * and no {@code DataSource} of the application has the qualifier {@link RoomKitDataSource}. When the condition matches,
 * the store has its own connection pool.
 */
final class OnStorePoolCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Connection pool of the store");
        List<String> marked = markedDataSources(context.getBeanFactory());
        if (!marked.isEmpty()) {
            return ConditionOutcome.noMatch(message.because("@RoomKitDataSource marks " + marked));
        }
        if (context.getEnvironment().containsProperty("roomkit.store.url")) {
            return ConditionOutcome.match(message.because("roomkit.store.url is set"));
        }
        return hasConnectionDetails(context.getBeanFactory())
                ? ConditionOutcome.match(message.because("there is a RoomKitConnectionDetails bean"))
                : ConditionOutcome.noMatch(message.because("its database is not named"));
    }

    private static List<String> markedDataSources(@Nullable ConfigurableListableBeanFactory factory) {
        return (factory == null)
                ? List.of()
                : Stream.of(factory.getBeanNamesForType(DataSource.class, true, false))
                        .filter(name -> factory.findAnnotationOnBean(name, RoomKitDataSource.class, false) != null)
                        .toList();
    }

    private static boolean hasConnectionDetails(@Nullable ConfigurableListableBeanFactory factory) {
        return factory != null && factory.getBeanNamesForType(RoomKitConnectionDetails.class, true, false).length > 0;
    }
}
