package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import live.roomkit.event.RoomEvent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests the script of the documentation that puts the events into partitions, on a store in use. */
class PartitionScriptTests {

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final JdbcTemplate jdbc = this.database.jdbc();

    @Test
    void everyEventIndexAndRightIsThereAfterwards() throws IOException {
        String user = this.database.createUser("app");
        PostgresStore store = this.database.open();
        new PostgresSchema(this.database.dataSource()).grantTo(user).migrate();
        FullRecords.writeTo(store, "room", "one", "two");
        FullRecords.writeTo(store, "other", "three");
        List<Map<String, Object>> before = events();

        this.jdbc.execute(Files.readString(Path.of("../docs/partition-events.sql")));

        assertThat(events()).isEqualTo(before).hasSize(3);
        RoomEvent event = Application.message("room", "hello");
        try (PostgresStore node =
                this.database.builder(user).migration(MigrationMode.VALIDATE).open()) {
            assertThat(node.addEventAutoIndex("room", event).index()).isEqualTo(2);
        }
        assertThat(partitions()).isEqualTo(16);
        assertThat(StoreDoctor.builder()
                        .dataSource(this.database.dataSource())
                        .build()
                        .examine()
                        .findings())
                .extracting(Finding::fault)
                .isSubsetOf("harmful-setting");
        store.deleteRoom("room");
        assertThat(events()).hasSize(1);
    }

    @Test
    void aScriptThatDoesNotGetTheLockChangesNothing() throws Exception {
        PostgresStore store = this.database.open();
        FullRecords.writeTo(store, "room", "one");
        String script =
                Files.readString(Path.of("../docs/partition-events.sql")).replace("'5s'", "'50ms'");
        try (Connection stranger = this.database.dataSource().getConnection();
                Statement statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("LOCK TABLE roomkit.events IN ROW EXCLUSIVE MODE");
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.jdbc.execute(script));
            stranger.rollback();
        }
        assertThat(partitions()).isZero();
        assertThat(store.getEventCount("room")).isOne();
        assertThat(events()).hasSize(1);
    }

    private List<Map<String, Object>> events() {
        return this.jdbc.queryForList(
                "SELECT room_id, index, id, CAST(data AS text), encode(payload_hash, 'hex') FROM roomkit.events ORDER BY 1, 2");
    }

    private int partitions() {
        return this.jdbc
                .queryForList("SELECT 1 FROM pg_inherits WHERE inhparent = 'roomkit.events'::regclass")
                .size();
    }
}
