package live.roomkit.boot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Whether an application has a {@code DataSource} of its own, or is going to get one from Spring Boot. */
final class ApplicationDataSource {

    private static final List<String> PROPERTIES = List.of(
            "spring.datasource.url",
            "spring.datasource.jndi-name",
            "spring.datasource.type",
            "spring.datasource.hikari.jdbc-url",
            "spring.datasource.hikari.data-source-class-name");

    private static final List<Class<?>> TYPES =
            List.of(DataSource.class, XADataSource.class, JdbcConnectionDetails.class);

    private ApplicationDataSource() {}

    /** Whether Spring Boot can make one without the help of a bean. */
    static boolean isConfigured(Environment environment, @Nullable ClassLoader classLoader) {
        return PROPERTIES.stream().anyMatch(property -> StringUtils.hasText(environment.getProperty(property)))
                || EmbeddedDatabaseConnection.get(classLoader) != EmbeddedDatabaseConnection.NONE;
    }

    /** The beans that are one or describe one, among those that an injection point without qualifier sees. */
    static List<String> beanNames(ConfigurableListableBeanFactory beanFactory) {
        return TYPES.stream()
                .flatMap(type -> Stream.of(beanFactory.getBeanNamesForType(type, true, false)))
                .filter(name -> isDefaultCandidate(beanFactory, name))
                .toList();
    }

    private static boolean isDefaultCandidate(ConfigurableListableBeanFactory beanFactory, String name) {
        if (!beanFactory.containsBeanDefinition(name)) {
            return true;
        }
        BeanDefinition definition = beanFactory.getBeanDefinition(name);
        return definition.isAutowireCandidate()
                && !(definition instanceof AbstractBeanDefinition candidate && !candidate.isDefaultCandidate());
    }
}
