package live.roomkit.boot.dockercompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

/** Services of Docker Compose as the store's database, without an engine to run them. */
class DockerComposeTests {

    private static final String LABEL = "org.springframework.boot.service-connection";

    private final RoomKitDockerComposeConnectionDetailsFactory factory =
            new RoomKitDockerComposeConnectionDetailsFactory();

    @Test
    void aMarkedServiceIsTheDatabaseOfTheStore() throws Exception {
        RoomKitConnectionDetails details = details(
                Map.of(LABEL, "roomkit"),
                Map.of("POSTGRES_USER", "chat", "POSTGRES_PASSWORD", "secret", "POSTGRES_DB", "rooms"));

        assertThat(details.getUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:54321/rooms");
        assertThat(details.getUsername()).isEqualTo("chat");
        assertThat(details.getPassword()).isEqualTo("secret");
    }

    @Test
    void userAndDatabaseAreTheImagesOwnUnlessGiven() throws Exception {
        RoomKitConnectionDetails details = details(Map.of(LABEL, "roomkit"), Map.of("POSTGRES_PASSWORD", "secret"));

        assertThat(details.getUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:54321/postgres");
        assertThat(details.getUsername()).isEqualTo("postgres");
    }

    @Test
    void otherServicesAreLeftToTheApplication() throws Exception {
        assertThat(details(Map.of(), Map.of("POSTGRES_PASSWORD", "secret"))).isNull();
    }

    @Test
    void springBootKnowsTheFactory() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ConnectionDetailsFactory.class))
                .hasAtLeastOneElementOfType(RoomKitDockerComposeConnectionDetailsFactory.class);
    }

    private RoomKitConnectionDetails details(Map<String, String> labels, Map<String, String> variables)
            throws Exception {
        Constructor<DockerComposeConnectionSource> constructor =
                DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class);
        constructor.setAccessible(true);
        return this.factory.getConnectionDetails(
                constructor.newInstance(new PostgresService(labels, variables), new MockEnvironment()));
    }

    private record PostgresService(Map<String, String> labels, Map<String, String> env) implements RunningService {

        @Override
        public String name() {
            return "database";
        }

        @Override
        public ImageReference image() {
            return ImageReference.of("postgres:17");
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public ConnectionPorts ports() {
            return new ConnectionPorts() {

                @Override
                public int get(int containerPort) {
                    return (containerPort == 5432) ? 54321 : -1;
                }

                @Override
                public List<Integer> getAll() {
                    return List.of(54321);
                }

                @Override
                public List<Integer> getAll(String protocol) {
                    return getAll();
                }
            };
        }
    }
}
