package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import live.roomkit.store.json.RecordJson;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests that the rooms of a person with very many rooms are found, each once. */
class ProtectionPeopleTests {

    private static final int ROOMS = 20_001;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @Test
    void allRoomsOfAPersonAreFoundInOrder() {
        this.database.open();
        this.database.jdbc().update("""
                INSERT INTO roomkit.rooms (id, status, created_at, updated_at, data)
                SELECT 'room-' || i, 'active', now(), now(), '{}' FROM generate_series(1, ?) AS i
                """, ROOMS);
        this.database.jdbc().update("""
                INSERT INTO roomkit.participants (room_id, id, channel_id, identity_id, joined_at, room_created_at, data)
                SELECT 'room-' || i, 'p-' || p, 'sms', 'ada-' || p, now(), now(), '{}'
                FROM generate_series(1, ?) AS i, generate_series(1, 2) AS p
                """, ROOMS);
        List<Integer> pages = new ArrayList<>();
        List<String> found = new ArrayList<>();
        people().forEachRooms(Set.of("ada-1", "ada-2"), roomIds -> {
            pages.add(roomIds.size());
            found.addAll(roomIds);
        });

        assertThat(pages).containsExactly(10_000, 10_000, 1);
        assertThat(found).isSorted().doesNotHaveDuplicates().hasSize(ROOMS);
    }

    private ProtectionPeople people() {
        Database opened = new Database(
                new StoreJdbcTemplate(this.database.dataSource()),
                new SchemaName(SchemaName.DEFAULT),
                new RecordJson(Integer.MAX_VALUE),
                Integer.MAX_VALUE,
                Clock.systemUTC(),
                false);
        StoreConnections connections = new StoreConnections(
                this.database.dataSource(), new Retries(Duration.ZERO), false, Duration.ZERO, false);
        return new ProtectionPeople(opened, connections, new IdentityTable(opened));
    }
}
