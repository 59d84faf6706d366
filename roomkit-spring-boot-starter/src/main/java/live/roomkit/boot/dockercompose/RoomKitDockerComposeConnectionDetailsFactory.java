package live.roomkit.boot.dockercompose;

import java.util.Map;
import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Creates connection details for the store from a PostgreSQL service of Docker Compose with the label
 * {@code org.springframework.boot.service-connection: roomkit}. Spring Boot uses a PostgreSQL service without this
 * label for the application's {@code DataSource}. A store without its own connection details uses this
 * {@code DataSource} too.
 */
final class RoomKitDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<RoomKitConnectionDetails> {

    private static final String CONNECTION_NAME = "roomkit";

    RoomKitDockerComposeConnectionDetailsFactory() {
        super(CONNECTION_NAME);
    }

    @Override
    protected RoomKitConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new RoomKitDockerComposeConnectionDetails(source.getRunningService());
    }

    /** Takes the connection details from the environment variables of the service, such as {@code POSTGRES_USER}. */
    private static final class RoomKitDockerComposeConnectionDetails extends DockerComposeConnectionDetails
            implements RoomKitConnectionDetails {

        private static final int PORT = 5432;

        private static final String DEFAULT_USER = "postgres";

        private final String url;

        private final String username;

        private final @Nullable String password;

        RoomKitDockerComposeConnectionDetails(RunningService service) {
            super(service);
            Map<String, String> variables = service.env();
            this.username = variables.getOrDefault("POSTGRES_USER", DEFAULT_USER);
            this.password = variables.get("POSTGRES_PASSWORD");
            this.url = "jdbc:postgresql://" + service.host() + ":"
                    + service.ports().get(PORT) + "/" + variables.getOrDefault("POSTGRES_DB", this.username);
        }

        @Override
        public String getUrl() {
            return this.url;
        }

        @Override
        public String getUsername() {
            return this.username;
        }

        @Override
        public @Nullable String getPassword() {
            return this.password;
        }
    }
}
