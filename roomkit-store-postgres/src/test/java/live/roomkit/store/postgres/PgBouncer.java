package live.roomkit.store.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import live.roomkit.test.postgres.TestPostgres;

/**
 * A PgBouncer in transaction mode in front of the shared server, as a process of its own that ends with the JVM. What it
 * writes to its log is in its directory.
 */
final class PgBouncer {

    static final String NOT_INSTALLED = "the program pgbouncer is not installed";

    private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)");

    private static final int PREPARING_MINOR_VERSION = 21;

    private final int port = TestPostgres.freePort();

    private final boolean prepares;

    private PgBouncer(Path program, int poolSize) throws IOException, InterruptedException {
        this.prepares = prepares(program);
        Path directory = Files.createTempDirectory("pgbouncer");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("users"), users());
        Files.writeString(directory.resolve("pgbouncer.ini"), configuration(directory, poolSize));
        run(program, directory);
    }

    /** Checks whether the program is installed. Tests that need it ask first. */
    static boolean isInstalled() {
        return program().isPresent();
    }

    /** Starts a PgBouncer that holds at most the given number of connections to each database. */
    static PgBouncer start(int poolSize) {
        try {
            return new PgBouncer(program().orElseThrow(), poolSize);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /** Returns the JDBC URL of a database of the shared server, through this PgBouncer. */
    String url(FreshDatabase database) {
        String url = "jdbc:postgresql://127.0.0.1:" + this.port + "/" + database.name();
        return this.prepares ? url : url + "?prepareThreshold=0";
    }

    /** Opens two stores on a database of the shared server. Their migration bypasses this PgBouncer. */
    TwoNodes nodes(UnaryOperator<PostgresStoreBuilder> configuration) {
        return new TwoNodes(database -> database.open(builder -> configuration
                .apply(builder)
                .url(url(database))
                .migrationUrl(database.url(), database.username(), database.password())));
    }

    private static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean prepares(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        Matcher version = VERSION.matcher(output);
        return version.find()
                && (Integer.parseInt(version.group(1)) > 1
                        || Integer.parseInt(version.group(2)) >= PREPARING_MINOR_VERSION);
    }

    private static String users() {
        TestPostgres server = TestPostgres.shared();
        return "\"" + server.username() + "\" \"" + server.password() + "\"\n";
    }

    private String configuration(Path directory, int poolSize) {
        URI server = URI.create(TestPostgres.shared().url().substring("jdbc:".length()));
        return """
                [databases]
                * = host=%s port=%d

                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                default_pool_size = %d
                max_client_conn = 500
                ignore_startup_parameters = extra_float_digits
                %s
                """.formatted(
                        server.getHost(),
                        server.getPort(),
                        this.port,
                        directory.resolve("users"),
                        poolSize,
                        this.prepares ? "max_prepared_statements = 200" : "");
    }

    private void run(Path program, Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if (Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(directory.resolve("pgbouncer.ini").toString());
        File log = directory.resolve("log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, directory), "pgbouncer-shutdown"));
        Eventually.isTrue(() -> !process.isAlive() || listens());
        if (!process.isAlive()) {
            throw new IllegalStateException("pgbouncer did not start: " + Files.readString(log.toPath()));
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
            return true;
        } catch (IOException ex) {
            return false;
        }
    }

    private static void end(Process process, Path directory) {
        try {
            process.destroy();
            process.waitFor(5, TimeUnit.SECONDS);
            for (String file : List.of("users", "pgbouncer.ini", "log", "")) {
                Files.deleteIfExists(directory.resolve(file));
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
