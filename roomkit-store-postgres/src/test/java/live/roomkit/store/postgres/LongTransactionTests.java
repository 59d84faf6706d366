package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests thousands of calls in one transaction of the caller. */
class LongTransactionTests {

    private static final Logger logger = LoggerFactory.getLogger(LongTransactionTests.class);

    private static final int CALLS = 3_000;

    /** The number of measurements, of which the best counts, because the machine has other work. */
    private static final int ATTEMPTS = 3;

    private static final String LOCK = "SELECT r.next_index FROM roomkit.rooms AS r WHERE r.id = ? FOR NO KEY UPDATE";

    private static final String MOVE_AND_INSERT = """
            WITH room AS (
                UPDATE roomkit.rooms AS r
                SET next_index = r.next_index + 1, event_count = r.event_count + 1, last_activity_at = now()
                WHERE r.id = ?
                RETURNING r.next_index - 1 AS index
            )
            INSERT INTO roomkit.events (index, room_id, id, type, visibility, source_channel_id, source_channel_type,
                payload_hash, created_at, bytes, data)
            SELECT room.index, ?, ?, 'message', 'all', 'sms-main', 'sms', NULL, now(), 100, CAST(? AS jsonb) FROM room
            RETURNING index
            """;

    private static final String DATA = "{\"content\": {\"body\": \"%s\"}}".formatted("text".repeat(80));

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final HikariDataSource pool = Application.pool(database, 2, true);

    private static final PostgresStore store = Application.open(pool);

    private String room = newRoom();

    private static String newRoom() {
        return store.createRoom(Room.of(UUID.randomUUID().toString())).id();
    }

    /** The server looks at all versions of the room's row that the transaction made; under savepoints it is 5 to 10. */
    @Test
    void theLastAppendsOfALongTransactionCostLittleMore() {
        assertThat(best(() -> growth(call -> store.appendEvent(this.room, Application.message(this.room, "hello")))))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void appendsOfALongTransactionCostWhatBareStatementsDo() {
        assertThat(best(() -> {
                    double bare = median(nanosOfCalls(call -> appendBare()));
                    this.room = newRoom();
                    double own = median(nanosOfCalls(
                            call -> store.appendEvent(this.room, Application.message(this.room, "text".repeat(80)))));
                    logger.info("an append in a transaction {} us, bare {} us", own / 1e3, bare / 1e3);
                    return own / bare;
                }))
                .isLessThanOrEqualTo(1.5);
    }

    @Test
    void noOperationBeginsASubtransaction() {
        StatementRecorder recorder = new StatementRecorder(pool);
        PostgresStore recorded = PostgresStore.open(recorder);
        recorded.createIdentity(Identity.of(this.room));
        recorder.clear();

        new TransactionTemplate(new JdbcTransactionManager(recorder)).executeWithoutResult(status -> {
            recorded.updateRoom(recorded.createRoom(Room.of(UUID.randomUUID().toString())));
            recorded.addEventsAutoIndex(this.room, List.of(Application.keyed(this.room, "batch", "key")));
            recorded.updateEvent(recorded.addEventAutoIndex(this.room, Application.keyed(this.room, "one", "key 2")));
            recorded.addEvent(
                    Application.message(this.room, "far").toBuilder().index(9).build());
            recorded.updateBinding(recorded.addBinding(ChannelBinding.of(this.room, "channel", ChannelType.SMS)));
            recorded.updateParticipant(recorded.addParticipant(Participant.of(this.room, "participant", "channel")));
            recorded.updateTask(recorded.addTask(Task.of(this.room, "task")));
            recorded.markAllRead(this.room, "channel");
            recorded.updateIdentity(recorded.linkAddress(this.room, ChannelType.SMS, this.room));
            recorded.unlinkAddress(this.room, ChannelType.SMS, this.room);
            recorded.deleteIdentity(this.room);
            recorded.deleteRoom(this.room);
        });

        assertThat(recorder.otherCalls()).doesNotContain("setSavepoint");
    }

    /** Returns how many times as long the last fifth of the calls takes as the first. */
    private static double growth(Call call) {
        long[] nanos = nanosOfCalls(call);
        double first = median(Arrays.copyOf(nanos, CALLS / 5));
        double last = median(Arrays.copyOfRange(nanos, CALLS - CALLS / 5, CALLS));
        logger.info("a call of the first fifth {} us, of the last {} us", first / 1e3, last / 1e3);
        return last / first;
    }

    /** Returns what a call takes while the machine does nothing else, as most calls find it. */
    private static double median(long[] nanos) {
        return LongStream.of(nanos).sorted().skip(nanos.length / 2).findFirst().orElseThrow();
    }

    private static long[] nanosOfCalls(Call call) {
        long[] nanos = new long[CALLS];
        new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult(status -> {
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                call.make(i);
                nanos[i] = System.nanoTime() - start;
            }
            status.setRollbackOnly();
        });
        return nanos;
    }

    private void appendBare() {
        Connection connection = DataSourceUtils.getConnection(pool);
        try (PreparedStatement lock = connection.prepareStatement(LOCK);
                PreparedStatement append = connection.prepareStatement(MOVE_AND_INSERT)) {
            lock.setString(1, this.room);
            lock.executeQuery().next();
            append.setString(1, this.room);
            append.setString(2, this.room);
            append.setString(3, UUID.randomUUID().toString());
            append.setString(4, DATA);
            append.executeQuery().next();
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private double best(Measurement measurement) {
        double best = Double.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            this.room = newRoom();
            best = Math.min(best, measurement.take());
        }
        return best;
    }

    private interface Call {

        void make(int number);
    }

    private interface Measurement {

        double take();
    }
}
