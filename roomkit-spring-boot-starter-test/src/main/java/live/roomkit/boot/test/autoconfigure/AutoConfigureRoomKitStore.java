package live.roomkit.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Type;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Configures a conversation store for a test, by default in an empty PostgreSQL database. {@link RoomKitStoreTest}
 * includes this annotation. Add this annotation to a {@code @SpringBootTest} to test the whole application.
 *
 * <p>The tests use a real PostgreSQL server, which is started once per JVM. The server runs in a container when Docker
 * is available, and otherwise as an embedded server; the system property {@code roomkit.test.postgres} can select
 * another server. Every application context has its own database, which replaces the databases at
 * {@code spring.datasource.url} and {@code roomkit.store.url}. The application's own migrations run in the database of
 * the test. When the test has a {@code DataSource} bean or a {@code @ServiceConnection}, the store uses the database of
 * that bean or connection instead. When {@code roomkit.store.url} is set, the store uses a {@code DataSource} bean only
 * if the bean has the qualifier {@link live.roomkit.boot.autoconfigure.RoomKitDataSource}, and a
 * {@code @ServiceConnection} only if the connection has the name {@code roomkit}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureRoomKitStore {

    /**
     * Selects the storage of conversations in the test. This attribute overrides the property
     * {@code roomkit.store.type}.
     */
    @PropertyMapping("roomkit.store.type")
    Type type() default Type.POSTGRES;
}
