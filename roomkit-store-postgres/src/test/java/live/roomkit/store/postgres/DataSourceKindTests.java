package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import live.roomkit.room.Room;
import live.roomkit.store.StoreUnavailableException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests the kinds of DataSources that an application may give to the store. */
class DataSourceKindTests {

    @AutoClose
    private static final Application application = new Application(2, true);

    /** Lists the ways to wrap the pool, with the DataSource of the application's transaction manager. */
    enum Wrapping {
        TRANSACTION_AWARE {
            @Override
            DataSource given(DataSource pool) {
                return new TransactionAwareDataSourceProxy(pool);
            }

            @Override
            DataSource managed(DataSource pool, DataSource given) {
                return pool;
            }
        },
        TRANSACTION_AWARE_FOR_BOTH {
            @Override
            DataSource given(DataSource pool) {
                return new TransactionAwareDataSourceProxy(pool);
            }
        },
        LAZY {
            @Override
            DataSource given(DataSource pool) {
                return new LazyConnectionDataSourceProxy(pool);
            }
        },
        TRANSACTION_AWARE_AND_LAZY {
            @Override
            DataSource given(DataSource pool) {
                return new TransactionAwareDataSourceProxy(new LazyConnectionDataSourceProxy(pool));
            }

            @Override
            DataSource managed(DataSource pool, DataSource given) {
                return ((TransactionAwareDataSourceProxy) given).getTargetDataSource();
            }
        };

        abstract DataSource given(DataSource pool);

        DataSource managed(DataSource pool, DataSource given) {
            return given;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrappedDataSourceCommitsByItselfAndJoins(Wrapping wrapping) {
        String id = application.newRoom();
        DataSource given = wrapping.given(application.pool());
        PostgresStore store = Application.open(given);
        TransactionTemplate transaction =
                new TransactionTemplate(new JdbcTransactionManager(wrapping.managed(application.pool(), given)));

        append(store, id, "alone");
        application.assertTimeline(id, "alone");
        transaction.executeWithoutResult(status -> {
            append(store, id, "joined");
            changeWithEvent(store, id, "joined too");
            application.assertTimeline(id, "alone");
            assertThat(application.activeConnections()).isEqualTo(1);
        });
        application.assertTimeline(id, "alone", "joined", "joined too");
        transaction.executeWithoutResult(status -> {
            append(store, id, "lost");
            status.setRollbackOnly();
        });

        application.assertTimeline(id, "alone", "joined", "joined too");
        assertThat(application.activeConnections()).isZero();
    }

    @Test
    void aPoolWithoutAutoCommitCommitsEveryWriteBeforeTheCallReturns() {
        try (HikariDataSource pool = Application.pool(application.database(), 1, false)) {
            PostgresStore store = Application.open(pool);
            String id = store.createRoom(Room.of("no auto-commit")).id();

            append(store, id, "one");
            application.assertTimeline(id, "one");
            changeWithEvent(store, id, "two");
            application.assertTimeline(id, "one", "two");
            store.markAllRead(id, "channel");
            assertThat(application.observer().getUnreadCount(id, "channel")).isZero();
            store.patchRoomMetadata(id, Map.of("key", "value"));
            assertThat(application.observer().getRoom(id).orElseThrow().metadata())
                    .containsEntry("key", "value");
            assertThat(application.openTransactions()).isZero();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void aPoolWithoutAutoCommitJoinsTheCallersTransaction() {
        try (HikariDataSource pool = Application.pool(application.database(), 1, false)) {
            PostgresStore store = Application.open(pool);
            String id = application.newRoom();
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));

            transaction.executeWithoutResult(status -> {
                append(store, id, "one");
                changeWithEvent(store, id, "two");
                application.assertTimeline(id);
            });
            application.assertTimeline(id, "one", "two");
            transaction.executeWithoutResult(status -> {
                append(store, id, "lost");
                status.setRollbackOnly();
            });

            application.assertTimeline(id, "one", "two");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionIsGivenBackAsItWas(boolean autoCommit) throws SQLException {
        String id = application.newRoom();
        try (Connection connection = application.database().dataSource().getConnection()) {
            connection.setAutoCommit(autoCommit);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            List<Object> before = state(connection);
            PostgresStore store = Application.open(new SingleConnectionDataSource(connection, true));

            append(store, id, "one");
            assertThat(state(connection)).isEqualTo(before);
            changeWithEvent(store, id, "two");
            assertThat(state(connection)).isEqualTo(before);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> store.updateRoom(id, room -> {
                        append(store, id, "lost");
                        throw new IllegalStateException();
                    }));
            assertThat(state(connection)).isEqualTo(before);
        }
        application.assertTimeline(id, "one", "two");
    }

    @Test
    void anotherDataSourcesTransactionIsNotJoinedAndNoConnectionIsKept() {
        try (HikariDataSource other = Application.pool(application.database(), 1, true)) {
            String id = application.newRoom();

            new TransactionTemplate(new JdbcTransactionManager(other)).executeWithoutResult(status -> {
                append(application.store(), id, "one");
                assertThat(application.activeConnections()).isZero();
                changeWithEvent(application.store(), id, "two");
                assertThat(application.activeConnections()).isZero();
                assertThat(application.store().getEventCount(id)).isEqualTo(2);
                assertThat(application.activeConnections()).isZero();
                application.assertTimeline(id, "one", "two");
                status.setRollbackOnly();
            });

            application.assertTimeline(id, "one", "two");
        }
    }

    /** Spring keeps the connection that the application used within another DataSource's transaction until its end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onAConnectionKeptForAnotherDataSourcesTransactionEveryWriteIsCommittedAndAtomic(boolean autoCommit) {
        try (HikariDataSource other = Application.pool(application.database(), 1, true);
                HikariDataSource pool = Application.pool(application.database(), 1, autoCommit)) {
            PostgresStore store = Application.open(pool);
            String id = application.newRoom();

            new TransactionTemplate(new JdbcTransactionManager(other)).executeWithoutResult(status -> {
                new JdbcTemplate(pool).queryForObject("SELECT 1", Integer.class);
                append(store, id, "one");
                application.assertTimeline(id, "one");
                changeWithEvent(store, id, "two");
                application.assertTimeline(id, "one", "two");
                UnaryOperator<Room> failing = room -> {
                    append(store, id, "lost");
                    application.assertTimeline(id, "one", "two");
                    throw new IllegalStateException();
                };
                assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> store.updateRoom(id, failing));
                append(store, id, "three");
                status.setRollbackOnly();
            });

            application.assertTimeline(id, "one", "two", "three");
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatTakesNoWritesLosesItsPlaceInThePool(boolean wrapped) {
        try (HikariDataSource pool = Application.pool(application.database(), 1, true)) {
            String id = application.newRoom();
            PostgresStore store = Application.open(wrapped ? new LazyConnectionDataSourceProxy(pool) : pool);
            new JdbcTemplate(pool).execute("SET default_transaction_read_only = on");

            append(store, id, "on a new connection");

            application.assertTimeline(id, "on a new connection");
            assertThat(store.stats().retries()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatTakesNoWritesLosesItsPlaceInThePoolAfterTheTransactionOfTheCaller() {
        try (HikariDataSource pool = Application.pool(application.database(), 1, true)) {
            String id = application.newRoom();
            PostgresStore store = Application.open(pool);
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
            new JdbcTemplate(pool).execute("SET default_transaction_read_only = on");

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> transaction.executeWithoutResult(status -> append(store, id, "refused")))
                    .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("25006"))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isTrue());
            transaction.executeWithoutResult(status -> append(store, id, "on a new connection"));

            application.assertTimeline(id, "on a new connection");
            assertThat(store.stats().retries()).isZero();
        }
    }

    private static void append(PostgresStore store, String roomId, String text) {
        store.appendEvent(roomId, Application.message(roomId, text));
    }

    private static void changeWithEvent(PostgresStore store, String roomId, String text) {
        store.updateRoom(roomId, room -> {
            append(store, roomId, text);
            return room;
        });
    }

    private static List<Object> state(Connection connection) throws SQLException {
        return List.of(
                connection.getAutoCommit(),
                connection.getTransactionIsolation(),
                connection.isReadOnly(),
                connection.getHoldability(),
                String.valueOf(connection.getSchema()));
    }
}
