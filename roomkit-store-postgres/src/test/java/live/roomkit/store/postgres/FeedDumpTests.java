package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
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
        Dump.assumePrograms();
        FeedToken token;
        try (PostgresStore store = this.dumped.builder().feed(true).open()) {
            store.createRoom(Room.of("dumped"));
            token = ChangeFeed.of(store).earliest();
        }
        Dump.of(this.dumped, this.directory).restoreInto(this.restored);

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
}
