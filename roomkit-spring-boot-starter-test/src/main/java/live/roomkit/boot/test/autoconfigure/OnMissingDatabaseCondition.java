package live.roomkit.boot.test.autoconfigure;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless a bean of the application or the test is, or leads to, a database. */
final class OnMissingDatabaseCondition extends SpringBootCondition implements ConfigurationCondition {

    private static final List<Class<?>> TYPES =
            List.of(DataSource.class, JdbcConnectionDetails.class, RoomKitConnectionDetails.class);

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Database of the test");
        List<String> names = beanNames(context.getBeanFactory());
        return names.isEmpty()
                ? ConditionOutcome.match(message.because("no bean names another"))
                : ConditionOutcome.noMatch(message.foundExactly(names));
    }

    private static List<String> beanNames(@Nullable ListableBeanFactory factory) {
        return (factory == null)
                ? List.of()
                : TYPES.stream()
                        .flatMap(type -> Stream.of(factory.getBeanNamesForType(type, true, false)))
                        .toList();
    }
}
