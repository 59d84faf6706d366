package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;
import live.roomkit.store.StoreException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Works in a transaction that is open already: the caller's, or the store's own around a change that calls the store.
 *
 * <p>Most work runs without a savepoint. Each savepoint is a subtransaction that the server remembers until the
 * transaction ends. More than 64 of them in one transaction slow down the snapshots of all other sessions. So an
 * operation refuses before its first write, and a failure of the database ends the transaction. A savepoint protects
 * only the caller's code and work that must give its locks back.
 */
final class JoinedTransaction {

    private JoinedTransaction() {}

    static <T> T run(Connection connection, Supplier<T> work, WorkKind kind) throws SQLException {
        if (kind != WorkKind.READ && connection.isReadOnly()) {
            throw PostgresErrors.readOnlyTransaction();
        }
        return kind.undone ? runUnderSavepoint(connection, work) : runPlainly(connection, work, kind);
    }

    /** Makes the exception for a failure of the database that ended the transaction. */
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
