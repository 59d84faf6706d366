package live.roomkit.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties.Type;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Test slice for the parts of an application that use its conversation store. The application context of the test
 * contains the store, JDBC, transactions and the application's migrations. By default, component scanning includes no
 * components of the application, so import the components to be tested.
 *
 * <p>The store keeps conversations in an empty PostgreSQL database or in memory, see {@link AutoConfigureRoomKitStore}.
 * Tests with the same application context share the store. Use different ids in each test. When the store uses the
 * application's {@code DataSource}, you can add {@code @Transactional} instead: Spring then rolls back each test,
 * including its writes to the store.
 *
 * <pre>{@code
 * @RoomKitStoreTest
 * @Import(TicketService.class)
 * class TicketServiceTests {
 *
 *     @Autowired
 *     private TicketService tickets;
 *
 *     @Autowired
 *     private ConversationStore store;
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(RoomKitStoreTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(RoomKitStoreTypeExcludeFilter.class)
@AutoConfigureRoomKitStore
@ImportAutoConfiguration
public @interface RoomKitStoreTest {

    /** Selects the storage of conversations in the test. With a store in memory, the test has no database. */
    @AliasFor(annotation = AutoConfigureRoomKitStore.class)
    Type type() default Type.POSTGRES;

    /** Sets properties for the test, in the form {@code key=value}. */
    String[] properties() default {};

    /** Determines whether component scanning ignores components that {@link #includeFilters()} does not select. */
    boolean useDefaultFilters() default true;

    /** Filters that select the components that component scanning includes. */
    Filter[] includeFilters() default {};

    /** Filters that select the components that component scanning excludes. */
    Filter[] excludeFilters() default {};

    /** Auto-configurations to exclude. */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
