package live.roomkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Takes back what Spring Boot configures when nothing says where a database is: a {@code DataSource} that can only fail.
 * Boot does so because this starter puts JDBC on the class path; an application that keeps its conversations in memory
 * has no use for it, and one that has forgotten to name a database is better told by this starter.
 */
final class UnconfiguredDataSourceRegistrar implements ImportBeanDefinitionRegistrar {

    private static final String BOOT = ClassUtils.getPackageName(DataSourceAutoConfiguration.class) + ".DataSource";

    private final Environment environment;

    private final @Nullable ClassLoader classLoader;

    UnconfiguredDataSourceRegistrar(Environment environment, @Nullable ClassLoader classLoader) {
        this.environment = environment;
        this.classLoader = classLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (isFromBoot(registry, "dataSource")
                && isFromBoot(registry, "jdbcConnectionDetails")
                && !ApplicationDataSource.isConfigured(this.environment, this.classLoader)) {
            for (String name : registry.getBeanDefinitionNames()) {
                if (name.startsWith(BOOT) || isFromBoot(registry, name)) {
                    registry.removeBeanDefinition(name);
                }
            }
        }
    }

    private static boolean isFromBoot(BeanDefinitionRegistry registry, String name) {
        String factory = registry.containsBeanDefinition(name)
                ? registry.getBeanDefinition(name).getFactoryBeanName()
                : null;
        return factory != null && factory.startsWith(BOOT);
    }
}
