package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedDisabledException;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedState;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.room.Room;
import live.roomkit.store.ReadOnlyStoreException;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the switch of the change feed, which holds for a whole database. */
class FeedSwitchTests {

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @ParameterizedTest
    @EnumSource(MigrationMode.class)
    void aStoreThatWouldNotWriteChangesDoesNotOpen(MigrationMode mode) {
        this.database.builder().feed(true).open().close();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.database.builder().migration(mode).open())
                .withMessageContaining("set feed to true")
                .withMessageContaining("new PostgresSchema(dataSource, \"roomkit\").switchFeedOff()");
    }

    @Test
    void aStoreThatOnlyReadsOpensInAnyCase() {
        try (PostgresStore store = this.database.builder().feed(true).open()) {
            store.createRoom(Room.of("room"));
        }

        assertThat(this.database.open(builder -> builder.readOnly(true)).roomExists("room"))
                .isTrue();
        PostgresStore reader =
                this.database.open(builder -> builder.readOnly(true).feed(true));
        ChangeFeed feed = ChangeFeed.of(reader);
        assertThat(feed.read(FeedQuery.after(feed.earliest())).changes()).hasSize(1);
        assertThatExceptionOfType(ReadOnlyStoreException.class).isThrownBy(() -> feed.deleteBefore(Instant.EPOCH));
    }

    @Test
    void onlyMigratingSwitchesItOn() {
        this.database.builder().open().close();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.database
                        .builder()
                        .feed(true)
                        .migration(MigrationMode.VALIDATE)
                        .open());

        new PostgresSchema(this.database.dataSource()).feed().migrate();

        this.database
                .builder()
                .feed(true)
                .migration(MigrationMode.VALIDATE)
                .open()
                .close();
        this.database.builder().feed(true).migration(MigrationMode.NONE).open().close();
    }

    @Test
    void aMissingTableDoesNotHideTheFeed() {
        this.database.builder().feed(true).open().close();
        PostgresStoreBuilder builder = this.database.builder().sweepsInTurn(true);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> builder.migration(MigrationMode.NONE).open())
                .withMessageContaining("set feed to true");
        builder.readOnly(true).open().close();
    }

    @Test
    void openingAgainKeepsTheTokens() {
        FeedToken token;
        try (PostgresStore store = this.database.builder().feed(true).open()) {
            token = ChangeFeed.of(store).latest();
            store.createRoom(Room.of("room"));
        }
        try (PostgresStore store = this.database.builder().feed(true).open()) {
            assertThat(ChangeFeed.of(store).read(FeedQuery.after(token)).changes())
                    .hasSize(1);
        }
    }

    @Test
    void switchingOffEndsTheEpoch() {
        PostgresStore before = this.database.open(builder -> builder.feed(true));
        FeedToken token = ChangeFeed.of(before).latest();

        new PostgresSchema(this.database.dataSource()).switchFeedOff();

        before.createRoom(Room.of("unread"));
        assertThatExceptionOfType(FeedDisabledException.class)
                .isThrownBy(() -> ChangeFeed.of(before).latest());
        this.database.open().createRoom(Room.of("unwritten"));
        try (PostgresStore again = this.database.builder().feed(true).open()) {
            again.createRoom(Room.of("read"));
            assertThatExceptionOfType(ForeignFeedTokenException.class)
                    .isThrownBy(() -> ChangeFeed.of(again).read(FeedQuery.after(token)));
            ChangeFeed feed = ChangeFeed.of(again);
            assertThat(feed.read(FeedQuery.after(feed.earliest())).changes())
                    .extracting(change -> change.roomId())
                    .containsExactly("read");
        }
    }

    /** A dump inserts the rows again, in a transaction that the copied switch does not name. */
    @Test
    void aRestoredDatabaseBeginsAnotherEpoch() {
        FeedToken token;
        try (PostgresStore store = this.database.builder().feed(true).open()) {
            store.createRoom(Room.of("dumped"));
            token = ChangeFeed.of(store).latest();
        }
        this.database.jdbc().execute("""
                CREATE TABLE copy AS SELECT * FROM roomkit.feed;
                DELETE FROM roomkit.feed;
                INSERT INTO roomkit.feed SELECT * FROM copy;
                UPDATE roomkit.changes SET xid = '4000000000';
                """);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.database
                        .builder()
                        .feed(true)
                        .migration(MigrationMode.VALIDATE)
                        .open())
                .withMessageContaining("belongs to the database of which this one is a copy");
        try (PostgresStore store = this.database.builder().feed(true).open()) {
            ChangeFeed feed = ChangeFeed.of(store);
            assertThatExceptionOfType(ForeignFeedTokenException.class)
                    .isThrownBy(() -> feed.read(FeedQuery.after(token)));
            FeedToken start = feed.latest();
            store.createRoom(Room.of("new"));
            assertThat(feed.read(FeedQuery.after(start)).changes())
                    .isEqualTo(feed.read(FeedQuery.after(feed.earliest())).changes())
                    .hasSize(1);
            FeedToken end = feed.latest();
            assertThat(feed.state().openTransactionAge()).isZero();
            assertThat(feed.deleteBefore(Instant.parse("9999-01-01T00:00:00Z"))).isEqualTo(2);
            assertThat(feed.read(FeedQuery.after(end)).changes()).isEmpty();
        }
    }

    @Test
    void nodesTakeTurnsToDeleteAndTellOpenTransactions() throws SQLException {
        PostgresStore store = this.database.open(builder -> builder.feed(true));
        ChangeFeed feed = ChangeFeed.of(store);
        Instant later = Instant.parse("9999-01-01T00:00:00Z");
        store.createRoom(Room.of("before"));
        try (Connection other = this.database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT pg_current_xact_id()");
            store.createRoom(Room.of("meanwhile"));
            FeedState state = feed.state();
            assertThat(state.changes()).isEqualTo(2);
            assertThat(state.openTransactionAge()).isPositive().isLessThan(state.age());
            assertThat(feed.deleteBefore(later)).isOne();

            other.createStatement().execute("SELECT id FROM roomkit.feed FOR NO KEY UPDATE");
            assertThat(feed.deleteBefore(later)).isZero();
            other.rollback();
        }
        assertThat(feed.state().openTransactionAge()).isZero();
        assertThat(feed.deleteBefore(later)).isOne();
        assertThat(feed.state().changes()).isZero();
    }

    @Test
    void theVersionIsThatOfTheCoreTables() {
        PostgresSchema schema = new PostgresSchema(this.database.dataSource());
        schema.feed().migrate();

        assertThat(schema.version()).contains("" + MigrationScripts.LATEST_VERSION);
        assertThat(schema.migrations()).hasSize(MigrationScripts.LATEST_VERSION);
        assertThat(schema.feed().migrations())
                .hasSize(MigrationScripts.LATEST_VERSION
                        + Capability.FEED.scripts().size())
                .allMatch(migration -> !migration.isPending());
        schema.switchFeedOff();
        schema.validate();
        schema.migrate();
    }

    @Test
    void aLaterCoreScriptRunsAfterThoseOfTheFeed() {
        new PostgresSchema(this.database.dataSource()).feed().migrate();
        Map<String, String> scripts = new HashMap<>();
        MigrationScripts.NAMES.forEach(name -> scripts.put(name, MigrationScripts.read(name)));
        int version = MigrationScripts.LATEST_VERSION + 1;
        scripts.put(
                "V" + version + "__more.sql",
                "SET LOCAL lock_timeout = '5s'; ALTER TABLE roomkit.rooms ADD COLUMN more integer ;");
        PostgresSchema later = new PostgresSchema(
                        this.database.dataSource(), new SchemaName(SchemaName.DEFAULT), new MigrationScripts(scripts))
                .feed();

        assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(later::validate);
        later.migrate();

        later.validate();
        assertThat(later.version()).contains("" + version);
        this.database.builder().feed(true).open().close();
    }

    @Test
    void aRuntimeUserNeedsNoOtherRights() {
        String user = this.database.createUser("runtime");
        new PostgresSchema(this.database.dataSource()).feed().grantTo(user).migrate();
        try (PostgresStore store = this.database
                .builder(user)
                .feed(true)
                .migration(MigrationMode.VALIDATE)
                .open()) {
            ChangeFeed feed = ChangeFeed.of(store);
            store.createRoom(Room.of("room"));
            assertThat(feed.read(FeedQuery.after(feed.earliest())).changes()).hasSize(1);
            assertThat(feed.deleteBefore(Instant.parse("9999-01-01T00:00:00Z"))).isOne();
        }
    }
}
