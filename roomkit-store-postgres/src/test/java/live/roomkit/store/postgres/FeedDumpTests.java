package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a database that was restored from a dump, where {@code pg_dump} of the server's version or a later one is on the path. */
class FeedDumpTests {

    @AutoClose
    private final FreshDatabase dumped = new FreshDatabase();

    @AutoClose
    private final FreshDatabase restored = new FreshDatabase();

    @TempDir
    private Path directory;

    @Test
    void tokensOfTheDumpedDatabaseAreRefusedAfterARestore() throws Exception {
        assumeTrue(version("pg_dump") >= TestPostgres.shared().majorVersion(), "no pg_dump for this server");
        FeedToken token;
        try (PostgresStore store = this.dumped.builder().feed(true).open()) {
            store.createRoom(Room.of("dumped"));
            token = ChangeFeed.of(store).earliest();
        }
        String dump = this.directory.resolve("dump.sql").toString();
        run("pg_dump", "--dbname", url(this.dumped), "--file", dump);
        run(
                "psql",
                "--quiet",
                "--set",
                "ON_ERROR_STOP=1",
                "--output",
                dump + ".out",
                "--file",
                dump,
                url(this.restored));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(
                        () -> this.restored.open(builder -> builder.feed(true).migration(MigrationMode.VALIDATE)))
                .withMessageContaining("belongs to the database of which this one is a copy");
        new PostgresSchema(this.restored.dataSource()).feed().migrate();
        PostgresStore store = this.restored.open(builder -> builder.feed(true).migration(MigrationMode.VALIDATE));
        assertThat(store.roomExists("dumped")).isTrue();
        ChangeFeed feed = ChangeFeed.of(store);
        assertThatExceptionOfType(ForeignFeedTokenException.class).isThrownBy(() -> feed.read(FeedQuery.after(token)));
        FeedToken start = feed.latest();
        store.createRoom(Room.of("new"));
        assertThat(feed.read(FeedQuery.after(start)).changes())
                .extracting(change -> change.roomId())
                .containsExactly("new");
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
