package live.roomkit.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ApplicationContext;

class ServiceConnectionTests {

    @Nested
    @RoomKitStoreTest
    class OfTheStore {

        @ServiceConnection(name = "roomkit", type = RoomKitConnectionDetails.class)
        static final EmbeddedContainer container = new EmbeddedContainer();

        @Test
        void theStoreHasAPoolOfItsOwnOnTheContainer(
                @Autowired ApplicationContext context, @Autowired ConversationStore store) {
            store.createRoom(Room.of("container-1"));
            assertThat(Pools.urls(context))
                    .containsOnlyKeys("dataSource", "roomkitDataSource")
                    .containsEntry("roomkitDataSource", container.getJdbcUrl())
                    .doesNotContainEntry("dataSource", container.getJdbcUrl());
        }
    }

    @Nested
    @SpringBootTest
    class OfTheStoreBesideTheApplications {

        @ServiceConnection
        static final EmbeddedContainer container = new EmbeddedContainer();

        @ServiceConnection(name = "roomkit", type = RoomKitConnectionDetails.class)
        static final EmbeddedContainer storeContainer = new EmbeddedContainer();

        @Test
        void eachHasItsOwnContainer(@Autowired ApplicationContext context, @Autowired ConversationStore store) {
            store.createRoom(Room.of("container-2"));
            assertThat(Pools.urls(context))
                    .hasSize(2)
                    .containsEntry("dataSource", container.getJdbcUrl())
                    .containsEntry("roomkitDataSource", storeContainer.getJdbcUrl());
        }
    }

    @Nested
    @RoomKitStoreTest
    class OfTheApplication {

        @ServiceConnection
        static final EmbeddedContainer container = new EmbeddedContainer();

        @Test
        void theStoreSharesIt(@Autowired ApplicationContext context, @Autowired ConversationStore store) {
            store.createRoom(Room.of("container-3"));
            assertThat(Pools.urls(context)).containsOnlyKeys("dataSource").containsValue(container.getJdbcUrl());
        }
    }

    @Nested
    @RoomKitStoreTest
    class OfTheStoreWithoutType {

        @ServiceConnection(name = "roomkit")
        static final EmbeddedContainer container = new EmbeddedContainer();

        @Test
        void theApplicationAndTheStoreUseItOnAPoolEach(@Autowired ApplicationContext context) {
            assertThat(Pools.urls(context)).containsOnlyKeys("dataSource", "roomkitDataSource");
            assertThat(Pools.urls(context).values()).containsOnly(container.getJdbcUrl());
        }
    }
}
