package live.roomkit.test.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server that runs in a separate process, from the PostgreSQL binaries on the class path. The server is stopped by
 * {@link #close()} or at the end of the JVM. When the JVM was killed, the next JVM that starts an embedded server stops
 * the abandoned server.
 *
 * <p>The directory of a server contains the directory {@code data}, the file {@code log}, and the file {@code commands}
 * with the output of {@code initdb} and {@code pg_ctl}. All settings are in {@code data/postgresql.conf}, so a restart
 * needs no other settings.
 */
final class EmbeddedServer extends Server {

    private static final Logger logger = LoggerFactory.getLogger(EmbeddedServer.class);

    private static final int START_ATTEMPTS = 3;

    private static final String TIMEOUT_SECONDS = "120";

    /** The name of the thread in which Spring Boot closes its applications. */
    private static final String APPLICATIONS_SHUTDOWN = "SpringApplicationShutdownHook";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;

    private final Path data;

    private final Path binaries;

    private final Unprivileged unprivileged;

    private final int port;

    private final Thread shutdownHook = new Thread(this::endAfterApplications, "roomkit-test-postgres-shutdown");

    private EmbeddedServer(Path directory, Path binaries, Unprivileged unprivileged, int port) {
        this.directory = directory;
        this.data = directory.resolve("data");
        this.binaries = binaries;
        this.unprivileged = unprivileged;
        this.port = port;
    }

    static Server start(Durability durability) {
        RuntimeException failure = new IllegalStateException("PostgreSQL was never started");
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            int port = TestPostgres.freePort();
            try {
                return startOn(port, durability);
            } catch (PortTakenException ex) {
                failure = ex;
            } catch (IOException ex) {
                throw new UncheckedIOException("Cannot prepare an embedded PostgreSQL", ex);
            }
        }
        throw failure;
    }

    private static Server startOn(int port, Durability durability) throws IOException {
        Path binaries = EmbeddedBinaries.unpack();
        Directories.abandoned().forEach(EmbeddedServer::remove);
        Unprivileged unprivileged = Unprivileged.detect(Directories.base());
        Path directory = Directories.create("server");
        unprivileged.own(directory);
        EmbeddedServer server = new EmbeddedServer(directory, binaries, unprivileged, port);
        try {
            server.initialize(durability);
            server.launch();
        } catch (IOException | RuntimeException ex) {
            server.end();
            throw ex;
        }
        Runtime.getRuntime().addShutdownHook(server.shutdownHook);
        return server;
    }

    @Override
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + this.port + "/" + database;
    }

    @Override
    void stop() {
        stop("fast");
    }

    @Override
    void restart() {
        if (postmaster(this.data).isPresent()) {
            stop();
        }
        launch();
    }

    @Override
    void kill() {
        kill(this.data);
    }

    @Override
    void freeze() {
        signal("-STOP");
    }

    @Override
    void thaw() {
        signal("-CONT");
    }

    /**
     * Sends a signal to all processes of the server. The postmaster gets the signal first, so that it starts no further
     * processes.
     */
    private void signal(String signal) {
        postmaster(this.data).ifPresent(postmaster -> {
            signal(signal, postmaster);
            postmaster.descendants().forEach(child -> signal(signal, child));
        });
    }

    /** Sends a signal to a process. Does nothing when the process has already ended. */
    private void signal(String signal, ProcessHandle process) {
        try {
            run("kill", List.of("kill", signal, Long.toString(process.pid())));
        } catch (IllegalStateException ex) {
            if (process.isAlive()) {
                throw ex;
            }
        }
    }

    @Override
    Server startStandby() {
        try {
            stop();
            Path target = Directories.create("server");
            this.unprivileged.own(target);
            EmbeddedServer standby =
                    new EmbeddedServer(target, this.binaries, this.unprivileged, TestPostgres.freePort());
            Directories.copy(this.data, standby.data);
            standby.follow(this.port);
            append(this.data, "synchronous_standby_names = '*'\n");
            launch();
            standby.launch();
            Runtime.getRuntime().addShutdownHook(standby.shutdownHook);
            return standby;
        } catch (IOException ex) {
            throw new UncheckedIOException("Cannot prepare a standby", ex);
        }
    }

    private void follow(int primary) throws IOException {
        append(this.data, """
                port = %s
                primary_conninfo = 'host=127.0.0.1 port=%s user=%s password=%s'
                """.formatted(this.port, primary, USERNAME, PASSWORD));
        Path signal = Files.createFile(this.data.resolve("standby.signal"));
        this.unprivileged.own(signal);
    }

    @Override
    void promote() {
        control("promote");
    }

    @Override
    void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(this.shutdownHook);
        } catch (IllegalStateException ex) {
            return; // The JVM is shutting down, and the hook ends the server.
        }
        end();
    }

    /**
     * Waits for at most 20 seconds until Spring Boot has closed its applications, and then ends the server. Spring Boot
     * closes the applications in its own shutdown hook, which runs at the same time as the hook of this class. If the
     * server ended first, an application would wait for a connection for 30 seconds.
     */
    private void endAfterApplications() {
        try {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals(APPLICATIONS_SHUTDOWN)) {
                    thread.join(PATIENCE.toMillis());
                }
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private void end() {
        if (postmaster(this.data).isPresent()) {
            stop("immediate");
        }
        Directories.delete(this.directory);
    }

    private void initialize(Durability durability) throws IOException {
        Path passwordFile = this.directory.resolve("password");
        Files.writeString(passwordFile, PASSWORD);
        this.unprivileged.own(passwordFile);
        List<String> options = new ArrayList<>(List.of("-D", this.data.toString(), "-U", USERNAME));
        options.addAll(List.of("-A", "scram-sha-256", "--pwfile=" + passwordFile, "-E", "UTF8", "--no-sync"));
        options.addAll(List.of(localeOptions(majorVersion()).split(" ", -1)));
        run("initdb", options.toArray(String[]::new));
        append(this.data, settings(durability));
    }

    private static void append(Path data, String settings) throws IOException {
        Files.writeString(data.resolve("postgresql.conf"), settings, StandardOpenOption.APPEND);
    }

    private String settings(Durability durability) {
        String settings = """

                listen_addresses = '127.0.0.1'
                port = %s
                unix_socket_directories = ''
                max_connections = 300
                timezone = '%s'
                """.formatted(this.port, TestPostgres.TIME_ZONE);
        if (durability == Durability.DURABLE) {
            return settings;
        }
        return settings + """
                fsync = off
                synchronous_commit = off
                full_page_writes = off
                """;
    }

    private void launch() {
        control("start", "-l", this.directory.resolve("log").toString());
    }

    private void stop(String mode) {
        control("stop", "-m", mode);
    }

    private void control(String action, String... options) {
        List<String> arguments = new ArrayList<>(List.of(action, "-D", this.data.toString(), "-s", "-w"));
        arguments.addAll(List.of("-t", TIMEOUT_SECONDS));
        arguments.addAll(List.of(options));
        run("pg_ctl", arguments.toArray(String[]::new));
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>(this.unprivileged.prefix());
        command.add(this.binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        run(program, command);
    }

    private void run(String program, List<String> command) {
        File output = this.directory.resolve("commands").toFile();
        try {
            Process process = new ProcessBuilder(command)
                    .directory(this.directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                    .start();
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw failure(program, exitCode);
            }
        } catch (IOException ex) {
            throw new UncheckedIOException("Cannot run " + program, ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + program, ex);
        }
    }

    private RuntimeException failure(String program, int exitCode) throws IOException {
        String output = read("commands") + read("log");
        if (output.contains("could not create any TCP/IP sockets")) {
            return new PortTakenException("Port " + this.port + " is taken by another program");
        }
        return new IllegalStateException(program + " of the embedded PostgreSQL ended with exit code " + exitCode
                + ". Use a container or an existing server instead with -D"
                + TestPostgres.PROPERTY + "=docker or =jdbc:postgresql://…, or see the output:\n" + output);
    }

    private String read(String file) throws IOException {
        Path path = this.directory.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    /** Stops the server of a JVM that was killed, if the server still runs, and deletes the directory of the server. */
    private static void remove(Path directory) {
        logger.debug("Removing {}, left behind by a JVM that was killed", directory);
        Path data = directory.resolve("data");
        postmaster(data).ifPresent(ProcessHandle::destroy);
        for (int i = 0; i < 20 && postmaster(data).isPresent(); i++) {
            TestPostgres.pause();
        }
        kill(data);
        Directories.delete(directory);
    }

    private static void kill(Path data) {
        postmaster(data).ifPresent(postmaster -> {
            List<ProcessHandle> processes = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            processes.forEach(ProcessHandle::destroyForcibly);
            processes.forEach(EmbeddedServer::awaitEnd);
        });
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (Exception ex) {
            throw new IllegalStateException("PostgreSQL process " + process.pid() + " does not end", ex);
        }
    }

    /**
     * Returns the process of the server that runs on a data directory. Returns empty when the file
     * {@code postmaster.pid} does not contain the id of a running process of this server.
     */
    private static Optional<ProcessHandle> postmaster(Path data) {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                    .filter(process -> process.isAlive() && isPostmaster(process, data));
        } catch (IOException | UncheckedIOException | NumberFormatException ex) {
            return Optional.empty();
        }
    }

    private static boolean isPostmaster(ProcessHandle process, Path data) {
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(data.toString()))
                .orElseGet(() -> process.info().command().orElse("").contains("postgres"));
    }

    private static final class PortTakenException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        PortTakenException(String message) {
            super(message);
        }
    }
}
