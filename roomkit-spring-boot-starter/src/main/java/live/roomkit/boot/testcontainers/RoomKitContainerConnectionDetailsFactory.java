package live.roomkit.boot.testcontainers;

import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.JdbcDatabaseContainer;

/**
 * Makes a container that is marked {@code @ServiceConnection(name = "roomkit", type = RoomKitConnectionDetails.class)} the
 * database of the store. A plain {@code @ServiceConnection} is the application's {@code DataSource}, which the store
 * shares. With the name and without the type the container is both.
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

    /** Describes the database of a container that is running when the first value is read. */
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
