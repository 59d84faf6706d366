package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import live.roomkit.test.postgres.TestPostgres;

/** Dump of a database by {@code pg_dump}. */
record Dump(Path file) {

    /** Skips the test where {@code pg_dump} of the server's version or a later one is not on the path. */
    static void assumePrograms() throws InterruptedException {
        assumeTrue(version("pg_dump") >= TestPostgres.shared().majorVersion(), "no pg_dump for this server");
    }

    static Dump of(FreshDatabase database, Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("dump.sql");
        run("pg_dump", "--dbname", url(database), "--file", file.toString());
        return new Dump(file);
    }

    void restoreInto(FreshDatabase database) throws IOException, InterruptedException {
        run(
                "psql",
                "--quiet",
                "--set",
                "ON_ERROR_STOP=1",
                "--output",
                this.file + ".out",
                "--file",
                this.file.toString(),
                url(database));
    }

    private static String url(FreshDatabase database) {
        return database.clientUrl(database.username(), database.password());
    }

    /** Returns the major version of a program, or 0 when it is not on the path. */
    private static int version(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version").start();
            String version = new String(process.getInputStream().readAllBytes());
            process.waitFor();
            return Integer.parseInt(version.replaceFirst("(?s)^\\D*(\\d+).*", "$1"));
        } catch (IOException ex) {
            return 0;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(command[0])
                .isZero();
    }
}
