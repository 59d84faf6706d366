package live.roomkit.boot.test.autoconfigure;

import java.util.Arrays;
import java.util.stream.Stream;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Bootstraps the application contexts of {@link RoomKitStoreTest}. With a store in memory, the context has no database.
 */
final class RoomKitStoreTestContextBootstrapper extends TestSliceTestContextBootstrapper<RoomKitStoreTest> {

    private static final String WITHOUT_DATABASE = "spring.autoconfigure.exclude="
            + String.join(
                    ",",
                    RoomKitTestDatabaseAutoConfiguration.class.getName(),
                    "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
                    "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                    "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration");

    @Override
    protected String @Nullable [] getProperties(Class<?> testClass) {
        String[] properties = super.getProperties(testClass);
        RoomKitStoreTest annotation =
                TestContextAnnotationUtils.findMergedAnnotation(testClass, RoomKitStoreTest.class);
        if (properties == null || annotation == null || annotation.type() != Type.MEMORY) {
            return properties;
        }
        return Stream.concat(Stream.of(WITHOUT_DATABASE), Arrays.stream(properties))
                .toArray(String[]::new);
    }
}
