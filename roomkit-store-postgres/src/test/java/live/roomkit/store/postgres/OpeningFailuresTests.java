package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.net.ssl.SSLHandshakeException;
import live.roomkit.store.StoreException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures to open that are told apart by SQLSTATE and type alone. */
class OpeningFailuresTests {

    private static final String WORDS = "the password is s3cret";

    private static final LoginSettings COMPLETE = new LoginSettings(true, true, true, "", true);

    private static final LoginSettings UNKNOWN = new LoginSettings(false, false, false, "", true);

    @ParameterizedTest
    @CsvSource({
        "28P01, username and password, false",
        "28000, username and password, false",
        "3D000, does not exist, false",
        "42501, GRANT CONNECT, false",
        "22023, time zone of this JVM, false",
        "42704, parameters in url, false",
        "08001, host and port, true",
        "08004, broke off the login, true",
        "08P01, PgBouncer, true",
        "53300, maxPoolSize, true",
        "57P03, host and port, true",
        ", gave no SQLSTATE, true",
        "XX000, cannot be opened, false"
    })
    void aConnectionThatCannotBeHadNamesWhatToChange(String state, String hint, boolean retryable) {
        StoreException failure = OpeningFailures.connecting(new SQLException(WORDS, state), COMPLETE, false);

        assertThat(failure)
                .hasMessageContaining(hint)
                .hasMessageContaining((state != null) ? "(SQLSTATE " + state + ")" : "(java.sql.SQLException)");
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.isOutcomeKnown()).isTrue();
        assertThat(failure.getSqlState()).isEqualTo(state);
        assertThat(ExceptionWords.of(failure)).doesNotContain(WORDS, "s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "42501, no right to create or change schema chat",
        "42P07, Schema chat holds another table",
        "55P03, held a lock on the tables in schema chat",
        "57014, statement_timeout",
        "25006, standby",
        "08006, host and port",
        "22012, cannot be opened"
    })
    void aStatementThatFailedNamesWhatToChange(String state, String hint) {
        assertThat(OpeningFailures.working(new SQLException(WORDS, state), "chat", false))
                .hasMessageContaining(hint)
                .hasMessageContaining("(SQLSTATE " + state + ")")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void theFirstCauseTellsWhatTheSqlStateDoesNot() {
        assertThat(connecting("08001", new UnknownHostException("db.example")))
                .hasMessageContaining("host of the database is unknown (SQLSTATE 08001, java.net.UnknownHostException)")
                .hasMessageNotContaining("db.example");
        assertThat(connecting("08001", new ConnectException(WORDS)))
                .hasMessageContaining("no server takes connections");
        assertThat(connecting("08001", new SocketTimeoutException(WORDS))).hasMessageContaining("nothing answered");
        assertThat(connecting("08001", new EOFException(WORDS))).hasMessageContaining("closed the connection");
        assertThat(connecting("08006", new SSLHandshakeException(WORDS))).hasMessageContaining("sslmode");
    }

    @Test
    void whatThePoolOfAnApplicationDoesNotTellIsNotGuessed() {
        assertThat(OpeningFailures.connecting(new SQLTransientConnectionException(WORDS), UNKNOWN, false))
                .hasMessageContaining("gave no connection in time")
                .hasMessageNotContaining("firewall");
        assertThat(OpeningFailures.connecting(new IllegalArgumentException(WORDS), UNKNOWN, false))
                .hasMessageContaining("DataSource cannot make connections (java.lang.IllegalArgumentException)");
    }

    @Test
    void aMissingPasswordIsToldWhereItIsKnownToBeMissing() {
        SQLException failure = new SQLException(WORDS, "08004");

        assertThat(OpeningFailures.connecting(failure, new LoginSettings(true, true, false, "", true), false))
                .hasMessageContaining("none was given")
                .hasMessageContaining("set password");
        assertThat(OpeningFailures.connecting(failure, UNKNOWN, false))
                .hasMessageContaining("password is missing or empty; the server does not encrypt");
    }

    @Test
    void theConnectionOfTheMigrationNamesItsOwnSettings() {
        assertThat(OpeningFailures.connecting(new SQLException(WORDS, "28P01"), COMPLETE, true))
                .hasMessageContaining("check the username and password of migrationUrl");
    }

    @Test
    void aHistoryThatDoesNotFitIsNoFailureOfTheServer() {
        StoreException failure = OpeningFailures.working(new FlywayException(WORDS), "chat", false);

        assertThat(failure).hasMessageContainingAll("schema chat", "schema_version");
        assertThat(failure.isRetryable()).isFalse();
    }

    private static StoreException connecting(String state, Exception cause) {
        return OpeningFailures.connecting(new SQLException(WORDS, state, cause), COMPLETE, false);
    }
}
