package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;
import live.roomkit.store.StoreException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Runs work in a transaction that is already open. Either the application opened the transaction, or the store did.
 * When an update method of the store runs a function of the application in a transaction of the store, this function
 * may call the store again.
 *
 * <p>Most work runs without a savepoint. Each savepoint creates a subtransaction, and more than 64 subtransactions in
 * one transaction slow down the snapshots of all other sessions. Most operations check all conditions before their
 * first write, so they have nothing to roll back when they refuse a call. When a statement fails without a savepoint,
 * PostgreSQL refuses all further statements of the transaction. Savepoints are used only around functions that the
 * application passes to the store, and around work that must release its locks when it fails.
 */
final class JoinedTransaction {

    private JoinedTransaction() {}

    static <T> T run(Connection connection, Supplier<T> work, WorkKind kind) throws SQLException {
        if (kind != WorkKind.READ && connection.isReadOnly()) {
            throw PostgresErrors.readOnlyTransaction();
        }
        return kind.undone ? runUnderSavepoint(connection, work) : runPlainly(connection, work, kind);
    }

    /** Creates the exception for a failure of the database that made the transaction unusable. */
    static StoreException failure(Exception exception, Connection connection) {
        return isClosed(connection)
                ? PostgresErrors.connectionOfTransactionLost(exception)
                : PostgresErrors.endingTransaction(exception);
    }

    private static <T> T runPlainly(Connection connection, Supplier<T> work, WorkKind kind) {
        try {
            return work.get();
        } catch (DataAccessException | TransactionTimedOutException ex) {
            throw failure(ex, connection);
        } catch (StoreException ex) {
            throw (kind == WorkKind.READ) ? ex : PostgresErrors.afterWrite(ex);
        }
    }

    private static <T> T runUnderSavepoint(Connection connection, Supplier<T> work) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        T result;
        try {
            result = work.get();
        } catch (DataAccessException ex) {
            throw rollback(connection, savepoint) ? PostgresErrors.translate(ex, false) : failure(ex, connection);
        } catch (TransactionTimedOutException ex) {
            throw failure(ex, connection);
        } catch (Throwable ex) {
            rollback(connection, savepoint);
            throw ex;
        }
        connection.releaseSavepoint(savepoint);
        return result;
    }

    private static boolean rollback(Connection connection, Savepoint savepoint) {
        try {
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            return true;
        } catch (SQLException ex) {
            return false;
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException ex) {
            return true;
        }
    }
}
