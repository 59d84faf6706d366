package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.contract.HostileArgumentContract;
import live.roomkit.store.contract.HostileRecordContract;
import live.roomkit.store.contract.InvalidContentContract;
import live.roomkit.store.contract.OrganizationContract;
import live.roomkit.store.contract.StoreUnderTest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Tests that refused calls, and reads through another organization's view, leave all ten tables unchanged. One
 * connection compares every row before and after, while no other test works on the database.
 */
@Execution(ExecutionMode.SAME_THREAD)
class UntouchedTablesTests {

    private static final String ROWS = SchemaSnapshot.TABLES.stream()
            .map(table -> "SELECT '" + table + "' AS name, count(*) AS rows,"
                    + " sum(hashtextextended(t.ctid::text || t.xmin::text, 0)) AS versions FROM roomkit." + table
                    + " AS t")
            .collect(Collectors.joining(" UNION ALL "));

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final SingleConnectionDataSource connection = database.closing(
            new SingleConnectionDataSource(database.url(), database.username(), database.password(), true));

    private static final JdbcTemplate jdbc = new JdbcTemplate(connection);

    private static final PostgresStore store = database.open(builder -> builder.maxPoolSize(1));

    /** For each table, how many rows it has, and a sum over the places of their versions: every write makes a new one. */
    private static List<Map<String, Object>> rows() {
        return jdbc.queryForList(ROWS);
    }

    private static final StoreUnderTest TABLES = new StoreUnderTest() {

        @Override
        public ConversationStore store() {
            return store;
        }

        @Override
        public ConversationStore secondStore() {
            return store;
        }

        @Override
        public ConversationStore newStore() {
            return database.open(builder -> builder.maxPoolSize(1));
        }

        @Override
        public Object everything() {
            return rows();
        }
    };

    @Test
    void aChangeOfAnyTableWouldBeSeen() {
        String room = FullRecords.room("a room").id();
        assertThat(rows())
                .extracting(table -> table.get("name"))
                .containsExactlyInAnyOrderElementsOf(jdbc.queryForList(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'roomkit'::regnamespace AND relkind = 'r'",
                        String.class));
        for (Runnable change : Stream.<Runnable>of(
                        () -> store.createRoom(FullRecords.room(room)),
                        () -> store.patchRoomMetadata(room, Map.of("tier", "basic")),
                        () -> store.addEventAutoIndex(room, FullRecords.event(room, "event")),
                        () -> store.addBinding(FullRecords.binding(room, "channel")),
                        () -> store.addParticipant(FullRecords.participant(room, "participant")),
                        () -> store.addTask(FullRecords.task(room, "task")),
                        () -> store.addObservation(FullRecords.observation(room, "observation")),
                        () -> store.createIdentity(FullRecords.identity("identity")),
                        () -> store.markAllRead(room, "channel"))
                .toList()) {
            List<Map<String, Object>> before = rows();
            change.run();
            assertThat(rows()).isNotEqualTo(before);
        }
        store.deleteRoom(room);
        store.deleteIdentity("identity");
    }

    @Nested
    class HostileRecords extends HostileRecordContract {

        HostileRecords() {
            super(TABLES);
        }
    }

    @Nested
    class HostileArguments extends HostileArgumentContract {

        HostileArguments() {
            super(TABLES);
        }
    }

    @Nested
    @Execution(ExecutionMode.SAME_THREAD)
    class InvalidContent extends InvalidContentContract {

        InvalidContent() {
            super(TABLES);
        }
    }

    @Nested
    @Execution(ExecutionMode.SAME_THREAD)
    class Organizations extends OrganizationContract {

        Organizations() {
            super(TABLES);
        }
    }
}
