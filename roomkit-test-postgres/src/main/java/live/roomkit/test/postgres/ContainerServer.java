package live.roomkit.test.postgres;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Server in a container of the official PostgreSQL image. If {@link #close()} does not remove the container,
 * Testcontainers removes it after the JVM has ended.
 */
final class ContainerServer extends Server {

    private static final int PORT = Objects.requireNonNull(PostgreSQLContainer.POSTGRESQL_PORT);

    private final PostgreSQLContainer container;

    private ContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static Server start(Durability durability) {
        int majorVersion = majorVersion();
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + majorVersion + "-alpine");
        container
                .withDatabaseName(DATABASE)
                .withUsername(USERNAME)
                .withPassword(PASSWORD)
                .withEnv("POSTGRES_INITDB_ARGS", localeOptions(majorVersion))
                .withCommand(command(durability));
        if (Set.of("localhost", "127.0.0.1")
                .contains(DockerClientFactory.instance().dockerHostIpAddress())) {
            listenOnLoopback(container);
        }
        container.start();
        return new ContainerServer(container);
    }

    @Override
    String url(String database) {
        return "jdbc:postgresql://" + this.container.getHost() + ":" + this.container.getMappedPort(PORT) + "/"
                + database;
    }

    @Override
    void close() {
        this.container.stop();
    }

    private static String[] command(Durability durability) {
        String command = "postgres -c max_connections=300 -c timezone=" + TestPostgres.TIME_ZONE;
        if (durability == Durability.FAST) {
            command += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
        }
        return command.split(" ", -1);
    }

    private static void listenOnLoopback(PostgreSQLContainer container) {
        PortBinding binding = new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(PORT));
        container.withCreateContainerCmdModifier(create -> {
            HostConfig hostConfig = Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new);
            create.withHostConfig(hostConfig.withPortBindings(List.of(binding)));
        });
    }
}
