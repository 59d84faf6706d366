package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.HoldTargetNotFoundException;
import live.roomkit.protection.HoldsDisabledException;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests the switch of holds, what it costs where it is off, and holds beside transactions of the caller. */
class HoldSwitchTests {

    private static final List<String> TABLES = List.of("hold_guard", "holds");

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @Test
    void withNothingSwitchedOnThereAreTenTables() {
        PostgresStore store = this.database.open();
        store.createRoom(Room.of("room"));

        assertThat(tables()).hasSize(10).doesNotContainAnyElementsOf(TABLES);
        assertThatExceptionOfType(HoldsDisabledException.class)
                .isThrownBy(() -> Protection.of(store).placeHold(HoldTarget.room("room"), "lawsuit"))
                .withMessageContaining("roomkit.store.protection.holds=true");
    }

    @Test
    void holdsBringTwoTables() {
        this.database.open();
        this.database.open(builder -> builder.holds(true));

        assertThat(tables()).hasSize(12).containsAll(TABLES);
    }

    @Test
    void theFeedIsSwitchedOnAfterHolds() {
        this.database.builder().holds(true).open().close();
        this.database.builder().feed(true).open().close();
        this.database.builder().feed(true).holds(true).open().close();

        assertThat(tables()).contains("holds", "changes");
    }

    @Test
    void noStatementOfAnAppendChanges() throws Exception {
        assertThat(appends(true)).isEqualTo(appends(false)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(MigrationMode.class)
    void noStoreThatOverlooksAHoldOpens(MigrationMode mode) {
        PostgresStore store = this.database.open(builder -> builder.holds(true));
        store.createRoom(Room.of("room"));
        this.database.builder().migration(mode).open().close();
        Hold hold = Protection.of(store).placeHold(HoldTarget.room("room"), "lawsuit");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.database.builder().migration(mode).open())
                .withMessageContaining("Holds keep data in schema roomkit")
                .withMessageContaining("set holds to true");
        this.database.builder().readOnly(true).open().close();
        Protection.of(store).releaseHold(hold.id());
        this.database.builder().migration(mode).open().close();
    }

    @Test
    void aMissingTableHidesNoHold() {
        PostgresStore store = this.database.open(builder -> builder.holds(true));
        store.createRoom(Room.of("room"));
        Protection.of(store).placeHold(HoldTarget.room("room"), "lawsuit");
        PostgresStoreBuilder builder = this.database.builder().sweepsInTurn(true);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> builder.migration(MigrationMode.NONE).open())
                .withMessageContaining("Holds keep data in schema roomkit");
        builder.readOnly(true).open().close();
    }

    @Test
    void aHoldWaitsForADeletionThatHasBegun() throws SQLException {
        PostgresStore store = this.database.open(builder -> builder.holds(true));
        store.createRoom(Room.of("room"));
        HikariDataSource pool = Application.pool(this.database, 2, true);
        PostgresStore deleting =
                PostgresStore.builder().dataSource(pool).holds(true).open();
        CompletableFuture<Hold> placed =
                Objects.requireNonNull(new TransactionTemplate(new JdbcTransactionManager(pool)).execute(status -> {
                    deleting.deleteRoom("room");
                    CompletableFuture<Hold> waiting = CompletableFuture.supplyAsync(
                            () -> Protection.of(store).placeHold(HoldTarget.room("room"), "lawsuit"));
                    Eventually.isTrue(() -> this.database.blockedSessions() == 1);
                    return waiting;
                }));

        assertThat(placed)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(HoldTargetNotFoundException.class);
    }

    /** The transaction has read before the hold was placed, so it must not decide by what it saw. */
    @Test
    void aDeletionOnAnEarlierSnapshotIsRefused() {
        PostgresStore store = this.database.open(builder -> builder.holds(true));
        store.createRoom(Room.of("room"));
        HikariDataSource pool = Application.pool(this.database, 2, true);
        PostgresStore deleting =
                PostgresStore.builder().dataSource(pool).holds(true).open();
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> transaction.executeWithoutResult(status -> {
                    deleting.roomExists("room");
                    Protection.of(store).placeHold(HoldTarget.room("room"), "lawsuit");
                    deleting.deleteRoom("room");
                }))
                .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("40001"));

        assertThat(store.roomExists("room")).isTrue();
        assertThatExceptionOfType(HoldException.class).isThrownBy(() -> deleting.deleteRoom("room"));
    }

    private List<String> tables() {
        return this.database
                .jdbc()
                .queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'roomkit'", String.class);
    }

    /** Returns the statements of appends, each with the number of its parameters. */
    private static List<String> appends(boolean holds) throws SQLException {
        try (FreshDatabase database = new FreshDatabase()) {
            StatementRecorder recorder = new StatementRecorder(database.dataSource());
            try (PostgresStore store =
                    PostgresStore.builder().dataSource(recorder).holds(holds).open()) {
                store.createRoom(Room.of("room"));
                recorder.clear();
                store.appendEvent("room", Application.message("room", "one"));
                store.appendEvent("room", Application.keyed("room", "two", "key"));
                store.addEventsAutoIndex(
                        "room", List.of(Application.message("room", "three"), Application.message("room", "four")));
            }
            return recorder.executions().stream()
                    .map(execution -> execution.parameters().size() + " " + execution.sql())
                    .toList();
        }
    }
}
