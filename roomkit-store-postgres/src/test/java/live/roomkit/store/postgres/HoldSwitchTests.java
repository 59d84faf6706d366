package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.HoldTargetNotFoundException;
import live.roomkit.protection.HoldsDisabledException;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
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
    void aHoldWaitsForADeletionThatHasBegun() throws Exception {
        PostgresStore store = this.database.open(builder -> builder.holds(true));
        store.createRoom(Room.of("room"));
        CompletableFuture<Hold> placed;
        try (Application application = new Application(this.database, builder -> builder.holds(true))) {
            placed = application.inTransaction(() -> {
                application.store().deleteRoom("room");
                CompletableFuture<Hold> waiting = CompletableFuture.supplyAsync(
                        () -> Protection.of(store).placeHold(HoldTarget.room("room"), "lawsuit"));
                Eventually.until(() -> this.database.blockedSessions() == 1);
                return waiting;
            });
        }
        assertThat(placed).failsWithin(java.time.Duration.ofSeconds(30)).withThrowableThat().withRootCauseInstanceOf(HoldTargetNotFoundException.class);
    }
}
