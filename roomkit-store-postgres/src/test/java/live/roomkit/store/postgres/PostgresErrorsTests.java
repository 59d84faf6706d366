package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionTimedOutException;

/** Tests the translation of JDBC's exceptions. */
class PostgresErrorsTests {

    private static final String WORDS = "Failing row contains (secret)";

    @ParameterizedTest
    @CsvSource({
        // SQLSTATE, kind, retryable, outcome known if the statement commits by itself
        "57014, StoreTimeoutException, true, true",
        "55P03, StoreTimeoutException, true, true",
        "25P03, StoreTimeoutException, true, true",
        "25P04, StoreTimeoutException, true, true",
        "40001, StoreException, true, true",
        "40P01, StoreException, true, true",
        "25006, StoreUnavailableException, true, true",
        "08000, StoreUnavailableException, true, false",
        "08001, StoreUnavailableException, true, false",
        "08003, StoreUnavailableException, true, false",
        "08006, StoreUnavailableException, true, false",
        "08007, StoreUnavailableException, true, false",
        "57P01, StoreUnavailableException, true, false",
        "57P02, StoreUnavailableException, true, false",
        "57P03, StoreUnavailableException, true, false",
        "53100, StoreUnavailableException, true, true",
        "53300, StoreUnavailableException, true, true",
        "23505, StoreException, false, true",
        "23503, StoreException, false, true",
        "23514, StoreException, false, true",
        "22021, StoreException, false, true",
        "25P02, StoreException, false, true",
        "42P01, StoreException, false, true",
        "42501, StoreException, false, true",
        "XX000, StoreException, false, false"
    })
    void theSqlStateTellsTheKind(String state, String kind, boolean retryable, boolean outcomeKnown) {
        Exception failure = new DataIntegrityViolationException(WORDS, new SQLException(WORDS, state));

        StoreException alone = PostgresErrors.translate(failure, true);
        StoreException inTransaction = PostgresErrors.translate(failure, false);

        assertThat(alone.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(alone.getSqlState()).isEqualTo(state);
        assertThat(alone.isRetryable()).isEqualTo(retryable);
        assertThat(alone.isOutcomeKnown()).isEqualTo(outcomeKnown);
        assertThat(alone).hasMessageContaining("(SQLSTATE " + state + ")");
        assertThat(inTransaction).hasSameClassAs(alone).hasMessage(alone.getMessage());
        assertThat(inTransaction.isOutcomeKnown()).isTrue();
        assertThat(words(alone)).doesNotContain(WORDS);
    }

    @Test
    void withoutSqlStateTheOutcomeOfAWriteThatCommitsByItselfIsUnknown() {
        Exception failure = new DataAccessResourceFailureException(WORDS, new IOException(WORDS));

        assertThat(PostgresErrors.translate(failure, true).isOutcomeKnown()).isFalse();
        assertThat(PostgresErrors.translate(failure, false).isOutcomeKnown()).isTrue();
        assertThat(PostgresErrors.translate(failure, true).getSqlState()).isNull();
    }

    @Test
    void theEndOfTheTimeOfATransactionIsATimeout() {
        assertThat(PostgresErrors.translate(new TransactionTimedOutException(WORDS), false))
                .isInstanceOf(StoreTimeoutException.class);
    }

    @Test
    void aWriteInAReadOnlyTransactionIsRefused() {
        StoreException refused = PostgresErrors.readOnlyTransaction();

        assertThat(refused).isNotInstanceOf(StoreUnavailableException.class);
        assertThat(refused.isRetryable()).isFalse();
        assertThat(refused.isOutcomeKnown()).isTrue();
        assertThat(refused.isTransactionUsable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // SQLSTATE, kind, retryable
        "57014, StoreTimeoutException, true",
        "55P03, StoreTimeoutException, true",
        "40001, StoreException, true",
        "40P01, StoreException, true",
        "23505, StoreException, true",
        "25P02, StoreException, true",
        "08006, StoreUnavailableException, true",
        "57P01, StoreUnavailableException, true",
        "42P01, StoreException, false"
    })
    void aFailureEndsTheTransactionOfTheCaller(String state, String kind, boolean retryable) {
        StoreException failure = PostgresErrors.endingTransaction(
                new DataIntegrityViolationException(WORDS, new SQLException(WORDS, state)));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.isTransactionUsable()).isFalse();
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.isOutcomeKnown()).isTrue();
        assertThat(failure.getMessage().endsWith("repeat it whole")).isEqualTo(retryable);
        assertThat(words(failure)).doesNotContain(WORDS);
    }

    @Test
    void aLostConnectionOfATransactionNeedsNoSqlState() {
        StoreException failure = PostgresErrors.connectionOfTransactionLost(new SQLException(WORDS));

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.isOutcomeKnown()).isTrue();
        assertThat(failure.isTransactionUsable()).isFalse();
        assertThat(words(failure)).doesNotContain(WORDS);
    }

    @Test
    void withoutAConnectionNothingWasWritten() {
        StoreException exhausted = PostgresErrors.unavailable(new SQLException(WORDS));
        StoreException refused = PostgresErrors.unavailable(new SQLException(WORDS, "08001"));

        assertThat(exhausted).isInstanceOf(StoreUnavailableException.class);
        assertThat(exhausted.isRetryable()).isTrue();
        assertThat(exhausted.isOutcomeKnown()).isTrue();
        assertThat(exhausted.getSqlState()).isNull();
        assertThat(refused.isOutcomeKnown()).isTrue();
        assertThat(refused.getSqlState()).isEqualTo("08001");
        assertThat(words(exhausted)).doesNotContain(WORDS);
    }

    @Test
    void theCauseKeepsTypeSqlStateAndStackButNoMessage() {
        SQLException root = new SQLException(WORDS, "23505");
        root.setNextException(new SQLException(WORDS));
        root.addSuppressed(new IOException(WORDS));
        DataIntegrityViolationException failure = new DataIntegrityViolationException(WORDS, root);

        Throwable cause = DatabaseFailure.copyOf(failure);

        assertThat(cause).hasToString("org.springframework.dao.DataIntegrityViolationException");
        assertThat(cause.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(cause.getCause())
                .hasToString("java.sql.SQLException (SQLSTATE 23505)")
                .hasNoCause();
        assertThat(cause.getCause().getStackTrace()).isEqualTo(root.getStackTrace());
        assertThat(words(cause)).doesNotContain(WORDS);
    }

    @Test
    void aChainOfCausesThatNeverEndsIsCutOff() {
        Exception first = new IOException(WORDS);
        first.initCause(new IOException(WORDS, first));

        assertThat(words(DatabaseFailure.copyOf(first)))
                .hasSizeLessThan(100_000)
                .doesNotContain(WORDS);
    }

    private static String words(Throwable exception) {
        return ExceptionWords.of(exception);
    }
}
