package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Rooms with more in them than one statement deletes in its time. */
class LargeRoomDeletionTests {

    private static final String FILL = """
            WITH room AS (
                INSERT INTO roomkit.rooms (id, status, next_index, event_count, created_at, updated_at, data)
                SELECT id, 'active', 3000, 3000, '2026-01-01', '2026-01-01',
                    jsonb_build_object('id', id, 'created_at', '2026-01-01T00:00:00Z')
                FROM (VALUES (CAST(? AS text))) AS v (id) RETURNING id
            ), events AS (
                INSERT INTO roomkit.events (room_id, index, id, type, visibility, source_channel_id, source_channel_type,
                    created_at, bytes, data)
                SELECT id, n, 'event-' || n, 'message', 'all', 'sms', 'sms', '2026-01-01', 2, '{}'
                FROM room, generate_series(0, 2999) AS n
            ), tasks AS (
                INSERT INTO roomkit.tasks (id, room_id, status, created_at, data)
                SELECT 'task-' || n, id, 'pending', timestamptz '2026-01-01' + n / 7 * interval '1 second', '{}'
                FROM room, generate_series(1, 3000) AS n
            ), observations AS (
                INSERT INTO roomkit.observations (id, room_id, created_at, data)
                SELECT 'observation-' || n, id, '2026-01-01', '{}' FROM room, generate_series(1, 3000) AS n
            ), bindings AS (
                INSERT INTO roomkit.bindings (room_id, channel_id, channel_type, attached_at, room_created_at,
                    room_status, data)
                SELECT id, 'channel-' || n, 'sms', '2026-01-01', '2026-01-01', 'active', '{}'
                FROM room, generate_series(1, 3000) AS n
            ), participants AS (
                INSERT INTO roomkit.participants (room_id, id, channel_id, joined_at, room_created_at, data)
                SELECT id, 'participant-' || n, 'sms', '2026-01-01', '2026-01-01', '{}'
                FROM room, generate_series(1, 3000) AS n
            )
            INSERT INTO roomkit.read_markers (room_id, channel_id, event_index, events_read)
            SELECT id, 'channel-' || n, 0, 1 FROM room, generate_series(1, 3000) AS n
            """;

    private static final String COUNT_ROWS = """
            SELECT (SELECT count(*) FROM roomkit.rooms WHERE id = $1)
                + (SELECT count(*) FROM roomkit.events WHERE room_id = $1)
                + (SELECT count(*) FROM roomkit.tasks WHERE room_id = $1)
                + (SELECT count(*) FROM roomkit.observations WHERE room_id = $1)
                + (SELECT count(*) FROM roomkit.bindings WHERE room_id = $1)
                + (SELECT count(*) FROM roomkit.participants WHERE room_id = $1)
                + (SELECT count(*) FROM roomkit.read_markers WHERE room_id = $1)
            """.replace("$1", "CAST('%1$s' AS text)");

    private static final int ALL_ROWS = 18_001;

    @AutoClose
    private static final Application application = new Application(4, true);

    private static final JdbcTemplate jdbc = application.jdbc();

    private final String room = UUID.randomUUID().toString();

    @Test
    void aRoomIsDeletedThoughThatTakesLongerThanAStatementMay() {
        fill();
        jdbc.execute("""
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN PERFORM pg_sleep(0.001); RETURN OLD; END'
                """);
        jdbc.execute("CREATE TRIGGER slow BEFORE DELETE ON roomkit.events FOR EACH ROW EXECUTE FUNCTION slow()");
        try (PostgresStore hasty = hasty(3)) {
            JdbcTemplate withTimeout = new JdbcTemplate(application.pool());
            withTimeout.setQueryTimeout(3);
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> withTimeout.update("DELETE FROM roomkit.rooms WHERE id = ?", this.room));

            assertThat(hasty.deleteRoom(this.room)).isTrue();
        } finally {
            jdbc.execute("DROP FUNCTION slow CASCADE");
        }
        assertThat(rows()).isZero();
        assertThat(application.store().deleteRoom(this.room)).isFalse();
    }

    @Test
    void theLastStatementMayTakeLongerThanTheSocketTimeout() {
        fill();
        jdbc.execute("""
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN PERFORM pg_sleep(CAST(TG_ARGV[0] AS float)); RETURN OLD; END'
                """);
        jdbc.execute("CREATE TRIGGER slow BEFORE DELETE ON roomkit.events EXECUTE FUNCTION slow(0.6)");
        jdbc.execute("CREATE TRIGGER slow BEFORE DELETE ON roomkit.tasks EXECUTE FUNCTION slow(0.6)");
        jdbc.execute("CREATE TRIGGER slow BEFORE DELETE ON roomkit.rooms FOR EACH ROW EXECUTE FUNCTION slow(2.2)");
        try (PostgresStore hasty = hasty(1, "?socketTimeout=2")) {
            assertThat(hasty.deleteRoom(this.room)).isTrue();

            assertThat(hasty.roomExists(this.room)).isFalse();
        } finally {
            jdbc.execute("DROP FUNCTION slow CASCADE");
        }
        assertThat(rows()).isZero();
    }

    @Test
    void aSmallRoomIsDeletedByOneStatement() {
        StatementRecorder recorder = new StatementRecorder(application.pool());
        ConversationStore store = Application.open(recorder);
        application.store().createRoom(Room.of(this.room));
        IntStream.range(0, 3).forEach(i -> application.store().appendEvent(this.room, message("text " + i)));
        recorder.clear();

        assertThat(store.deleteRoom(this.room)).isTrue();

        assertThat(recorder.executions()).hasSize(1);
        assertThat(recorder.otherCalls()).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void everybodyReadsTheWholeRoomUntilTheDeletionIsCommitted() {
        fill();
        TransactionTemplate transaction = application.transaction();

        transaction.executeWithoutResult(status -> {
            assertThat(application.store().deleteRoom(this.room)).isTrue();
            assertThat(application.store().roomExists(this.room)).isFalse();
            assertThat(observedRows()).isEqualTo(ALL_ROWS);
            status.setRollbackOnly();
        });
        assertThat(rows()).isEqualTo(ALL_ROWS);

        assertThat(transaction.<Boolean>execute(status -> application.store().deleteRoom(this.room)))
                .isTrue();
        assertThat(rows()).isZero();
    }

    @Test
    void whatIsAppendedMeanwhileIsNotHeldUpAndIsDeletedToo() {
        fill();
        ConversationStore store = store("DELETE FROM roomkit.events", () -> {
            application.observer().appendEvent(this.room, message("meanwhile"));
            application.observer().markAllRead(this.room, "another");
        });

        assertThat(store.deleteRoom(this.room)).isTrue();

        assertThat(rows()).isZero();
    }

    @Test
    void aWriterThatWaitsForTheDeletionWithTheRoomLockedDoesNotEndIt() throws Exception {
        fill();
        try (PostgresStore hasty = hasty(4)) {
            Throwable failure = failureBesideADeletion(() -> hasty.updateRoom(
                    this.room,
                    room -> room.toBuilder().status(RoomStatus.CLOSED).build()));

            assertThat(failure).isInstanceOf(StoreTimeoutException.class);
        }
        assertThat(rows()).isZero();
    }

    @Test
    void aWriterThatWaitsForADeletedEventFindsNoRoom() throws Exception {
        fill();
        try (PostgresStore hasty = hasty(10)) {
            Throwable failure = failureBesideADeletion(() -> hasty.deleteEvent(this.room, "event-7"));

            assertThat(failure).isInstanceOf(RoomNotFoundException.class);
        }
        assertThat(rows()).isZero();
    }

    /** Deletes the room while a writer waits for one of its deleted rows, and returns the exception of the writer. */
    private Throwable failureBesideADeletion(Runnable work) throws Exception {
        CompletableFuture<?>[] writer = new CompletableFuture<?>[1];
        ConversationStore store = store("FOR UPDATE", () -> {
            writer[0] = CompletableFuture.runAsync(work);
            application.awaitBlockedSession();
            jdbc.execute("SELECT pg_sleep(1.5)");
        });

        assertThat(store.deleteRoom(this.room)).isTrue();

        return writer[0].handle((result, failure) -> failure.getCause()).get(20, TimeUnit.SECONDS);
    }

    @Test
    void anAppendThatASnapshotDoesNotShowIsNotLeftBehind() {
        fill();
        StatementRecorder recorder =
                recorder("FOR UPDATE", () -> application.observer().appendEvent(this.room, message("meanwhile")));
        ConversationStore store = Application.open(recorder);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(recorder));
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> transaction.executeWithoutResult(status -> store.deleteRoom(this.room)))
                .satisfies(failure -> assertThat(failure.getSqlState()).isEqualTo("40001"))
                .satisfies(failure -> assertThat(failure.isRetryable()).isTrue());

        assertThat(rows()).isEqualTo(ALL_ROWS + 1);
    }

    @Test
    void ofTwoDeletionsOneDeletesAndTheOtherFindsNothing() {
        fill();
        List<CompletableFuture<Boolean>> deletions = List.of(application.store(), application.observer()).stream()
                .map(store -> CompletableFuture.supplyAsync(() -> store.deleteRoom(this.room)))
                .toList();

        assertThat(deletions.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(true, false);
        assertThat(rows()).isZero();
    }

    private void fill() {
        jdbc.update(FILL, this.room);
    }

    private int rows() {
        return jdbc.queryForObject(COUNT_ROWS.formatted(this.room), Integer.class);
    }

    private int observedRows() {
        return application.database().jdbc().queryForObject(COUNT_ROWS.formatted(this.room), Integer.class);
    }

    private RoomEvent message(String text) {
        return Application.message(this.room, text);
    }

    private static ConversationStore store(String statement, Runnable meanwhile) {
        return Application.open(recorder(statement, meanwhile));
    }

    /** Passes on the application's pool, and has something happen before a statement is first executed. */
    private static StatementRecorder recorder(String statement, Runnable meanwhile) {
        AtomicBoolean happened = new AtomicBoolean();
        return new StatementRecorder(application.pool(), (connection, execution) -> {
            if (execution.sql().contains(statement) && happened.compareAndSet(false, true)) {
                meanwhile.run();
            }
        });
    }

    private static PostgresStore hasty(int seconds) {
        return hasty(seconds, "");
    }

    private static PostgresStore hasty(int seconds, String parameters) {
        FreshDatabase database = application.database();
        return database.open(
                builder -> builder.url(database.url() + parameters).statementTimeout(Duration.ofSeconds(seconds)));
    }
}
