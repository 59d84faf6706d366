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
 * Gives a test a conversation store on an empty PostgreSQL database, whatever database the application's settings name.
 * {@link RoomKitStoreTest} has it; put it on a {@code @SpringBootTest} to test the whole application with such a store.
 *
 * <p>The server is real: a container where a Docker engine answers, else an embedded one, or what the system property
 * {@code roomkit.test.postgres} selects. It is started once; every application context has a database of its own, which
 * replaces those of {@code spring.datasource.url} and {@code roomkit.store.url}. The application's own migrations run in
 * it. A {@code DataSource} bean or a {@code @ServiceConnection} is left as it is and used instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureRoomKitStore {

    /** Selects the storage of the test's conversations, whatever {@code roomkit.store.type} says. */
    @PropertyMapping("roomkit.store.type")
    Type type() default Type.POSTGRES;
}
