package live.roomkit.boot.testcontainers;

import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.JdbcDatabaseContainer;

/**
 * Creates connection details for the store from a Testcontainers container with the annotation
 * {@code @ServiceConnection(name = "roomkit", type = RoomKitConnectionDetails.class)}. Spring Boot uses a container
 * with a plain {@code @ServiceConnection} for the application's {@code DataSource}. A store without its own connection
 * details uses this {@code DataSource} too. When the annotation has the name {@code roomkit} but no type, Spring Boot
 * uses the container for both the store's own pool and the application's {@code DataSource}.
 */
final class RoomKitContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<JdbcDatabaseContainer<?>, RoomKitConnectionDetails> {

    private static final String CONNECTION_NAME = "roomkit";

    RoomKitContainerConnectionDetailsFactory() {
        super(CONNECTION_NAME);
    }

    @Override
    protected RoomKitConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<JdbcDatabaseContainer<?>> source) {
        return new RoomKitContainerConnectionDetails(source);
    }

    private static final class RoomKitContainerConnectionDetails
            extends ContainerConnectionDetails<JdbcDatabaseContainer<?>> implements RoomKitConnectionDetails {

        RoomKitContainerConnectionDetails(ContainerConnectionSource<JdbcDatabaseContainer<?>> source) {
            super(source);
        }

        @Override
        public String getUrl() {
            return getContainer().getJdbcUrl();
        }

        @Override
        public String getUsername() {
            return getContainer().getUsername();
        }

        @Override
        public String getPassword() {
            return getContainer().getPassword();
        }
    }
}
