package live.roomkit.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import javax.sql.DataSource;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.transaction.annotation.Transactional;

@RoomKitStoreTest
class RoomKitStoreTestSliceTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ConversationStore store;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theStoreWorksOnAPostgresDatabase() {
        this.store.createRoom(Room.of("slice-1"));
        assertThat(this.jdbc
                        .sql("SELECT count(*) FROM roomkit.rooms WHERE id = 'slice-1'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1L);
    }

    @Test
    void theApplicationsMigrationsRun() {
        assertThat(this.jdbc.sql("SELECT count(*) FROM note").query(Long.class).single())
                .isZero();
    }

    @Test
    void componentsAreNotScanned() {
        assertThat(this.context.getBeanNamesForType(ExampleService.class)).isEmpty();
        assertThat(this.context.getBeanNamesForType(ExampleApplication.class)).hasSize(1);
    }

    @Test
    void thereIsOnePoolWhichTheStoreShares() {
        assertThat(Pools.urls(this.context)).containsOnlyKeys("dataSource");
    }

    @Nested
    @Import(ExampleService.class)
    class WithAnImportedComponent {

        @Autowired
        private ExampleService service;

        @Test
        void aRollbackTakesTheStoresWritesAlong(@Autowired ConversationStore store) {
            assertThatIllegalStateException().isThrownBy(() -> this.service.openAndFail("slice-2"));
            assertThat(store.roomExists("slice-2")).isFalse();
            this.service.open("slice-2");
            assertThat(store.roomExists("slice-2")).isTrue();
        }
    }

    @Nested
    @Transactional
    class WithATransactionalTest {

        @Test
        void theTestSeesWhatItWrote() {
            store.createRoom(Room.of("slice-3"));
            assertThat(store.roomExists("slice-3")).isTrue();
        }

        @AfterTransaction
        void andNothingOfItIsKept() {
            assertThat(store.roomExists("slice-3")).isFalse();
        }
    }

    @Nested
    @RoomKitStoreTest(includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ExampleService.class))
    class WithAnIncludeFilter {

        @Test
        void theComponentIsFound(@Autowired ApplicationContext context) {
            assertThat(context.getBeanNamesForType(ExampleService.class)).hasSize(1);
        }
    }

    @Nested
    @RoomKitStoreTest(properties = "roomkit.store.schema=other")
    class WithProperties {

        @Test
        void theyApply(@Autowired JdbcClient jdbc) {
            assertThat(jdbc.sql("SELECT count(*) FROM other.rooms")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Nested
    @RoomKitStoreTest(
            properties = {"spring.datasource.url=jdbc:postgresql://nowhere/production", "spring.datasource.username=me"
            })
    class WithTheDatabaseOfAnApplication {

        @Test
        void theTestsDatabaseTakesItsPlace(@Autowired ApplicationContext context, @Autowired ConversationStore store) {
            store.createRoom(Room.of("slice-4"));
            assertThat(Pools.urls(context))
                    .containsOnlyKeys("dataSource")
                    .doesNotContainValue("jdbc:postgresql://nowhere/production");
        }
    }

    @Nested
    @RoomKitStoreTest(properties = "roomkit.store.url=jdbc:postgresql://nowhere/production")
    class WithTheDatabaseOfAStore {

        @Test
        void theTestsDatabaseTakesItsPlaceOnAPoolOfTheStores(
                @Autowired ApplicationContext context, @Autowired ConversationStore store) {
            store.createRoom(Room.of("slice-5"));
            assertThat(Pools.urls(context))
                    .containsOnlyKeys("dataSource", "roomkitDataSource")
                    .doesNotContainValue("jdbc:postgresql://nowhere/production");
        }
    }

    @Nested
    @RoomKitStoreTest(
            properties = {
                "spring.datasource.url=jdbc:postgresql://nowhere/production",
                "roomkit.store.url=jdbc:postgresql://nowhere/production"
            })
    class WithBothDatabases {

        @Test
        void theTestsDatabaseTakesThePlaceOfBoth(
                @Autowired ApplicationContext context,
                @Autowired DataSource applications,
                @Autowired ConversationStore store) {
            store.createRoom(Room.of("slice-6"));
            Map<String, String> urls = Pools.urls(context);
            assertThat(urls).containsOnlyKeys("dataSource", "roomkitDataSource");
            assertThat(urls.get("dataSource")).isEqualTo(urls.get("roomkitDataSource"));
            assertThat(applications).isSameAs(context.getBean("dataSource"));
        }
    }
}
