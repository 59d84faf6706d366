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
 * Tests what an application does with its conversation store, and no more of the application. The context has the store,
 * JDBC, transactions and the application's migrations; components are not scanned, so import those under test.
 *
 * <p>The store works on an empty PostgreSQL database, see {@link AutoConfigureRoomKitStore}, or in memory. Tests of one
 * context share it: use ids that no other test uses, or add {@code @Transactional} to have each test rolled back, which
 * the store takes part in.
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

    /** Selects the storage of the test's conversations. With a store in memory the slice has no database. */
    @AliasFor(annotation = AutoConfigureRoomKitStore.class)
    Type type() default Type.POSTGRES;

    /** Sets properties of the test, as {@code key=value}. */
    String[] properties() default {};

    /** Tells whether components are left out unless {@link #includeFilters()} names them. */
    boolean useDefaultFilters() default true;

    /** Names components that are found by scanning nevertheless. */
    Filter[] includeFilters() default {};

    /** Names components to leave out. */
    Filter[] excludeFilters() default {};

    /** Names auto-configurations to leave out. */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
