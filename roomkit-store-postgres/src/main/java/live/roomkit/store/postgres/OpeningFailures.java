package live.roomkit.store.postgres;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.ZoneId;
import java.util.TimeZone;
import javax.net.ssl.SSLException;
import live.roomkit.store.StoreException;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Determines why a store cannot be opened, from the types and the SQLSTATE of the exception and its causes, and from
 * the settings of the DataSource. This class never uses the message of a driver's exception, because the message may
 * contain a password.
 */
final class OpeningFailures {

    private static final int LONGEST_ZONE = 64;

    private OpeningFailures() {}

    /** Creates the exception for a connection that could not be opened. */
    static StoreException connecting(Exception exception, LoginSettings login, boolean apart) {
        String product = ConnectionUrl.otherProduct(login.url());
        if (product != null) {
            return exception(OpeningProblem.OTHER_PRODUCT, exception, apart, product);
        }
        OpeningProblem problem = connectingProblem(exception, PostgresErrors.sqlState(exception), login);
        return exception(problem, exception, apart, zone());
    }

    /** Creates the exception for a statement that failed while the store was opened. */
    static StoreException working(Exception exception, String schema, boolean apart) {
        return exception(workingProblem(exception, PostgresErrors.sqlState(exception)), exception, apart, schema);
    }

    static StoreException exception(OpeningProblem problem, Exception exception, boolean apart, Object... values) {
        String state = PostgresErrors.sqlState(exception);
        return problem.because(reason(exception, state), state, DatabaseFailure.copyOf(exception), apart, values);
    }

    private static OpeningProblem connectingProblem(Exception exception, @Nullable String state, LoginSettings login) {
        if (isCausedBy(exception, UnknownHostException.class)) {
            return OpeningProblem.UNKNOWN_HOST;
        }
        if (isCausedBy(exception, SSLException.class) || isCausedBy(exception, FileNotFoundException.class)) {
            return OpeningProblem.CERTIFICATE;
        }
        if (isCausedBy(exception, ConnectException.class)) {
            return OpeningProblem.REFUSED;
        }
        if (isCausedBy(exception, EOFException.class)) {
            return OpeningProblem.CLOSED;
        }
        if (isOfDriverManager(exception)) {
            return OpeningProblem.NO_DRIVER;
        }
        if (state == null) {
            return withoutState(exception, login.everConnected());
        }
        return switch (state) {
            case "08004" -> brokenOff(login);
            case "08P01" -> OpeningProblem.OTHER_PROTOCOL;
            case "28P01" ->
                (login.known() && !login.hasUsername()) ? OpeningProblem.NO_USERNAME : OpeningProblem.WRONG_LOGIN;
            case "28000" ->
                (login.known() && !login.hasUsername()) ? OpeningProblem.NO_USERNAME : OpeningProblem.NOT_LET_IN;
            case "3D000" -> OpeningProblem.UNKNOWN_DATABASE;
            case "42501" -> OpeningProblem.NO_RIGHT_TO_CONNECT;
            case "22023" ->
                (isUnknownZone() || !login.setsParameters()) ? OpeningProblem.TIME_ZONE : OpeningProblem.PARAMETER;
            case "42704" -> OpeningProblem.PARAMETER;
            default -> anywhere(state);
        };
    }

    /**
     * Returns the problem that made the driver cancel the login. The driver reports a missing password and missing
     * encryption with the same SQLSTATE, so this method tells them apart by the login settings.
     */
    private static OpeningProblem brokenOff(LoginSettings login) {
        if (login.hasPassword() && login.asksForEncryption()) {
            return OpeningProblem.NO_ENCRYPTION;
        }
        if (!login.known() || login.hasPassword() || login.asksForEncryption()) {
            return OpeningProblem.DRIVER_BROKE_OFF;
        }
        return login.hasUsername() ? OpeningProblem.NO_PASSWORD : OpeningProblem.NO_LOGIN;
    }

    private static OpeningProblem workingProblem(Exception exception, @Nullable String state) {
        if (state == null) {
            return (exception instanceof FlywayException) ? OpeningProblem.HISTORY : OpeningProblem.NO_REASON;
        }
        return switch (state) {
            case "42501" -> OpeningProblem.NO_RIGHT;
            case "42P07" -> OpeningProblem.TABLE_IN_THE_WAY;
            case "55P03" -> OpeningProblem.LOCKED;
            case "57014" -> OpeningProblem.CANCELLED;
            default -> anywhere(state);
        };
    }

    private static OpeningProblem anywhere(String state) {
        return switch (state) {
            case "57P03", "57P01", "57P02" -> OpeningProblem.STARTING;
            case "53300" -> OpeningProblem.TOO_MANY_CONNECTIONS;
            case PostgresErrors.READ_ONLY -> OpeningProblem.READ_ONLY;
            default -> state.startsWith("08") ? OpeningProblem.NO_ANSWER : OpeningProblem.OTHER;
        };
    }

    private static OpeningProblem withoutState(Exception exception, boolean everConnected) {
        if (exception instanceof SQLTransientConnectionException && exception.getCause() == null) {
            return everConnected ? OpeningProblem.POOL_EXHAUSTED : OpeningProblem.NO_ANSWER;
        }
        return (exception instanceof SQLException || exception instanceof PoolInitializationException)
                ? OpeningProblem.NO_REASON
                : OpeningProblem.BROKEN_DATA_SOURCE;
    }

    /**
     * Tells by the stack trace whether {@link java.sql.DriverManager} threw the exception. Nothing else identifies an
     * exception of the DriverManager.
     */
    private static boolean isOfDriverManager(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            StackTraceElement[] stack = cause.getStackTrace();
            if (stack.length > 0 && stack[0].getClassName().equals(DriverManager.class.getName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCausedBy(Throwable exception, Class<? extends Throwable> type) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the SQLSTATE, if there is one, and the class name of the innermost cause. Leaves out the class name when
     * the innermost cause is an {@link SQLException} and there is an SQLSTATE.
     */
    private static String reason(Exception exception, @Nullable String state) {
        Throwable root = exception;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        boolean tells = !(root instanceof SQLException) || state == null;
        String type = root.getClass().getName();
        return (state == null) ? type : "SQLSTATE " + state + (tells ? ", " + type : "");
    }

    private static boolean isUnknownZone() {
        return !ZoneId.getAvailableZoneIds().contains(TimeZone.getDefault().getID());
    }

    private static String zone() {
        String id = TimeZone.getDefault().getID();
        return id.substring(0, Math.min(id.length(), LONGEST_ZONE)).replaceAll("[^\\w/+:.-]", "?");
    }
}
