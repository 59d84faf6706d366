package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests appends in two statements within transactions of the caller. */
class TwoStatementsTransactionTests {

    @AutoClose
    private static final Application application = new Application(3, true);

    static Stream<List<String>> batches() {
        return Stream.of(List.of("used"), List.of("used", "free"), List.of("free", "used"));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void aKeyThatIsUsedBetweenTheStatementsEndsTheTransaction(List<String> keys) {
        String id = application.newRoom();
        RoomEvent event = application
                .observer()
                .appendEvent(id, Application.message(id, "hello"))
                .event();
        AtomicBoolean happened = new AtomicBoolean();
        StatementRecorder pool = new StatementRecorder(application.pool(), (connection, execution) -> {
            if (execution.sql().startsWith("INSERT INTO roomkit.events") && happened.compareAndSet(false, true)) {
                application
                        .observer()
                        .updateEvent(event.toBuilder().idempotencyKey("used").build());
            }
        });
        PostgresStore store = application
                .database()
                .closing(PostgresStore.builder()
                        .dataSource(pool)
                        .appendsInTwoStatements(true)
                        .open());

        new TransactionTemplate(new JdbcTransactionManager(pool))
                .executeWithoutResult(status -> assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> store.addEventsAutoIndex(
                                id,
                                keys.stream()
                                        .map(key -> Application.keyed(id, "lost", key))
                                        .toList()))
                        .returns("23505", StoreException::getSqlState)
                        .returns(true, StoreException::isRetryable)
                        .returns(false, StoreException::isTransactionUsable));

        assertThat(happened).isTrue();
        application.assertTimeline(id, "hello");
    }
}
